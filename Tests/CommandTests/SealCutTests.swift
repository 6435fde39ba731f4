import AuditLog
import Dossier
import Foundation
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

/// The order of sealing: log, signature, file without a name, dossier, ready, name.
@Suite("Sealing that breaks off anywhere", .serialized)
struct SealCutTests {
  /// What the dossier and the log know of each file that was sealed.
  private func known(_ desk: SendingDesk) throws -> (dossier: Set<String>, log: Set<String>) {
    let dossier = try desk.view().verstrekkingen.map(\.value)
    let ready = try desk.bundles().filter { $0.state == .sealed }
    let sealed = try desk.partner.desktop.vault.server.store.read { tables in
      try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: try #require(try tables.leaves.bytes($0)))
      }
    }.filter { $0.action == .bundleSeal && $0.outcome == .permit }
    let logged = sealed.map { $0.detail["bundle"] }
    return (
      Set(dossier.map { $0.bundel.hex + Hex.encode($0.bestand) }),
      Set(
        ready.filter { logged.contains(.code($0.bundle.hex)) }
          .map { $0.bundle.hex + Hex.encode($0.file ?? []) })
    )
  }

  /// The bundle in this file, which opens, and of which log and dossier know.
  private func check(_ file: String, _ desk: SendingDesk, _ note: String) throws {
    let opened = try desk.open(file, to: "open")
    #expect(opened.status == 0, "\(note): \(opened.errorText)")
    defer { desk.remove("open") }
    let bundle = try OrdinaryJSON.decode(opened.output)["bundle"]?.stringValue ?? ""
    let name = bundle + Hex.encode(SHA256.hash(try desk.read(file)))
    let (dossier, log) = try known(desk)
    #expect(dossier.contains(name), "\(note): the dossier does not know of it")
    #expect(log.contains(name), "\(note): log and vault do not know of it")
  }

  @Test(
    "R14, R21: sealing cut off at any request: no file has a name that log and dossier do not know of",
    arguments: CuttingSocket.End.allCases)
  func anywhere(_ end: CuttingSocket.End) throws {
    let desk = try SendingDesk()
    try desk.prepareForKey()
    desk.line.choose(nil)
    _ = try desk.seal(to: "x.age")
    let methods = desk.line.methods
    #expect(
      methods.suffix(3) == ["bundle.seal", "dossier.append", "bundle.ready"], "\(methods)")
    try check("x.age", desk, "whole")
    desk.remove("x.age")
    var named = 0
    for (number, method) in methods.enumerated() {
      for place in CuttingSocket.Place.allCases {
        let note = "\(end) at the \(place) of \(number), \(method)"
        desk.line.choose(CuttingSocket.Cut(which: .number(number), place: place, end: end))
        let broken = try desk.kluis(
          ["seal", desk.path("v.json"), "--uit", desk.path("x.age")] + SendingDesk.fg)
        #expect(desk.line.wasCut, "\(note)")
        if end != .broken { #expect(broken.status != 0, "\(note)") }
        // Under its name it is whole; under another there is nothing, of what was killed neither.
        #expect(Set(desk.names).isSubset(of: ["v.json", "x.age"]), "\(note): \(desk.names)")
        #expect(desk.names.contains("x.age") == (broken.status == 0), "\(note)")
        desk.line.choose(nil)
        if desk.names.contains("x.age") {
          named += 1
          try check("x.age", desk, note)
          desk.remove("x.age")
        }
        // Before the first write there is nothing that a repeat could meet.
        guard Torture.isOn || number >= methods.count - 3 else { continue }
        _ = try desk.seal(to: "x.age")
        try check("x.age", desk, "again, after \(note)")
        desk.remove("x.age")
      }
    }
    // A write whose answer was lost is asked again; nothing else is.
    #expect((named > 0) == (end == .broken))
  }

  @Test("R21: what fails after the bundle has its name takes the code from nobody")
  func codeFirst() throws {
    let desk = try SendingDesk()
    try desk.prepareForCode()
    // The letter needs an address of the opener: said before anything is sealed.
    let words = ["seal", desk.path("v.json"), "--uit", desk.path("x.age"), "--code-naar"]
    let none = try desk.kluis(
      words + [desk.path("code.txt"), "--brief", desk.path("brief.txt")] + SendingDesk.fg)
    #expect(none.status == 64 && none.errorText.contains("opener"), "\(none.errorText)")
    #expect(desk.names == ["v.json"])
    #expect(try desk.bundles().isEmpty && desk.view().verstrekkingen.isEmpty)
    // A page that cannot be written: bundle and code are there.
    let late = try desk.kluis(
      words + [desk.path("code.txt"), "--pagina", desk.path("nergens/x.html")] + SendingDesk.fg)
    #expect(late.status == 1, "\(late.errorText)")
    #expect(desk.names == ["code.txt", "v.json", "x.age"])
    let opened = try Program.run(
      "bash",
      [
        "-c", "exec \"$@\" 3<\"$0\"", desk.path("code.txt"),
        Places.tools.appendingPathComponent("kluis").path, "overdracht", "open",
        desk.path("x.age"), "--afzender-onbekend", "--naar", desk.path("open"),
        "--passphrase-fd", "3",
      ], environment: ["HOME": desk.path("home"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""])
    #expect(opened.status == 0, "\(opened.errorText)")
  }
}
