import Directory
import Records
import StrictJSON
import Vocabulary
import Wire

extension SealedWords {
  /// The arguments of an act that words may come with.
  static let keys = [boxesKey, hashKey]

  /// Words that came beside a body: exactly the boxes that the member signed; nil when none did.
  ///
  /// What they say stays closed here: the service has no key to any box.
  ///
  /// Throws: `.invalidParams`
  init?(_ bytes: [UInt8]?, of args: JSONObject) throws(WireError) {
    let named: (hash: [UInt8]?, boxes: [UInt8]?)
    let boxes: WordsBoxes?
    do throws(JSONError) {
      named = (
        try args.optionalBytes(Self.hashKey, count: 32),
        try args.optionalBytes(Self.boxesKey, count: 32)
      )
      boxes = try bytes.map { bytes throws(JSONError) in try WordsBoxes(decoding: bytes) }
    } catch { throw WireError(.invalidParams) }
    guard boxes?.hash == named.boxes, (named.hash == nil) == (boxes == nil) else {
      throw WireError(.invalidParams)
    }
    guard let boxes, let hash = named.hash else { return nil }
    self.init(hash: hash, boxes: boxes)
  }

  /// Whether each box is for the newest key of its role: one for an older key might reach nobody.
  func areForToday(_ directory: DirectoryView) -> Bool {
    boxes.items.allSatisfy { directory.roleEpoch($0.role)?.epoch == $0.epoch }
  }

  /// Whether each of these roles has a box; one without a key has nobody who could read it.
  func reach(_ roles: Set<Role>, _ directory: DirectoryView) -> Bool {
    let reached = Set(boxes.items.map(\.role))
    return roles.allSatisfy { reached.contains($0) || directory.roleEpoch($0) == nil }
  }
}
