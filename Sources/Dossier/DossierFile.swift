package import StrictJSON
internal import Vocabulary

/// The format `dossierkluis/dossier/1`: what an export or a bundle carries.
///
/// It is `dossierkluis/gezin/1` and more: label, family, persons, entries and plans may be missing, because
/// a reader is given a part; and each of them says in `geschreven` who wrote it, when, and in which revision.
/// `bijlagen` says which files belong to it. The registers of sharing (consents, bundles, receipts) are in it when
/// there is anything in them, and so are the flags on what may not be used: `stuk` of one is that of the `geschreven` of the
/// piece. Where a family is handed over with its history, `eerder` has the
/// revisions of before, oldest first: each in `inhoud` as the item of its `type`, with the same `stuk` in
/// `geschreven` as the revision that came after it. A file of `gezin/1` whose entries name no files is one of
/// these but for the name in `schema`.
package enum DossierFile {
  package static let schema = "dossierkluis/dossier/1"

  static let writtenKey = "geschreven"

  /// Writes what was opened; two spaces per level, a newline at the end.
  ///
  /// - Parameter earlier: revisions of before, in the order in which they were written.
  package static func encode(_ view: DossierView, earlier: [OpenedContent] = []) -> [UInt8] {
    OrdinaryJSON.encode(value(of: view, earlier: earlier), pretty: true)
  }

  /// The same as a JSON value, keys in the order of the format.
  package static func value(of view: DossierView, earlier: [OpenedContent] = []) -> JSONValue {
    .object(present: [
      ("schema", .string(schema)), ("etiket", view.etiket.map { .string($0.value) }),
      ("gezin", view.gegevens.map { json($0, $0.value.members) }),
      ("betrokkenen", .array(view.betrokkenen.map { json($0, $0.value.members) })),
      ("entries", .array(view.entries.map { json($0, $0.value.members) })),
      ("plannen", .array(view.plannen.map { json($0, $0.value.members) })),
      ("toestemmingen", .list(view.toestemmingen) { json($0, $0.value.members) }),
      ("verstrekkingen", .list(view.verstrekkingen) { json($0, $0.value.members) }),
      ("ontvangsten", .list(view.ontvangsten) { json($0, $0.value.members) }),
      ("beperkingen", .list(view.beperkingen) { json($0, $0.value.members) }),
      ("bijlagen", .list(view.bijlagen) { json($0, $0.value.sharedMembers) }),
      (
        "eerder",
        .list(earlier) { content in
          [
            "inhoud": .object(
              present: content.content.members + [(writtenKey, content.writing?.json)]),
            "type": .string(content.content.kind.rawValue),
          ]
        }
      ),
    ])
  }

  private static func json<Value>(
    _ shown: DossierView.Shown<Value>, _ members: [(String, JSONValue?)]
  ) -> JSONValue {
    .object(present: members + [(writtenKey, shown.writing?.json)])
  }
}

extension Writing {
  fileprivate var json: JSONValue {
    .object(present: [
      ("door", .string(author)), ("herziening", .int(Int64(revision))), ("op", .int(milliseconds)),
      ("stuk", entry.map { .string($0.hex) }),
    ])
  }
}
