internal import Sodium
package import StrictJSON

/// The files of one policy set, byte for byte, and the hash by which records and the log name them.
///
/// A set without `overdracht.json` shares nothing; it has the hash that sets had before there was one.
/// - Source: Docs/protocol.md, Policy sets
package struct PolicyFiles: Equatable, Sendable {
  package let rollen: [UInt8]
  package let toegang: [UInt8]
  /// Nil for a set of two files.
  package let overdracht: [UInt8]?

  /// The keys under which the files travel and are kept.
  package static let keys = ["overdracht", "rollen", "toegang"]

  private static let label = Array("dossierkluis/v1/policy-set".utf8)

  package init(rollen: [UInt8], toegang: [UInt8], overdracht: [UInt8]?) {
    self.rollen = rollen
    self.toegang = toegang
    self.overdracht = overdracht
  }

  /// Reads the members that `members` gives.
  package init(_ fields: JSONObject) throws(JSONError) {
    rollen = try fields.requireBytes("rollen")
    toegang = try fields.requireBytes("toegang")
    overdracht = try fields.optionalBytes("overdracht")
  }

  /// 32 bytes: of two files H(length of rollen u32 ‖ rollen ‖ toegang); of three
  /// H(`"dossierkluis/v1/policy-set"` ‖ rollen ‖ toegang ‖ overdracht, each after its length u32).
  ///
  /// The two never meet: a label that was read as a length would be one of 1.6 GB.
  package var hash: [UInt8] {
    guard let overdracht else { return BLAKE2b.hash(Self.length(rollen), rollen, toegang) }
    let files = [rollen, toegang, overdracht].flatMap { Self.length($0) + $0 }
    return BLAKE2b.hash(Self.label, files)
  }

  /// Each file in base64, in the order of the keys.
  package var members: [JSONMember] {
    let shared = overdracht.map { [JSONMember("overdracht", .base64($0))] } ?? []
    return shared + [
      JSONMember("rollen", .base64(rollen)), JSONMember("toegang", .base64(toegang)),
    ]
  }

  private static func length(_ file: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    length.append(bigEndian: UInt32(truncatingIfNeeded: file.count))
    return length
  }
}
