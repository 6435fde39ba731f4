import AuditLog
import Directory
import Records
import StrictJSON
package import Vocabulary

/// A dossier with sections that must be refreshed.
package struct DueDossier: Equatable, Sendable {
  package struct Part: Equatable, Sendable {
    package let section: Section
    package let generation: UInt32
    /// Codes: `role-key`, `grant-ended`; none for a section that is not due.
    package let why: [String]
  }

  package let dossier: Identifier
  /// Whether a proposal waits for another custodian's check.
  package let isProposed: Bool
  package let parts: [Part]

  package var isDue: Bool { parts.contains { !$0.why.isEmpty } }
}

extension VaultSession {
  /// Dossiers of one call that asks for boxes.
  static let refreshPage = 64

  /// Everything that is due, or with `all` how every dossier stands.
  package func dueRefreshes(all: Bool = false) throws(ClientError) -> [DueDossier] {
    var found: [DueDossier] = []
    var next: Int64? = 0
    while let from = next {
      let ask = Ask(
        method: "refresh.due",
        args: .object([("all", .bool(all)), ("count", 1_000), ("from", .int(from))]),
        action: .refreshDue)
      next = try perform(ask) { reply throws(CheckFailure) in
        let page = try checked(.answer) { () throws(JSONError) in
          try reply.fields.allowOnly(["done", "dossiers", "next", "outcome", "receipt"])
          var page: [DueDossier] = []
          for item in try reply.fields.requireObjects("dossiers") {
            page.append(try DueDossier(item))
          }
          return page
        }
        found += page
        return try reply.nextPage(from)
      }
    }
    return found
  }

  /// The boxes of some dossiers, in the order asked.
  func refreshBlocks(_ dossiers: [Identifier]) throws(ClientError) -> [RefreshBlock] {
    let ask = Ask(
      method: "refresh.boxes",
      args: .object([("dossiers", .array(dossiers.map { .id($0) }))]), action: .refreshBoxes)
    return try perform(ask) { reply throws(CheckFailure) in
      let items = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["dossiers", "outcome", "receipt"])
        return try reply.fields.requireObjects("dossiers")
      }
      try demand(reply.leaf.dossiers?.map(\.dossier) == dossiers, .leafDossier)
      var blocks: [RefreshBlock] = []
      for item in items {
        blocks.append(
          try againstDirectory { directory throws(CheckFailure) in
            try RefreshBlock(item, directory)
          })
      }
      try demand(blocks.map(\.dossier) == dossiers, .answer)
      return blocks
    }
  }

  /// A page of what is proposed, and where the next page begins.
  func refreshProposals(
    from: Int64
  ) throws(ClientError) -> (page: [ProposedRefresh], next: Int64?) {
    let ask = Ask(
      method: "refresh.proposed",
      args: .object([("count", .int(Int64(VaultSession.refreshPage))), ("from", .int(from))]),
      action: .refreshProposed)
    return try perform(ask) { reply throws(CheckFailure) in
      let items = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["done", "dossiers", "next", "outcome", "receipt"])
        return try reply.fields.requireObjects("dossiers")
      }
      var page: [ProposedRefresh] = []
      for item in items {
        let block = try againstDirectory { directory throws(CheckFailure) in
          try RefreshBlock(item, allowing: ["boxes", "proposal"], directory)
        }
        let (signed, boxes) = try checked(.answer) { () throws(JSONError) in
          (try Signed(item.requireObject("proposal")), try item.bytes("boxes"))
        }
        page.append(ProposedRefresh(block: block, signed: signed, boxes: boxes))
      }
      try demand(reply.leaf.dossiers?.map(\.dossier) == page.map(\.block.dossier), .leafDossier)
      return (page, try reply.nextPage(from))
    }
  }
}

/// A proposal as the vault shows it, with the dossier's present boxes; nothing of it is checked.
struct ProposedRefresh {
  let block: RefreshBlock
  let signed: Signed
  /// The new boxes, one after the other.
  let boxes: [UInt8]
}

extension Reply {
  /// Where the next page begins; nil after the last one.
  ///
  /// A page that leads nowhere would make the reader go round for ever.
  fileprivate func nextPage(_ from: Int64) throws(CheckFailure) -> Int64? {
    let (done, next) = try checked(.answer) { () throws(JSONError) in
      (
        try fields.requireBool("done"),
        try fields.requireInt("next", within: 0...CanonicalJSON.integers.upperBound)
      )
    }
    if done { return nil }
    try demand(next > from, .answer)
    return next
  }
}

extension DueDossier {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["dossier", "proposed", "sections"])
    dossier = try json.identifier("dossier")
    isProposed = try json.requireBool("proposed")
    var parts: [Part] = []
    for item in try json.requireObjects("sections") {
      try item.allowOnly(["generation", "section", "why"])
      parts.append(
        Part(
          section: try item.section("section"),
          generation: try item.uint32("generation", from: 1), why: try item.requireStrings("why"))
      )
    }
    self.parts = parts
  }
}
