import Records
import VaultClient
import Vocabulary

/// Opening a whole dossier: request, log, release, decryption, every check.
struct Opening {
  let archive: Archive

  init(_ archive: Archive) { self.archive = archive }

  /// One client with its pins in place, dossiers in a random order.
  func oneClient() throws -> [String: Double] {
    let seconds = archive.options.seconds
    let (start, cpu, own) = (now(), archive.service.cpu, ownCPU())
    var times: [Double] = []
    while now() - start < seconds {
      for dossier in archive.dossiers.shuffled() where now() - start < seconds {
        let begin = now()
        let opened = try archive.device.open(dossier, purpose: .uitvoering)
        times.append((now() - begin) * 1000)
        guard opened.revisions.count == archive.options.entries
        else { throw Mistake("a dossier has \(opened.revisions.count) entries") }
      }
    }
    let count = Double(times.count)
    return [
      "count": count, "p50_ms": times.median, "p95_ms": times.quantile(0.95),
      "service_cpu_us": (archive.service.cpu - cpu) / count * 1e6,
      "client_cpu_us": (ownCPU() - own) / count * 1e6,
    ]
  }

  /// Many devices at once; each opened its dossiers once before, so that its pins are in place.
  func manyClients(_ count: Int) throws -> [String: Double] {
    struct Client {
      let session: VaultSession
      let dossiers: [Identifier]
    }
    let clients = try (0..<count).map { number in
      let session = try archive.institution.session("reader\(number)", over: archive.service)
      let dossiers = Array(archive.dossiers.shuffled().prefix(8))
      for dossier in dossiers { _ = try session.open(dossier, purpose: .uitvoering) }
      return Client(session: session, dossiers: dossiers)
    }
    return try Run(clients, seconds: archive.options.seconds, of: archive.service) { client in
      guard let dossier = client.dossiers.randomElement() else { return }
      _ = try client.session.open(dossier, purpose: .uitvoering)
    }.figures
  }
}
