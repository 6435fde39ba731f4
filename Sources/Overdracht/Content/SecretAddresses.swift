internal import Dossier
internal import StrictJSON

/// The addresses that must not be known, and whether a text repeats one.
///
/// Compared without case, spaces and signs: `Veerplein 3-B te Dordrecht` repeats `Veerplein 3-B, 3311 XX
/// Dordrecht`. A street without its number, or an address in other words, is not found: the list of what
/// goes in is shown to the sender before anything is sealed.
struct SecretAddresses {
  /// Each at least five letters and digits, so that a short word does not keep out half a dossier.
  private let needles: [[UInt8]]
  private static let shortest = 5
  /// Whether somebody's address is secret, be it one that is not known or too short to look for.
  private let hasAny: Bool

  init(_ contents: [EntryContent]) {
    hasAny = contents.contains {
      if case .betrokkene(let person) = $0 { person.geheimAdres == true } else { false }
    }
    var needles: Set<[UInt8]> = []
    for case .betrokkene(let person) in contents where person.geheimAdres == true {
      guard let address = person.adres else { continue }
      let parts = address.split(whereSeparator: { $0 == "," || $0 == "\n" }).map(String.init)
      for part in parts.prefix(2) {
        // "Veerplein 3-B" and "3311 XX Dordrecht"; a part without a digit names no door.
        guard part.contains(where: \.isNumber) else { continue }
        let folded = Self.folded(Self.postcode(part) ?? part)
        if folded.count >= Self.shortest { needles.insert(folded) }
      }
    }
    self.needles = Array(needles)
  }

  /// Whether no address is secret.
  var isEmpty: Bool { !hasAny }

  /// Whether any text of a content repeats an address; the person's own field is taken out before.
  func occur(in content: EntryContent) -> Bool {
    guard !needles.isEmpty else { return false }
    // What cannot be looked through stays out.
    guard let texts = Self.texts(of: content) else { return true }
    let text = Self.folded(texts.joined(separator: " "))
    return needles.contains { text.contains($0) }
  }

  private static func texts(of content: EntryContent) -> [String]? {
    // Every text there is: what a new field brings is looked through without being named here.
    guard let value = try? OrdinaryJSON.decode(content.encode()) else { return nil }
    return texts(in: value)
  }

  private static func texts(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.flatMap(texts(in:))
    case .object(let members): members.flatMap { [$0.key] + texts(in: $0.value) }
    default: []
    }
  }

  /// `1234 AB` at the beginning of a part, when it has one.
  private static func postcode(_ part: String) -> String? {
    let folded = folded(part)
    guard folded.count >= 6, folded.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }),
      folded[4..<6].allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    return String(decoding: folded.prefix(6), as: UTF8.self)
  }

  /// ASCII letters in lower case and digits, nothing else.
  private static func folded(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }
}
