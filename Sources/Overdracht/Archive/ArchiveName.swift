/// A file's path inside a bundle: such as every system keeps it, and none leads out of the folder.
///
/// One or two parts of ASCII letters, digits, space, `.`, `_` and `-`. A part begins with a letter or
/// digit and does not end with a point or space; it is no name that Windows keeps for a device.
package enum ArchiveName {
  /// Bytes of a whole path: what the name field of ustar holds.
  package static let limit = 100
  private static let partLimit = 80
  private static let devices: Set<String> = {
    var names: Set<String> = ["con", "prn", "aux", "nul"]
    for number in 1...9 { names.formUnion(["com\(number)", "lpt\(number)"]) }
    return names
  }()

  package static func isAllowed(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count <= limit && (1...2).contains(parts.count) && parts.allSatisfy(isAllowed)
  }

  private static func isAllowed(part: Substring) -> Bool {
    let bytes = part.utf8
    guard (1...partLimit).contains(bytes.count), let first = bytes.first, let last = bytes.last,
      isLetterOrDigit(first), last != UInt8(ascii: "."), last != UInt8(ascii: " "),
      bytes.allSatisfy({ isLetterOrDigit($0) || " ._-".utf8.contains($0) })
    else { return false }
    let stem = part.prefix { $0 != "." && $0 != " " }
    return !devices.contains(stem.lowercased())
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// The name by which twins are found: `Plan.pdf` and `plan.pdf` are one file on many systems.
  package static func folded(_ name: String) -> String { name.lowercased() }

  /// An allowed part for a name that a person gave, as near to it as can be; what is not allowed becomes `-`.
  ///
  /// - Parameter fallback: for a name of which nothing is left.
  package static func part(for given: String, fallback: String) -> String {
    var bytes: [UInt8] = []
    for byte in given.decomposed.utf8 where byte < 0x80 {
      bytes.append(isLetterOrDigit(byte) || " ._-".utf8.contains(byte) ? byte : UInt8(ascii: "-"))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let dot = text.lastIndex(of: ".").flatMap {
      text.distance(from: $0, to: text.endIndex) <= 9 ? $0 : nil
    }
    let ending = dot.map { text[$0...] } ?? ""
    let stem = text[..<(dot ?? text.endIndex)].prefix(partLimit - ending.utf8.count)
    var made = String(stem) + ending
    while let first = made.utf8.first, !isLetterOrDigit(first) { made.removeFirst() }
    while let last = made.last, last == "." || last == " " { made.removeLast() }
    return isAllowed(part: made[...]) ? made : fallback
  }
}

extension String {
  /// Letters with their accents apart, for the few that Dutch names have; others stay as they are.
  fileprivate var decomposed: String {
    let plain: [Character: String] = [
      "á": "a", "à": "a", "â": "a", "ä": "a", "å": "a", "ã": "a", "é": "e", "è": "e", "ê": "e",
      "ë": "e", "í": "i", "ì": "i", "î": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "ö": "o",
      "õ": "o", "ø": "o", "ú": "u", "ù": "u", "û": "u", "ü": "u", "ç": "c", "ñ": "n", "ß": "ss",
      "ş": "s", "ğ": "g", "ı": "i", "ł": "l",
    ]
    return reduce(into: "") { text, letter in
      if let base = plain[letter] {
        text += base
      } else if let base = plain[Character(letter.lowercased())] {
        text += base.uppercased()
      } else {
        text.append(letter)
      }
    }
  }
}
