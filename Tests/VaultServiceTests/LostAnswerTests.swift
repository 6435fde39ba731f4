import Dossier
import Socket
import StrictJSON
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

/// Breaks the connection once, at the first message of a method: before it is sent, or after it was
/// answered.
private final class Breakage: Sendable {
  enum Moment { case before, after }

  private let method: String
  private let moment: Moment
  private let broken = Mutex(false)

  init(_ method: String, _ moment: Moment) {
    self.method = method
    self.moment = moment
  }

  var happened: Bool { broken.withLock { $0 } }

  func pass(_ message: [UInt8], _ send: RunningVault.Send) throws -> [UInt8] {
    let isIt = try Request(message: message).method == method
    let breaks =
      isIt
      && broken.withLock { done in
        defer { done = true }
        return !done
      }
    if breaks, moment == .before { throw SocketError(.closed) }
    let answer = try send(message)
    if breaks { throw SocketError(.closed) }
    return answer
  }
}

@Suite("A connection that breaks in the middle of a write", .serialized)
struct LostAnswerTests {
  @Test(
    "A write whose answer got lost is done once, and the member knows that it was",
    arguments: [true, false])
  func onceAndKnown(wasSent: Bool) throws {
    let vault = try RunningVault(Household())
    let breakage = Breakage("dossier.append", wasSent ? .after : .before)
    let sanne = try vault.session(.sanne, channel: vault.channel(breakage.pass))
    sanne.redial = { () throws(ClientError) in
      do { return try vault.channel() } catch { throw .unreachable }
    }
    let gezin = try Families.gezin("anne")
    let made = try sanne.create(gezin)
    let writable = try sanne.openForWriting(
      made.id, sections: [.journaal], purpose: .uitvoering)
    let entry = try #require(gezin.entries.first { $0.sectie == .journaal })
    let before = try sanne.open(made.id, sections: [.journaal], purpose: .uitvoering).revisions
    try sanne.append([NewRevision(.entry(entry)), NewRevision(.entry(entry))], to: writable)
    #expect(breakage.happened)
    // The session goes on, and the next write builds on what is there.
    try sanne.append([NewRevision(.entry(entry))], to: writable)
    let after = try sanne.open(made.id, sections: [.journaal], purpose: .uitvoering).revisions
    #expect(after.count == before.count + 3)
    let folder = vault.household.scratch.path("copy")
    _ = try vault.session(.fg).copyLog(into: folder)
    #expect(LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder).findings == [])
  }

  @Test("A family whose import lost its answer is there once")
  func importOnce() throws {
    let vault = try RunningVault(Household())
    let breakage = Breakage("section.create", .after)
    let sanne = try vault.session(.sanne, channel: vault.channel(breakage.pass))
    sanne.redial = { () throws(ClientError) in
      do { return try vault.channel() } catch { throw .unreachable }
    }
    let gezin = try Families.gezin("anne")
    let made = try sanne.create(gezin)
    #expect(breakage.happened)
    #expect(try sanne.list(purpose: .uitvoering).map(\.id) == [made.id])
    let opened = try sanne.open(made.id, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == gezin.contents())
  }

  @Test(
    "Without a way to connect again the member is told that nobody knows, and nothing is doubled")
  func unknownIsSaid() throws {
    let vault = try RunningVault(Household())
    let breakage = Breakage("section.create", .after)
    let sanne = try vault.session(.sanne, channel: vault.channel(breakage.pass))
    #expect(throws: ClientError.connectionLost) {
      try sanne.create(Families.gezin("anne"))
    }
  }
}
