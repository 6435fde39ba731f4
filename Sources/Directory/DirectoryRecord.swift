internal import Records
internal import Sodium
internal import StrictJSON
package import Vocabulary

/// Who signed a directory record, and how.
package struct DirectorySignature: Hashable, Sendable {
  /// A member's id; nil for the institution.
  package let by: Identifier?
  package let signature: [UInt8]

  package init(by: Identifier?, signature: [UInt8]) {
    self.by = by
    self.signature = signature
  }
}

/// A body with its signatures: `{"body":…,"sigs":[…]}` in canonical JSON.
///
/// Two members' signatures stand in the order of their ids, so that a record has one spelling.
/// Decoding looks at the form only; whether a record counts is said by `DirectoryView`.
package struct DirectoryRecord: Equatable, Sendable {
  /// The exact bytes that are signed.
  package let body: [UInt8]
  package let signatures: [DirectorySignature]

  init(body: [UInt8], signatures: [DirectorySignature]) {
    self.body = body
    self.signatures = signatures.sorted { ($0.by ?? .zero) < ($1.by ?? .zero) }
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode(["body": .base64(body), "sigs": .array(signatures.map(\.json))])
  }

  /// How the log and a pin name a record: H of its bytes, signatures included.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }

  package static func decode(_ bytes: [UInt8]) throws(DirectoryError) -> DirectoryRecord {
    do throws(JSONError) {
      let object = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
      try object.allowOnly(["body", "sigs"])
      let record = DirectoryRecord(
        body: try object.requireBytes("body"), signatures: try Self.signatures(object))
      guard record.encode() == bytes else {
        throw object.error(.notAllowed(expected: "signatures in order"), "sigs")
      }
      return record
    } catch { throw .malformed(error) }
  }

  static func signatures(_ object: JSONObject) throws(JSONError) -> [DirectorySignature] {
    var signatures: [DirectorySignature] = []
    for entry in try object.requireObjects("sigs") {
      guard signatures.count < 2 else {
        throw object.error(.notAllowed(expected: "at most two signatures"), "sigs")
      }
      try entry.allowOnly(["by", "sig"])
      let institution = try entry.requireString("by") == "institution"
      signatures.append(
        DirectorySignature(
          by: institution ? nil : try entry.requireIdentifier("by"),
          signature: try entry.requireBytes("sig", count: Signature.count)))
    }
    return signatures
  }
}

extension DirectorySignature {
  var json: JSONValue {
    ["by": by.map { .id($0) } ?? "institution", "sig": .base64(signature)]
  }
}
