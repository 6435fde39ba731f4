package import Sodium
package import StrictJSON
package import Vocabulary

/// The birth certificate of a section's key: its check value, signed by who made it.
///
/// Its hash is the content of the section's link of kind 0.
/// - Source: Docs/protocol.md, Birth and death of K
package struct SectionRecord: SignedRecord {
  package static let kind = "section"
  package static let domain = Domain.section
  package static let keys = ["at", "by", "check", "dossier", "generation", "section"]

  package let at: Int64
  package let by: Identifier
  /// 32 bytes; see `SectionKey.check`.
  package let check: [UInt8]
  package let dossier: Identifier
  package let generation: UInt32
  package let section: Section

  package init(
    at: Int64, by: Identifier, check: [UInt8], dossier: Identifier, generation: UInt32,
    section: Section
  ) {
    self.at = at
    self.by = by
    self.check = check
    self.dossier = dossier
    self.generation = generation
    self.section = section
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("check", .base64(check)), ("dossier", .id(dossier)),
      ("generation", .number(generation)), ("section", .string(section.name)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    check = try fields.requireHash("check")
    dossier = try fields.requireIdentifier("dossier")
    generation = try fields.requireUInt32("generation")
    section = try fields.requireSection("section")
  }

  /// The content of this section's link: H(record bytes).
  package static func contentHash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }
}
