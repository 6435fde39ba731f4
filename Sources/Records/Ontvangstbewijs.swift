internal import Sodium
package import Vocabulary

/// A receipt: the receiver says which bundle arrived; signed with minisign beside it (R20).
///
/// Five lines, each `key: value` but the first, so that anybody can write and read one:
///
///     dossierkluis-ontvangstbewijs/1
///     bundel: 32 hexadecimal digits
///     manifest: 64 hexadecimal digits, SHA-256 of manifest.json
///     ontvanger: name of who received it
///     datum: 2026-11-28T23:30:00Z
/// - Source: Docs/protocol.md, Bundle and page
package struct Ontvangstbewijs: Equatable, Sendable {
  package static let first = "dossierkluis-ontvangstbewijs/1"
  /// Bytes of a receipt.
  package static let limit = 4_096

  package let bundle: Identifier
  /// SHA-256 of the manifest's bytes.
  package let manifest: [UInt8]
  package let receiver: String
  /// `YYYY-MM-DDTHH:MM:SSZ`, by the receiver's clock.
  package let date: String

  /// Nil for a name or date that has no place in a line.
  package init?(bundle: Identifier, manifest: [UInt8], receiver: String, date: String) {
    guard manifest.count == 32, Self.isLine(receiver), Self.isDate(date) else { return nil }
    self.bundle = bundle
    self.manifest = manifest
    self.receiver = receiver
    self.date = date
  }

  package func encode() -> [UInt8] {
    Array(
      """
      \(Self.first)
      bundel: \(bundle.hex)
      manifest: \(Hex.encode(manifest))
      ontvanger: \(receiver)
      datum: \(date)

      """.utf8)
  }

  /// Reads the bytes that `encode` writes; nil for all others, but lines may end with CR LF as some
  /// editors end them.
  package init?(decoding bytes: [UInt8]) {
    guard bytes.count <= Self.limit else { return nil }
    // By bytes: to a String CR LF is one character.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(validating: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self) ?? ""
    }
    guard lines.count == 6, lines[0] == Self.first, lines[5].isEmpty,
      let bundle = Self.value(lines[1], "bundel").flatMap({ Identifier(hex: $0) }),
      let manifest = Self.value(lines[2], "manifest").flatMap({ Hex.decode($0) }),
      let receiver = Self.value(lines[3], "ontvanger"), let date = Self.value(lines[4], "datum")
    else { return nil }
    self.init(bundle: bundle, manifest: manifest, receiver: receiver, date: date)
  }

  private static func value(_ line: String, _ key: String) -> String? {
    line.hasPrefix("\(key): ") ? String(line.dropFirst(key.count + 2)) : nil
  }

  private static func isLine(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && text.first != " " && text.last != " "
      && text.unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator, .paragraphSeparator]
          .contains($0.properties.generalCategory)
      }
  }

  private static func isDate(_ text: String) -> Bool {
    let shape = Array("0000-00-00T00:00:00Z".utf8)
    return text.utf8.count == shape.count
      && zip(text.utf8, shape).allSatisfy { byte, form in
        form == 0x30 ? (0x30...0x39).contains(byte) : byte == form
      }
  }
}
