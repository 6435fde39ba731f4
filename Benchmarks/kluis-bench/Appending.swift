import Dossier
import VaultClient
import Vocabulary

/// Appending entries of 2 KiB, one per request, each client in a dossier of its own.
struct Appending {
  let archive: Archive

  init(_ archive: Archive) { self.archive = archive }

  /// The release for writing comes before the count: one per section and session.
  func clients(_ count: Int) throws -> [String: Double] {
    struct Client {
      let session: VaultSession
      let dossier: WritableDossier
      let content: EntryContent
    }
    let clients = try (0..<count).map { number in
      let session = try archive.institution.session("writer\(number)", over: archive.service)
      let dossier = archive.dossiers[number % archive.dossiers.count]
      return Client(
        session: session,
        dossier: try session.openForWriting(
          dossier, sections: [.journaal], purpose: .uitvoering),
        content: .entry(try Archive.entry(number)))
    }
    return try Run(clients, seconds: archive.options.seconds, of: archive.service) { client in
      try client.session.append([NewRevision(client.content)], to: client.dossier)
    }.figures
  }
}
