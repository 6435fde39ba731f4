package import Sodium
package import StrictJSON
package import Vocabulary

/// The second custodian's word that a refresh loses nothing.
///
/// Its signer opened the old and the new box of every standing role and found the same D in each.
/// - Source: Docs/protocol.md, Refresh
package struct RefreshCheck: SignedRecord {
  package static let kind = "refresh-check"
  package static let domain = Domain.refreshCheck
  package static let keys = ["at", "by", "id", "refresh"]

  package let at: Int64
  package let by: Identifier
  package let id: Identifier
  /// `Signed.hash` of the refresh.
  package let refresh: [UInt8]

  package init(at: Int64, by: Identifier, id: Identifier, refresh: [UInt8]) {
    self.at = at
    self.by = by
    self.id = id
    self.refresh = refresh
  }

  package var fields: [(String, JSONValue?)] {
    [("at", .int(at)), ("by", .id(by)), ("id", .id(id)), ("refresh", .base64(refresh))]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    id = try fields.requireIdentifier("id")
    refresh = try fields.requireHash("refresh")
  }
}
