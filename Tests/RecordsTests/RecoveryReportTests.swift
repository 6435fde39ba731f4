import Records
import StrictJSON
import Testing
import Vocabulary

@Suite("recovery.json: what a recovery found")
struct RecoveryReportTests {
  private var report: RecoveryReport {
    var report = RecoveryReport(at: 1_700_000_000_000, origin: "vault.example/test")
    (report.size, report.keystoreSize, report.knownSize) = (12, 11, 20)
    (report.dossiers, report.revisions, report.repeated) = (2, 30, 4)
    report.sawNewer = true
    for byte in [UInt8(3), 1] {
      if let dossier = Identifier(Array(repeating: byte, count: 16)) {
        report.lost[dossier] = Int(byte)
      }
    }
    report.toDo = ["grant": 1, "refresh-check": 2]
    report.vaultManifest = Array(repeating: 7, count: 32)
    return report
  }

  @Test("Read as it was written, with or without the newline of a file")
  func roundTrip() throws {
    let report = report
    #expect(try RecoveryReport(decoding: report.encode()) == report)
    #expect(try RecoveryReport(decoding: report.encode() + [0x0A]) == report)
  }

  @Test(
    "Refused: another schema, a negative count, an unknown member, trailing bytes, a short hash")
  func refused() throws {
    let text = String(decoding: report.encode(), as: UTF8.self)
    let hash = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
    for (old, new) in [
      ("recovery/1", "recovery/2"), ("\"missing\":0", "\"missing\":-1"),
      ("\"missing\":0", "\"missing\":0,\"mistake\":1"), ("\"at\":", "\"at\": "), (hash, "BwcH"),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text, "\(old)")
      #expect(throws: JSONError.self, "\(new)") {
        try RecoveryReport(decoding: Array(changed.utf8))
      }
    }
    #expect(throws: JSONError.self) {
      try RecoveryReport(decoding: report.encode() + [0x0A, 0x0A])
    }
    #expect(throws: JSONError.self) { try RecoveryReport(decoding: []) }
  }
}
