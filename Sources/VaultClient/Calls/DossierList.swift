import AuditLog
import Dossier
package import Records
import StrictJSON
package import Vocabulary

/// One line of the list: a dossier and the label by which its caseworkers know it.
package struct ListedDossier: Equatable, Sendable {
  package let id: Identifier
  /// As the log shows it; the list proves the label's author, opening proves the whole dossier.
  package let head: Head
  package let etiket: String
  package let author: Identifier
  package let writtenAt: Int64
  /// Whether noodtoegang is the only ground.
  package let isByEmergency: Bool

  package init(
    id: Identifier, head: Head, etiket: String, author: Identifier, writtenAt: Int64,
    isByEmergency: Bool = false
  ) {
    self.id = id
    self.head = head
    self.etiket = etiket
    self.author = author
    self.writtenAt = writtenAt
    self.isByEmergency = isByEmergency
  }
}

extension VaultSession {
  /// The dossiers that this member may open, each with its label.
  package func list(purpose: Purpose) throws(ClientError) -> [ListedDossier] {
    let ask = Ask(
      method: "dossier.list", args: .object([("purpose", .string(purpose.rawValue))]),
      action: .list, purpose: purpose)
    return try perform(ask) { reply throws(CheckFailure) in
      let byEmergency = try checked(.answer) { () throws(JSONError) in
        try reply.fields.optionalIDs("noodtoegang")
      }
      let items = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["dossiers", "noodtoegang", "outcome", "receipt"])
        var items: [ListItem] = []
        for item in try reply.fields.requireObjects("dossiers") {
          items.append(try ListItem(item))
        }
        return items
      }
      try demand(
        reply.leaf.dossiers
          == items.map {
            LogEntry.DossierHead(
              dossier: $0.dossier, head: LogEntry.Head(n: $0.head.n, h: $0.head.h))
          }, .leafHead)
      try demand(reply.leaf.sections == [.etiket], .leafSections)
      let rows = try checked(.rows) { () throws(Rows.RowsError) in
        try Rows.decodeListed(reply.rows)
      }
      try demand(rows.map(\.dossier) == items.map(\.dossier), .rows)
      let secrets = try SecretItems.read(reply)
      try demand(
        secrets.items
          == items.flatMap {
            [
              SecretItem.share(.etiket, generation: $0.block.generation),
              .token(.etiket, n: $0.link.link.n),
            ]
          }, .secrets)
      var listed: [ListedDossier] = []
      for (place, item) in items.enumerated() {
        listed.append(
          try label(
            item, rows[place].row, secrets, place: place,
            isByEmergency: byEmergency.contains(item.dossier)))
      }
      return listed
    }
  }

  private func label(
    _ item: ListItem, _ row: Row, _ secrets: borrowing SecretItems, place: Int,
    isByEmergency: Bool
  ) throws(CheckFailure) -> ListedDossier {
    let link = item.link.link
    let pin = state.pins.heads[item.dossier]
    let record = try againstDirectory { directory throws(CheckFailure) in
      try item.checkAuthor(pin: pin, directory)
      return try item.block.verifiedRecord(
        dossier: item.dossier, link: nil, directory: directory, known: signatures)
    }
    let service = try secrets.checkedValue(at: 2 * place)
    let token = try secrets.checkedValue(at: 2 * place + 1)
    let section = try openSection(item.block, record, dossier: item.dossier, service: service)
    try demand(row.n == link.n, .rows)
    let revision = try OpenedRevision.open(row, link: link, section: section, token: token)
    guard case .etiket(let text) = revision.content else { throw .tampered(.plaintext) }
    return ListedDossier(
      id: item.dossier, head: item.head, etiket: text, author: revision.author,
      writtenAt: revision.writtenAt, isByEmergency: isByEmergency)
  }
}
