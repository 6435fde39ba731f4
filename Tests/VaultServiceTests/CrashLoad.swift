import Dossier
import Foundation
import Records
import Socket
import Store
import Synchronization
import Testing
import VaultClient
import VaultFixture
import Vocabulary

/// What the service acknowledged, and whatever a client could not believe.
final class Ledger: Sendable {
  private struct State {
    var entries: [Identifier: [String]] = [:]
    var opens = 0
    var lies: [String] = []
    var isOver = false
  }
  private let state = Mutex(State())

  func wrote(_ text: String, in dossier: Identifier) {
    state.withLock { $0.entries[dossier, default: []].append(text) }
  }
  func opened() { state.withLock { $0.opens += 1 } }
  /// The load comes to its end without the service.
  func end() { state.withLock { $0.isOver = true } }
  var isOver: Bool { state.withLock { $0.isOver } }
  func lie(_ text: String) { state.withLock { $0.lies.append(text) } }

  func entries(of dossier: Identifier) -> [String] {
    state.withLock { $0.entries[dossier] ?? [] }
  }
  var lies: [String] { state.withLock { $0.lies } }
  var totals: (entries: Int, opens: Int) {
    state.withLock { state in (state.entries.values.reduce(0) { $0 + $1.count }, state.opens) }
  }
}

/// One client with a device of its own: writes and opens until the connection ends.
struct LoadWorker {
  let copy: VaultCopy
  let ledger: Ledger
  let client: Int

  init(_ copy: VaultCopy, _ ledger: Ledger, _ client: Int) {
    self.copy = copy
    self.ledger = ledger
    self.client = client
  }

  func run() {
    do {
      let dossier = copy.institution.dossiers[client % copy.institution.dossiers.count]
      let session = try copy.session(.sanne, at: copy.path("s"), device: "load-\(client)")
      let writable = try session.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      while !ledger.isOver {
        let text = "regel \(client) \(UInt64.random(in: 0...UInt64.max))"
        do {
          try session.append([try NoLogNoKeyTests.entry(text)], to: writable)
          ledger.wrote(text, in: dossier)
        } catch ClientError.stale {
          continue  // sixteen at one head: the next try builds on the newest
        }
        let opened = try session.open(dossier, sections: [.journaal], purpose: .uitvoering)
        ledger.opened()
        let seen = opened.revisions.contains { revision in
          if case .entry(let entry) = revision.content { entry.tekst == text } else { false }
        }
        if !seen { ledger.lie("an entry that was just acknowledged is not in the dossier") }
      }
    } catch let error as ClientError {
      switch error {
      case .connectionLost, .unreachable: break
      default: ledger.lie("client \(client): \(error)")
      }
    } catch is SocketError {
      // The service was gone before this client had reached it.
    } catch { ledger.lie("client \(client): \(error)") }
  }
}

extension VaultCopy {
  /// All that was acknowledged is there; keystore and vault hold the same revisions.
  func holds(_ ledger: Ledger, at socket: String) throws {
    #expect(ledger.lies == [])
    let reader = try session(.sanne, at: socket, device: "reader")
    for dossier in institution.dossiers {
      let opened = try reader.open(dossier, sections: [.journaal], purpose: .uitvoering)
      var texts: [String: Int] = [:]
      for case .entry(let entry) in opened.revisions.map(\.content) {
        texts[entry.tekst, default: 0] += 1
      }
      let missing = ledger.entries(of: dossier).filter { texts[$0] != 1 }
      #expect(missing.isEmpty, "acknowledged, and not there once: \(missing)")
    }
    let store = try Vault.open(path("vault.db"), readers: 1)
    var expected: Set<TokenKey> = []
    try store.read { tables in
      for dossier in institution.dossiers {
        let number = try #require(try tables.dossiers.number(of: dossier))
        for section in try tables.sections.sections(of: number) {
          expected.insert(.share(dossier, section.section, generation: section.generation))
        }
        let links = try SignedLink.decode(tables.links.signed(number)).map(\.link)
        #expect(links.map(\.n) == Array(1...UInt32(links.count)))
        var content: Set<UInt32> = []
        for link in links where link.header.kind.hasContent {
          let header = link.header
          content.insert(link.n)
          expected.insert(
            .entry(
              dossier, header.section, entry: header.entry, revision: header.revision,
              kind: header.kind.rawValue))
        }
        let places = try tables.content.places(of: number).map(\.n)
        #expect(Set(places) == content, "every link has its ciphertext, and the reverse")
      }
    }
    // No entry without its E, no token without its row.
    let tokens = Set(try self.tokens(readBy: nil).keys)
    #expect(tokens == expected, "\(tokens.symmetricDifference(expected).count) differ")
  }
}
