/// 120 bits of a hash as six groups of four letters, to be read aloud and compared with paper.
///
/// The letters leave out 0, O, 1 and I, which people take for each other.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

  /// Six groups of four, with single spaces.
  package let description: String

  /// - Parameter hash: at least 15 bytes; more are not looked at.
  package init(of hash: [UInt8]) {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var held = 0
    for byte in hash.prefix(15) {
      bits = bits << 8 | UInt32(byte)
      held += 8
      while held >= 5 {
        held -= 5
        if text.count % 5 == 4 { text.append(0x20) }
        text.append(Self.letters[Int(bits >> UInt32(held) & 31)])
      }
    }
    description = String(decoding: text, as: UTF8.self)
  }

  /// Whether somebody typed this fingerprint; case, spaces and hyphens are free.
  package func matches(_ typed: String) -> Bool {
    let plain = typed.uppercased().filter { $0 != " " && $0 != "-" }
    return plain == description.filter { $0 != " " }
  }
}
