import AuditLog
import Directory
import Records
import Sodium
import StrictJSON

/// What is kept of an answer that failed a check: enough to show it to a third party.
///
/// Signed request, answer and checkpoint; no secrets, no ciphertext, nothing that was opened.
struct EvidenceFile {
  let method: String
  let reason: Tampering
  /// Milliseconds.
  let at: Int64
  let origin: String
  /// The signed body, or m3 at sign-in.
  let body: [UInt8]
  let answer: [UInt8]
  let links: [UInt8]
  /// The pins that the answer was checked against.
  let pins: Pins

  static let schema = "dossierkluis/evidence/1"

  func encode() -> [UInt8] {
    let checkpoint = (try? CanonicalJSON.decode(answer, limits: .message))?["receipt"]?[
      "checkpoint"]
    return CanonicalJSON.encode(
      .object(present: [
        ("answer", .base64(answer)), ("at", .int(at)), ("body", .base64(body)),
        ("checkpoint", checkpoint?.stringValue.map { .string($0) }),
        ("links", links.isEmpty ? nil : .base64(links)), ("method", .string(method)),
        ("origin", .string(origin)),
        ("pin_directory", pins.directory.map { .int(Int64($0.n)) }), ("pin_log", pins.log?.json),
        ("reason", .string(reason.rawValue)), ("schema", .string(EvidenceFile.schema)),
      ]))
  }

  /// Writes the file into the state directory; nil when even that fails.
  func write(in directory: StateDirectory) -> String? {
    let name = "evidence-\(at)-\(Hex.encode(Random.bytes(4))).json"
    do throws(ClientError) { try directory.replace(name, with: encode()) } catch { return nil }
    return directory.file(name)
  }
}

extension ClientState {
  /// What a failed check means for the caller, with evidence when the service is to blame.
  ///
  /// - Parameters:
  ///   - at: milliseconds UTC.
  ///   - body: the signed body, or the message of the sign-in.
  func fault(
    _ failure: CheckFailure, in method: String, _ directory: DirectoryView, _ at: Int64,
    body: [UInt8], answer: [UInt8] = [], links: [UInt8] = []
  ) -> ClientError {
    switch failure {
    case .other(let error): return error
    case .tampered(let reason):
      let file = EvidenceFile(
        method: method, reason: reason, at: at, origin: pins.origin, body: body, answer: answer,
        links: links, pins: pins)
      return .tampered(
        reason, Evidence(path: file.write(in: self.directory), officers: directory.officers))
    }
  }
}
