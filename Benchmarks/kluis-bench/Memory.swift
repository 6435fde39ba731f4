import VaultClient
import Vocabulary

/// How much memory the service takes for many clients.
struct Memory {
  let archive: Archive

  init(_ archive: Archive) { self.archive = archive }

  /// Resident MiB with so many signed in and silent, and the most while all of them open dossiers.
  func clients(_ count: Int) throws -> [String: Double] {
    let sessions = try (0..<count).map {
      try archive.institution.session("many\($0)", over: archive.service)
    }
    let idle = archive.service.memory.now
    let dossiers = archive.dossiers
    let run = try Run(sessions, seconds: archive.options.seconds, of: archive.service) { session in
      guard let dossier = dossiers.randomElement() else { return }
      _ = try session.open(dossier, purpose: .uitvoering)
    }
    return [
      "clients": Double(count), "idle_mib": idle, "busy_mib": archive.service.memory.peak,
      "opens_per_second": run.done / run.wall,
    ]
  }
}
