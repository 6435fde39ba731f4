import Directory
import Records
import Sodium
import StrictJSON
import Vocabulary

/// Directory records on their way to a second signature, in one file that people pass on.
///
/// `{"schema":"dossierkluis/draft/1","records":[{"body":b64,"sigs":[{"by":b64,"sig":b64}]}…]}`,
/// written to be looked at. `Directory` says whether a record counts; this file only carries them.
struct DraftFile: Equatable {
  var drafts: [DirectoryDraft]

  /// Generous for a hundred enrolments.
  static let limit = 4 << 20

  /// The file at a path; an empty one when there is none.
  static func read(_ path: String) throws(Failure) -> DraftFile {
    guard let bytes = try InputFile.readIfThere(path, limit: limit) else {
      return DraftFile(drafts: [])
    }
    return try decode(bytes, path: path)
  }

  static func decode(_ bytes: [UInt8], path: String) throws(Failure) -> DraftFile {
    do throws(DirectoryError) {
      var drafts: [DirectoryDraft] = []
      for record in try records(bytes) { drafts.append(try DirectoryDraft.decode(record)) }
      return DraftFile(drafts: drafts)
    } catch {
      throw Failure(
        ExitCode.data, "draft-malformed", Texts.notADraft(path), hint: Texts.newDraft)
    }
  }

  /// Each record in the form of a draft of its own, whose reader checks every field.
  private static func records(_ bytes: [UInt8]) throws(DirectoryError) -> [[UInt8]] {
    do throws(JSONError) {
      let object = try JSONObject(OrdinaryJSON.decode(bytes))
      try object.allowOnly(["records", "schema"])
      guard try object.requireString("schema") == DirectoryDraft.schema else {
        throw object.error(.notAllowed(expected: DirectoryDraft.schema), "schema")
      }
      var records: [[UInt8]] = []
      for record in try object.requireObjects("records") {
        try record.allowOnly(["body", "sigs"])
        records.append(
          CanonicalJSON.encode([
            "body": try record.require("body"), "schema": .string(DirectoryDraft.schema),
            "sigs": try record.require("sigs"),
          ]))
      }
      return records
    } catch { throw .malformed(error) }
  }

  func encode() -> [UInt8] {
    let records = drafts.map { draft -> JSONValue in
      [
        "body": .base64(draft.bytes),
        "sigs": .array(
          draft.signatures.map { signature in
            [
              "by": signature.by.map { .id($0) } ?? "institution",
              "sig": .base64(signature.signature),
            ]
          }),
      ]
    }
    return OrdinaryJSON.encode(
      ["schema": .string(DirectoryDraft.schema), "records": .array(records)], pretty: true)
  }
}
