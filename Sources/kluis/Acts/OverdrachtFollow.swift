import Calendar
import CommandTree
import Desk
import Directory
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht status`: what was sealed and how far each came; what waits for a receipt stands first (R20).
struct OverdrachtStatus {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let dossier = try desk.arguments.argument("DOSSIER").map { (word) throws(Failure) in
      try desk.dossier(word, purpose: desk.usualPurpose())
    }
    let listed = try calling { () throws(ClientError) in try session.bundles(of: dossier) }
    let now = Moment.now()
    let sorted = listed.sorted {
      ($0.state.isOpen ? 0 : 1, $0.created) < ($1.state.isOpen ? 0 : 1, $1.created)
    }
    desk.screen.answer(
      [
        "bundles": .array(sorted.map { json($0, session.directory) }),
        "open": .count(listed.count { $0.state.isOpen }),
      ], text: text(sorted, session.directory, now))
    if listed.contains(where: { $0.state == .received }) { desk.screen.note(Texts.confirmNext) }
  }

  private func text(
    _ bundles: [ListedBundle], _ directory: DirectoryView, _ now: Int64
  ) -> String {
    guard !bundles.isEmpty else { return Texts.noBundles[desk.language] + "\n" }
    var table = Table(
      Texts.bundleColumn[desk.language], Texts.dossierColumn[desk.language],
      Texts.forColumn[desk.language], Texts.bundleState[desk.language],
      Texts.sinceColumn[desk.language], Texts.validColumn[desk.language])
    for bundle in bundles {
      let names = bundle.recipients.map { directory.partner($0.partner)?.name ?? $0.partner.short }
      let days = (now - bundle.created) / Moment.day
      table.add(
        bundle.bundle.short, bundle.dossier.short,
        names.isEmpty
          ? Texts.withCode(bundle.kind.rawValue)[desk.language]
          : names.joined(separator: ", "),
        Texts.state(bundle)[desk.language], Texts.daysAgo(Int(days))[desk.language],
        Moment.today(bundle.validUntil - 1).description)
    }
    return table.text(in: desk.screen.settings.output)
  }

  private func json(_ bundle: ListedBundle, _ directory: DirectoryView) -> JSONValue {
    .object(present: [
      ("bundle", .hexID(bundle.bundle)), ("dossier", .hexID(bundle.dossier)),
      ("state", .string(bundle.state.rawValue)), ("open", .bool(bundle.state.isOpen)),
      ("kind", .string(bundle.kind.rawValue)), ("created", .int(bundle.created)),
      ("valid_until", .int(bundle.validUntil)), ("sealer", .hexID(bundle.sealer)),
      ("way", bundle.way.map { .string($0.rawValue) }),
      (
        "partners",
        .array(
          bundle.recipients.map { recipient in
            .object(present: [
              ("partner", .hexID(recipient.partner)),
              ("name", directory.partner(recipient.partner).map { .string($0.name) }),
              ("fetched", .count(recipient.fetched)),
              ("collected", recipient.collected.map { .int($0) }),
              ("received", recipient.received.map { .int($0) }),
            ])
          })
      ),
    ])
  }
}

extension BundleState {
  /// Whether its sender still answers for it: nobody's receipt is in the dossier.
  var isOpen: Bool {
    switch self {
    case .created, .sealed, .placed, .sent, .collected, .received: true
    case .closed, .recalled, .expired: false
    }
  }
}

/// `kluis overdracht recall`: takes a bundle back that nobody has whole.
struct OverdrachtRecall {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let bundle = try BundleChoice.find(desk)
    let session = try desk.session()
    let parts = try calling { () throws(ClientError) in
      try session.recallBundle(bundle.bundle, of: bundle.dossier)
    }
    desk.screen.answer(
      ["bundle": .hexID(bundle.bundle), "parts": .count(parts)],
      text: (parts == 0 ? Texts.isRecalled : Texts.isRecalledLate(parts))[desk.language] + "\n")
  }
}
