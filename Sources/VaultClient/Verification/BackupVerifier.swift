import AuditLog
package import Directory
package import Dossier
import Glibc
package import Records
import Sodium
import StrictJSON

/// Whether a folder of a backup is one that this vault's log vouches for, by who holds no key of it.
///
/// It reads bytes and hashes: manifest, files, the receipt of the entry `backup`, the log's signature.
/// What is inside the files only the host's tool sees (`kluis-keys check-backup`).
package struct BackupVerifier {
  private let directory: DirectoryView
  private let pins: Pins

  package init(directory: DirectoryView, pins: Pins) {
    self.directory = directory
    self.pins = pins
  }

  /// - Parameter folder: `DIR/vault/TIME` or `DIR/keystore/TIME`.
  package func verify(_ folder: String) -> BackupReport {
    var report = BackupReport()
    let place = StateDirectory(existing: folder)
    guard let bytes = try? place.read("manifest.json", limit: 1 << 20) else {
      report.findings = [BackupFinding(.manifestMissing)]
      return report
    }
    guard let manifest = try? BackupManifest(decoding: bytes) else {
      report.findings = [BackupFinding(.manifestMalformed)]
      return report
    }
    report.manifest = manifest
    if manifest.origin != directory.anchor.origin { report.add(.anotherVault) }
    look(at: manifest, in: folder, &report)
    do throws(CheckFailure) { try checkReceipt(place, manifest: bytes, manifest, &report) } catch {
      report.add(.receiptInvalid)
    }
    return report
  }

  private func look(at manifest: BackupManifest, in folder: String, _ report: inout BackupReport) {
    for file in manifest.files {
      let descriptor = unsafe open(
        folder + "/" + file.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      // The other file of the backup lies in a folder of its own.
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      let found = SHA256.ofFile(descriptor)
      report.files.append(file.name)
      if found?.size != file.size || found?.hash != file.sha256 {
        report.findings.append(BackupFinding(.fileChanged, file: file.name))
      }
    }
    if report.files.isEmpty { report.add(.noFile) }
  }

  private func checkReceipt(
    _ place: StateDirectory, manifest bytes: [UInt8], _ manifest: BackupManifest,
    _ report: inout BackupReport
  ) throws(CheckFailure) {
    guard let text = try? place.read("receipt.json", limit: 8 << 20) else {
      return report.add(.receiptMissing)
    }
    guard let key = directory.noteKey else { throw .tampered(.directory) }
    let receipt = try checked(.receipt) { () throws(any Error) in
      try Receipt(CanonicalJSON.decode(text, limits: .message))
    }
    let entry = try checked(.leaf) { () throws(JSONError) in
      try LogEntry(decoding: receipt.leaf.leaf)
    }
    let proven = try checked(.receipt) { () throws(ReceiptError) in
      try receipt.verify(
        logKey: key, origin: key.name, pin: nil, request: entry.request ?? [])
    }
    let then = try checked(.checkpoint) { () throws(CheckpointError) in
      try Checkpoint.verify(manifest.checkpoint, origin: key.name, logKey: key).checkpoint
    }
    report.logSize = then.size
    report.entry = entry.index
    let expected = LogEntry.Record(
      kind: BackupManifest.kind, hash: BackupManifest.hash(bytes))
    if entry.action != .backup || entry.outcome != .permit || entry.record != expected
      || then.size > entry.index
    {
      report.add(.receiptDiffers)
    }
    for seen in [then.pin, proven.pin] where seen?.size == pins.log?.size {
      if seen?.root != pins.log?.root { report.add(.pinDiffers) }
    }
  }
}

/// What was found in a backup's folder.
package struct BackupReport: Sendable {
  package fileprivate(set) var manifest: BackupManifest?
  /// The files of the manifest that are here.
  package fileprivate(set) var files: [String] = []
  /// Entries of the log in the copied `vault.db`.
  package fileprivate(set) var logSize: Int?
  /// The entry that names this backup.
  package fileprivate(set) var entry: Int?
  package fileprivate(set) var findings: [BackupFinding] = []

  fileprivate mutating func add(_ fault: BackupFinding.Fault) {
    findings.append(BackupFinding(fault))
  }
}

/// One thing that is wrong with a backup's folder.
package struct BackupFinding: Equatable, Sendable {
  package enum Fault: String, CaseIterable, Sendable {
    case manifestMissing = "manifest-missing"
    case manifestMalformed = "manifest-malformed"
    case anotherVault = "another-vault"
    case fileChanged = "file-changed"
    case noFile = "no-file"
    case receiptMissing = "receipt-missing"
    case receiptInvalid = "receipt-invalid"
    case receiptDiffers = "receipt-differs"
    case pinDiffers = "pin-differs"
  }

  package let fault: Fault
  package let file: String?

  init(_ fault: Fault, file: String? = nil) {
    self.fault = fault
    self.file = file
  }

  package var text: Phrase {
    switch fault {
    case .manifestMissing:
      Phrase("manifest.json ontbreekt.", "manifest.json is missing.")
    case .manifestMalformed:
      Phrase("manifest.json is niet te lezen.", "manifest.json cannot be read.")
    case .anotherVault:
      Phrase("Dit is een kopie van een andere kluis.", "This is a backup of another vault.")
    case .fileChanged:
      Phrase(
        "\(file ?? "") is niet het bestand dat gekopieerd werd.",
        "\(file ?? "") is not the file that was backed up.")
    case .noFile:
      Phrase(
        "Geen bestand van het manifest is hier.", "No file of the manifest is here.")
    case .receiptMissing:
      Phrase("receipt.json ontbreekt.", "receipt.json is missing.")
    case .receiptInvalid:
      Phrase(
        "receipt.json is niet van het log van deze kluis.",
        "receipt.json is not of this vault's log.")
    case .receiptDiffers:
      Phrase(
        "Het log noemt een andere kopie dan deze.", "The log names another backup than this one.")
    case .pinDiffers:
      Phrase(
        "Het log in de kopie is een ander dan dit apparaat zag.",
        "The log in the backup is another than this device saw.")
    }
  }
}
