package import StrictJSON

/// The format `dossierkluis/dossier/1`: what an export or a bundle carries.
///
/// It is `dossierkluis/gezin/1` and more: label, family, persons, entries and plans may be missing, because
/// a reader is given a part; and each of them says in `geschreven` who wrote it, when, and in which revision.
/// `bijlagen` says which files belong to it. A file of `gezin/1` whose entries name no files is one of
/// these but for the name in `schema`.
package enum DossierFile {
  package static let schema = "dossierkluis/dossier/1"

  /// Writes what was opened; two spaces per level, a newline at the end.
  package static func encode(_ view: DossierView) -> [UInt8] {
    OrdinaryJSON.encode(value(of: view), pretty: true)
  }

  /// The same as a JSON value, keys in the order of the format.
  package static func value(of view: DossierView) -> JSONValue {
    .object(present: [
      ("schema", .string(schema)), ("etiket", view.etiket.map { .string($0.value) }),
      ("gezin", view.gegevens.map { json($0, $0.value.members) }),
      ("betrokkenen", .array(view.betrokkenen.map { json($0, $0.value.members) })),
      ("entries", .array(view.entries.map { json($0, $0.value.members) })),
      ("plannen", .array(view.plannen.map { json($0, $0.value.members) })),
      ("bijlagen", .list(view.bijlagen) { json($0, $0.value.sharedMembers) }),
    ])
  }

  private static func json<Value>(
    _ shown: DossierView.Shown<Value>, _ members: [(String, JSONValue?)]
  ) -> JSONValue {
    .object(present: members + [("geschreven", shown.writing?.json)])
  }
}

extension Writing {
  fileprivate var json: JSONValue {
    ["door": .string(author), "herziening": .int(Int64(revision)), "op": .int(milliseconds)]
  }
}
