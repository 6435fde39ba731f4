package import Sodium
package import StrictJSON
package import Vocabulary

/// That a member works with a family, or no longer does.
///
/// - Source: Docs/protocol.md, Signed records
package struct Involvement: SignedRecord {
  package static let kind = "involvement"
  package static let domain = Domain.involvement
  package static let keys = [
    "at", "by", "closes", "dossier", "id", "member", "reason", "since", "sort", "until",
  ]

  package enum Sort: String, CaseIterable, Sendable {
    /// Has regie; closes the record of who had it before.
    case regie
    case betrokken
    /// Ends the record that it closes.
    case end
  }

  package let at: Int64
  package let by: Identifier
  /// The id of the record that this one ends.
  package let closes: Identifier?
  package let dossier: Identifier
  package let id: Identifier
  package let member: Identifier
  /// H(words), when it came with words that say why; never with a dossier's first record.
  package let reason: [UInt8]?
  package let since: Int64
  package let sort: Sort
  /// The end, when it is known beforehand.
  package let until: Int64?

  package init(
    at: Int64, by: Identifier, dossier: Identifier, id: Identifier, member: Identifier,
    since: Int64, sort: Sort, until: Int64? = nil, closes: Identifier? = nil,
    reason: [UInt8]? = nil
  ) {
    self.at = at
    self.by = by
    self.closes = closes
    self.dossier = dossier
    self.id = id
    self.member = member
    self.reason = reason
    self.since = since
    self.sort = sort
    self.until = until
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("closes", closes.map { .id($0) }),
      ("dossier", .id(dossier)), ("id", .id(id)), ("member", .id(member)),
      ("reason", reason.map { .base64($0) }), ("since", .int(since)),
      ("sort", .string(sort.rawValue)),
      ("until", until.map { .int($0) }),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    closes = try fields.optionalIdentifier("closes")
    dossier = try fields.requireIdentifier("dossier")
    id = try fields.requireIdentifier("id")
    member = try fields.requireIdentifier("member")
    reason = try fields.optionalBytes("reason", count: 32)
    since = try fields.requireTime("since")
    sort = try fields.requireCase("sort")
    until = try fields.optionalTime("until")
    if let until {
      guard sort == .betrokken, until > since else {
        throw fields.error(.notAllowed(expected: "after since, for betrokken"), "until")
      }
    }
    // Regie never ends by itself or by an `end`: there is always exactly one who has it.
    switch (sort, closes) {
    case (.end, nil): throw fields.error(.missing, "closes")
    case (.betrokken, .some): throw fields.error(.notAllowed(expected: "absent"), "closes")
    // A family's first record comes with its whole dossier, and with no words.
    case (.regie, nil):
      guard reason == nil else {
        throw fields.error(.notAllowed(expected: "absent from a first record"), "reason")
      }
    default: break
    }
  }
}
