import AuditLog
import Directory
import Foundation
import Session
import Socket
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import SLIP39

@Suite(
  "Unseal: share holders at their own terminals bring W to the real kluisd",
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct UnsealTests {
  @Test("Sealed: nobody signs in, and what comes in tells that holders are needed")
  func sealed() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    // It listens a moment before it says so.
    for _ in 0..<500 where !process.errors.contains("kluis-keys unseal") { usleep(10_000) }
    #expect(process.errors.contains("is sealed: 3 of 4 share holders"), "\(process.errors)")
    let error = #expect(throws: ClientError.self) {
      _ = try shared.copy.session(.sanne, at: shared.socket)
    }
    #expect(error == .sealed)
    #expect(error?.exitCode == 69)
    process.signal(SIGTERM)
    #expect(process.wait() == 0)
  }

  @Test("Three of four holders open it; two do not. The dossier opens, and the log says why")
  func threeOfFour() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    var first = try shared.holder()
    #expect(first.holders.holders.map(\.name) == SharedRoot.names)
    #expect(
      try first.bring(shared.words(3))
        == Unsealing.Progress(fate: .taken, missing: 2, isOpen: false))
    var second = try shared.holder()
    #expect(
      try second.bring(shared.words(0))
        == Unsealing.Progress(fate: .taken, missing: 1, isOpen: false))
    #expect(throws: ClientError.sealed) { _ = try shared.copy.session(.sanne, at: shared.socket) }
    var third = try shared.holder()
    #expect(
      try third.bring(shared.words(2)) == Unsealing.Progress(fate: .taken, missing: 0, isOpen: true)
    )
    let sanne = try eventually { try shared.copy.session(.sanne, at: shared.socket) }
    let dossier = shared.copy.institution.dossiers[0]
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == shared.copy.institution.contents[0])
    let fg = try shared.copy.session(.fg, at: shared.socket)
    let size = try fg.checkpoint().pin.size
    let leaf = try fg.readLog(from: size - 12, count: 12).last { $0.action == .unseal }
    #expect(leaf?.detail["ceremony"] == .int(1))
    #expect(leaf?.actor == nil)
    #expect(throws: ClientError.notSealed) { _ = try shared.holder() }
    #expect(try shared.copy.verifyLog(at: shared.socket, device: "other").findings == [])
  }

  @Test("A wrong, foreign or repeated share is named and costs nothing")
  func wrongShares() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    var holder = try shared.holder()
    #expect(try holder.bring(shared.words(1)).missing == 2)
    #expect(
      try holder.bring(shared.words(1))
        == Unsealing.Progress(fate: .duplicate, missing: 2, isOpen: false))
    let other = try MnemonicSet.split(SecretBytes.random(32), threshold: 3, count: 4)
    #expect(
      try holder.bring(other.text(of: 0))
        == Unsealing.Progress(fate: .foreign, missing: 2, isOpen: false))
    let nonsense = try SecretBytes(copying: Array("academic acid academic".utf8))
    #expect(
      try holder.bring(nonsense) == Unsealing.Progress(fate: .unreadable, missing: 2, isOpen: false)
    )
    let nothing = try SecretBytes(count: 0)
    #expect(
      try holder.bring(nothing) == Unsealing.Progress(fate: .unreadable, missing: 2, isOpen: false))
    #expect(try holder.bring(shared.words(0)).missing == 1)
    #expect(try holder.bring(shared.words(3)).isOpen)
    _ = try eventually { try shared.copy.session(.sanne, at: shared.socket) }
  }

  @Test("A made-up share with the right numbers spoils nothing: the true ones open it all the same")
  func poison() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    // From as many connections as it takes: there is no place for what was made up.
    for _ in 0..<8 {
      var stranger = try shared.holder()
      for index in 0..<SharedRoot.names.count {
        let made = Mnemonic(
          info: try shared.set.mnemonic(at: index).info, value: try SecretBytes.random(32))
        #expect(
          try stranger.bring(made.text())
            == Unsealing.Progress(fate: .foreign, missing: 3, isOpen: false))
      }
    }
    var holder = try shared.holder()
    #expect(
      try holder.bring(shared.words(0))
        == Unsealing.Progress(fate: .taken, missing: 2, isOpen: false))
    // Who has a true share cannot pass it off with other numbers, to keep the rest from fitting.
    let true1 = try shared.set.mnemonic(at: 1)
    for info in true1.info.others {
      let other = try Mnemonic(info: info, value: true1.value.copy())
      #expect(try holder.bring(other.text()).fate == .foreign, "\(info)")
    }
    #expect(
      try holder.bring(shared.words(1))
        == Unsealing.Progress(fate: .taken, missing: 1, isOpen: false))
    let third = try holder.bring(shared.words(2))
    #expect(third == Unsealing.Progress(fate: .taken, missing: 0, isOpen: true))
    _ = try eventually { try shared.copy.session(.sanne, at: shared.socket) }
  }

  @Test("Shares that give another key than the vault's open nothing, and it goes on waiting")
  func otherRoot() throws {
    let shared = try SharedRoot(ofAnotherKey: true)
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    var holder = try shared.holder()
    for (index, missing) in zip([2, 0, 3, 1], [2, 1, 1, 1]) {
      #expect(
        try holder.bring(shared.words(index))
          == Unsealing.Progress(fate: .taken, missing: missing, isOpen: false))
    }
    #expect(throws: ClientError.sealed) { _ = try shared.copy.session(.sanne, at: shared.socket) }
  }

  @Test("A false vault gets no share: its offer is not signed by the directory's service key")
  func falseVault() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    let transport = try Transport.connect(to: .unix(path: shared.socket))
    let thief = try BoxKeyPair.generate()
    // Between holder and vault: the key in the offer is changed to the thief's.
    let channel = Channel { message throws(SocketError) in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: .seconds(30)) else {
        throw SocketError(.closed)
      }
      return Self.changed(answer, key: thief.publicKey)
    }
    let error = #expect(throws: ClientError.self) {
      _ = try Unsealing(
        over: channel, anchor: shared.copy.institution.household.anchor,
        state: ClientState(path: shared.copy.scratch.path("victim"), origin: Household.origin))
    }
    #expect(error?.code == "tampered-hello")
  }

  @Test("An offer of before gets no share: it was made for another holder's question")
  func replayedOffer() throws {
    let shared = try SharedRoot()
    let process = try shared.start()
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    let kept = Mutex<[UInt8]?>(nil)
    // Keeps the first offer that passes, and gives it to everybody who asks afterwards.
    func holder(_ name: String) throws -> Unsealing {
      let transport = try Transport.connect(to: .unix(path: shared.socket))
      let channel = Channel { message throws(SocketError) in
        try transport.writeFrame(message)
        guard let answer = try transport.readFrame(idle: .seconds(30)) else {
          throw SocketError(.closed)
        }
        guard String(decoding: message, as: UTF8.self).contains("unseal.offer") else {
          return answer
        }
        return kept.withLock { first in
          first = first ?? answer
          return first ?? answer
        }
      }
      return try Unsealing(
        over: channel, anchor: shared.copy.institution.household.anchor,
        state: ClientState(path: shared.copy.scratch.path(name), origin: Household.origin))
    }
    _ = try holder("first")
    let error = #expect(throws: ClientError.self) { _ = try holder("second") }
    #expect(error?.code == "tampered-hello")
  }

  /// An answer with another key in its offer; any other answer as it is.
  private static func changed(_ answer: [UInt8], key: [UInt8]) -> [UInt8] {
    let text = String(decoding: answer, as: UTF8.self)
    guard let found = text.firstMatch(of: /"offer":"([A-Za-z0-9+\/=]+)"/),
      let bytes = Base64.decode(String(found.1)),
      case .object(var members)? = try? CanonicalJSON.decode(bytes, limits: JSONLimits(bytes: 4096)),
      let place = members.firstIndex(where: { $0.key == "box" })
    else { return answer }
    members[place] = JSONMember("box", .string(Base64.encode(key)))
    let offer = Base64.encode(CanonicalJSON.encode(.object(members)))
    return Array(text.replacing(found.1, with: offer).utf8)
  }

  @Test("After it was unsealed a restart needs nobody: the descriptor store has W")
  func storedAfterwards() throws {
    let shared = try SharedRoot()
    let supervisor = try NotifySocket(shared.copy.scratch.path("notify"))
    let process = try shared.start(.init(environment: ["NOTIFY_SOCKET": supervisor.path]))
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    #expect(supervisor.next() == "READY=1")
    var holder = try shared.holder()
    for index in 1..<4 { _ = try holder.bring(shared.words(index)) }
    #expect(supervisor.next() == "FDSTORE=1\nFDNAME=kluis")
    let stored = try #require(supervisor.descriptor)
    process.kill()
    let again = try shared.start(
      .init(
        environment: ["NOTIFY_SOCKET": supervisor.path, "LISTEN_FDNAMES": "kluis"],
        descriptors: [stored]))
    #expect(again.listens(at: shared.socket), "\(again.errors)")
    _ = try shared.copy.session(.sanne, at: shared.socket)
  }

  @Test("Sealed again in one command: sessions end, the supervisor forgets W, holders open it anew")
  func sealedAgain() throws {
    let shared = try SharedRoot()
    let supervisor = try NotifySocket(shared.copy.scratch.path("notify"))
    let process = try shared.start(.init(environment: ["NOTIFY_SOCKET": supervisor.path]))
    #expect(process.listens(at: shared.socket), "\(process.errors)")
    #expect(supervisor.next() == "READY=1")
    var holder = try shared.holder()
    for index in 0..<3 { _ = try holder.bring(shared.words(index)) }
    let sanne = try eventually { try shared.copy.session(.sanne, at: shared.socket) }
    #expect(throws: ClientError.self) { try sanne.seal() }
    _ = try sanne.list(purpose: .uitvoering)
    #expect(supervisor.next() == "FDSTORE=1\nFDNAME=kluis")
    try shared.copy.session(.beheerder, at: shared.socket).seal()
    #expect(supervisor.next() == "FDSTOREREMOVE=1\nFDNAME=kluis")
    #expect(throws: ClientError.self) { _ = try sanne.list(purpose: .uitvoering) }
    var again = try eventually { try shared.holder() }
    #expect(throws: ClientError.sealed) {
      _ = try shared.copy.session(.youssef, at: shared.socket)
    }
    for index in 1..<4 { _ = try again.bring(shared.words(index)) }
    let fg = try eventually { try shared.copy.session(.fg, at: shared.socket) }
    let size = try fg.checkpoint().pin.size
    let leaf = try fg.readLog(from: size - 14, count: 14).last { $0.action == .seal }
    #expect(leaf?.actor == shared.copy.institution.household.ring(.beheerder).identity.member)
  }

  @Test("A vault whose root key nobody holds is not sealed: it could not be opened again")
  func notWithoutHolders() throws {
    let vault = try RunningVault(Household())
    #expect(throws: ClientError.noHolders) { try vault.session(.beheerder).seal() }
    _ = try vault.session(.sanne).list(purpose: .uitvoering)
  }

  /// Tries again for some seconds: the service turns after it has answered the last holder.
  private func eventually<Value>(_ body: () throws -> Value) throws -> Value {
    for _ in 0..<200 {
      if let value = try? body() { return value }
      usleep(20_000)
    }
    return try body()
  }
}

extension Mnemonic.Info {
  /// The same share by its number, with each of the other numbers changed by itself.
  fileprivate var others: [Mnemonic.Info] {
    func info(
      identifier: Int? = nil, isExtendable: Bool = true, exponent: Int? = nil, group: Int = 0,
      memberThreshold: Int? = nil
    ) -> Mnemonic.Info {
      Mnemonic.Info(
        identifier: identifier ?? self.identifier, isExtendable: isExtendable,
        iterationExponent: exponent ?? iterationExponent, groupIndex: group,
        groupThreshold: groupThreshold, groupCount: groupCount, memberIndex: memberIndex,
        memberThreshold: memberThreshold ?? self.memberThreshold)
    }
    return [
      info(identifier: identifier ^ 1), info(isExtendable: false),
      info(exponent: iterationExponent + 1), info(group: 1),
      info(memberThreshold: memberThreshold + 1),
    ]
  }
}
