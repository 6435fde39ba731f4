import Sodium

@testable import AgeFile

/// Files made by hand, by somebody who has the file key and follows the rules as far as they like.
struct Forge {
  static let nonce = [UInt8](repeating: 5, count: 16)

  let identity: AgeIdentity
  let fileKey: [UInt8]
  private(set) var stanzas: [Stanza]

  init() throws {
    identity = try AgeIdentity.generate()
    fileKey = Array("forged file key.".utf8)
    let stanza = try FileKey.wrap(
      SecretBytes(copying: fileKey), to: identity.recipient()
    ).stanza
    stanzas = stanza.map { [$0] } ?? []
  }

  /// The header with these stanzas, its MAC right.
  func header(_ stanzas: [Stanza]? = nil) throws -> [UInt8] {
    try Header.make(stanzas ?? self.stanzas, fileKey: SecretBytes(copying: fileKey)).bytes
  }

  /// A header of any text up to `---`, its MAC right.
  func header(text: String) throws -> [UInt8] {
    let mac = try FileKey.mac(of: Array(text.utf8), fileKey: SecretBytes(copying: fileKey))
    return Array(text.utf8) + [0x20] + UnpaddedBase64.encode(mac.bytes) + [0x0A]
  }

  /// One chunk, at any place, with any flag.
  func chunk(_ content: [UInt8], _ number: UInt8, flag: UInt8) throws -> [UInt8] {
    var sealed: [UInt8] = []
    let key = try FileKey.payloadKey(SecretBytes(copying: fileKey), nonce: Forge.nonce)
    ChaChaPoly.seal(
      content.span, nonce: [UInt8](repeating: 0, count: 10) + [number, flag],
      key: key, appendingTo: &sealed)
    return sealed
  }

  /// A file of these chunks.
  func file(_ chunks: [[UInt8]]) throws -> [UInt8] {
    try header() + Forge.nonce + chunks.flatMap { $0 }
  }

  func open(_ file: [UInt8]) -> Outcome {
    Outcome.of(file) { try AgeReader($0, identities: [identity]) }
  }
}
