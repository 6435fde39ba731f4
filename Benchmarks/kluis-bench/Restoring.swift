import Directory
import Foundation
import Records
import SLIP39
import Sodium
import VaultClient
import VaultService
import Vocabulary

/// A host that is lost, and comes back.
///
/// A backup, a vault made from it, its first start; then a kill and a restart; then share holders who
/// open it. Each step is timed by itself, in seconds.
struct Restoring {
  let archive: Archive
  private let keys: String

  /// Of three holders two open the vault.
  private static let (threshold, holders) = (2, 3)

  /// Where the service puts backups; nil unless they are measured.
  static func folder(_ options: Options) throws -> String? {
    guard options.figures.contains("restore") else { return nil }
    let path = options.scratch + "/backups"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return path
  }

  init(_ archive: Archive) throws {
    guard let keys = archive.options.keys else { throw Mistake("--keys is needed for restore") }
    self.archive = archive
    self.keys = keys
  }

  func wholeWay() throws -> [String: Double] {
    var times: [String: Double] = [:]
    let institution = archive.institution
    let backups = archive.options.scratch + "/backups"
    let beheerder = try institution.beheerder(over: archive.service)
    let name = try timed("backup_s", &times) { try beheerder.createBackup().name }
    archive.service.stop()
    let folders = [
      "--vault", "\(backups)/vault/\(name)", "--keystore", "\(backups)/keystore/\(name)",
    ]
    times["vault_db_mb"] = try megabytes("\(backups)/vault/\(name)/vault.db")
    times["keystore_db_mb"] = try megabytes("\(backups)/keystore/\(name)/keystore.db")
    try timed("check_backup_s", &times) { try run(["check-backup"] + folders) }
    let folder = archive.options.scratch + "/recovered"
    try timed("recover_s", &times) {
      try run(
        ["recover"] + folders + ["--dir", folder, "--root-key", institution.folder + "/root.key"])
    }
    try sign(folder + "/restore.json")
    let first = try timed("first_start_s", &times) { try serve(folder) }
    try timed("first_open_s", &times) { try open("restored", first) }
    first.kill()
    let again = try timed("killed_to_serving_s", &times) { () throws -> Service in
      let service = try serve(folder)
      _ = try institution.session("after-kill", over: service)
      return service
    }
    try unseal(again, folder, &times)
    return times
  }

  /// Divides the root key, takes W off the host, and lets holders come.
  private func unseal(
    _ service: Service, _ folder: String, _ times: inout [String: Double]
  ) throws {
    let institution = archive.institution
    let set = try MnemonicSet.split(
      SecretFile.read(institution.folder + "/root.key"), threshold: Self.threshold,
      count: Self.holders)
    try institution.name(
      HolderSet(
        ceremony: 1, set: UInt16(truncatingIfNeeded: set.identifier), threshold: Self.threshold,
        holders: (0..<Self.holders).map { index in
          ShareHolder(
            person: .random(), name: "Bewaarder \(index + 1)",
            check: try set.mnemonic(at: index).check())
        }),
      over: service)
    service.stop()
    try FileManager.default.removeItem(atPath: folder + "/wrap.key")
    let sealed = try timed("sealed_start_s", &times) { try serve(folder) }
    defer { sealed.stop() }
    for number in 0..<(Self.threshold - 1) {
      var holder = try institution.holder(number, over: sealed)
      _ = try holder.bring(set.text(of: number))
    }
    var last = try institution.holder(Self.threshold, over: sealed)
    let words = try set.text(of: Self.threshold)
    try timed("last_share_to_open_s", &times) {
      _ = try last.bring(words)
      // Until it has turned it answers as a sealed vault does.
      for _ in 0..<30_000 {
        if (try? open("unsealed", sealed)) != nil { return }
        usleep(10_000)
      }
      throw Mistake("the vault did not open")
    }
  }

  private func serve(_ folder: String) throws -> Service {
    try Service(
      program: archive.options.kluisd, folder: folder,
      policies: archive.options.scratch + "/policies", socket: archive.service.socket)
  }

  /// Signs in on a device that knows nothing, and reads the first dossier whole.
  private func open(_ device: String, _ service: Service) throws {
    let session = try archive.institution.session(device, over: service)
    guard let first = archive.dossiers.first,
      try !session.open(first, purpose: .uitvoering).revisions.isEmpty
    else { throw Mistake("the dossier is not there") }
  }

  private func sign(_ path: String) throws {
    let url = URL(fileURLWithPath: path)
    var file = try RestoreFile(decoding: [UInt8](Data(contentsOf: url)))
    archive.institution.sign(&file.restore)
    try Data(file.encode()).write(to: url)
    chmod(path, 0o600)
  }

  private func run(_ words: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: keys)
    process.arguments = words
    process.standardOutput = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Mistake("\(words[0]) failed") }
  }

  private func megabytes(_ path: String) throws -> Double {
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    return (size?.doubleValue ?? 0) / 1e6
  }

  private func timed<Result>(
    _ name: String, _ times: inout [String: Double], _ body: () throws -> Result
  ) rethrows -> Result {
    let start = now()
    defer { times[name] = now() - start }
    return try body()
  }
}
