internal import Records
internal import Sodium
package import StrictJSON

/// What a member trusts from the start: which vault, and the institution key that founded it.
///
/// It comes on paper or from a colleague's hand, never from the service.
package struct Anchor: Hashable, Sendable {
  package static let schema = "dossierkluis/anchor/1"

  package let origin: String
  /// The institution's public signing key: 32 bytes.
  package let institution: [UInt8]

  package init(origin: String, institution: [UInt8]) {
    self.origin = origin
    self.institution = institution
  }

  /// Letters that people compare with paper.
  package var fingerprint: Fingerprint {
    Fingerprint(
      of: BLAKE2b.hash(Array("dossierkluis/v1/anchor".utf8), Array(origin.utf8), institution))
  }

  /// The file `institution.pub`.
  package func encode() -> [UInt8] {
    PublicFile.encode([
      "institution": .base64(institution), "origin": .string(origin),
      "schema": .string(Self.schema),
    ])
  }

  /// - Throws: a `JSONError` that names the field
  package static func decode(_ bytes: [UInt8]) throws(JSONError) -> Anchor {
    let object = try PublicFile.decode(bytes, schema: schema)
    try object.allowOnly(["institution", "origin", "schema"])
    return Anchor(
      origin: try object.requireOrigin("origin"),
      institution: try object.requireHash("institution"))
  }

  /// Whether a text may be an origin: it also names a folder, so it cannot climb out of one.
  package static func isOrigin(_ text: String) -> Bool {
    guard (1...200).contains(text.utf8.count) else { return false }
    return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.first != "."
        && part.utf8.allSatisfy { byte in
          switch byte {
          case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
          default: false
          }
        }
    }
  }
}

/// Small files that people hand over: canonical JSON on one line.
///
/// One line feed at the end is written, and may be missing: mail and editors decide about it.
enum PublicFile {
  static func encode(_ value: JSONValue) -> [UInt8] { CanonicalJSON.encode(value) + [0x0A] }

  static func decode(_ bytes: [UInt8], schema: String) throws(JSONError) -> JSONObject {
    let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
    let object = try JSONObject(
      CanonicalJSON.decode(line, limits: JSONLimits(bytes: 16_384, depth: 4)))
    guard try object.requireString("schema") == schema else {
      throw object.error(.notAllowed(expected: schema), "schema")
    }
    return object
  }
}
