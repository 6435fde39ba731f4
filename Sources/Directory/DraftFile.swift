internal import Records
internal import Sodium
internal import StrictJSON

/// The file in which drafts go from the first signer to the second.
///
/// A list of records that follow each other, each with its first signature, so that the second
/// signer sees a whole enrolment and signs it in one sitting.
/// - Source: Docs/protocol.md, Drafts
package struct DraftFile: Equatable, Sendable {
  /// Drafts that one file may hold; as many as one page of the directory.
  package static let limit = 500

  package private(set) var drafts: [DirectoryDraft]

  package init(_ draft: DirectoryDraft) {
    drafts = [draft]
  }

  /// Adds a draft that was made on `view.presuming(drafts)`.
  package mutating func append(_ draft: DirectoryDraft) {
    drafts.append(draft)
  }

  /// `{"records":[{"body","sigs"}],"schema"}` in canonical JSON, and a line feed.
  package func encode() -> [UInt8] {
    PublicFile.encode([
      "records": .array(
        drafts.map { draft in
          ["body": .base64(draft.bytes), "sigs": .array(draft.signatures.map(\.json))]
        }),
      "schema": .string(DirectoryDraft.schema),
    ])
  }

  /// Reads the form only; `DirectoryDraft.check(on:)` says whether a draft counts.
  ///
  /// - Throws: `.malformed`
  package static func decode(_ bytes: [UInt8]) throws(DirectoryError) -> DraftFile {
    let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
    var drafts: [DirectoryDraft] = []
    do {
      let object = try JSONObject(CanonicalJSON.decode(line, limits: .record))
      try object.allowOnly(["records", "schema"])
      guard try object.requireString("schema") == DirectoryDraft.schema else {
        throw object.error(.notAllowed(expected: DirectoryDraft.schema), "schema")
      }
      for record in try object.requireObjects("records") {
        guard drafts.count < limit else {
          throw object.error(.notAllowed(expected: "at most \(limit) records"), "records")
        }
        drafts.append(try draft(record))
      }
      guard !drafts.isEmpty else { throw object.error(.missing, "records") }
    } catch let error as DirectoryError {
      throw error
    } catch let error as JSONError {
      throw .malformed(error)
    } catch { throw .order }
    return DraftFile(drafts: drafts)
  }

  /// One element of the list, in the form that a draft reads by itself.
  private static func draft(_ record: JSONObject) throws -> DirectoryDraft {
    try record.allowOnly(["body", "sigs"])
    let alone: JSONValue = [
      "body": .base64(try record.requireBytes("body")),
      "schema": .string(DirectoryDraft.schema),
      "sigs": .array(try DirectoryRecord.signatures(record).map(\.json)),
    ]
    return try DirectoryDraft.decode(CanonicalJSON.encode(alone))
  }

  private init(drafts: [DirectoryDraft]) {
    self.drafts = drafts
  }
}
