import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Session
import Socket
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultService
import Vocabulary
import Wire

@testable import VaultClient

@Suite("Crowds, silence and slowness against the running service", .serialized)
struct FramesLoadTests {
  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let time = try clock.measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  @Test("a flood of failed sign-ins leaves so many leaves a minute and no more; members go on")
  func signInFlood() throws {
    let limit = 25
    let world = try AccessVault(settings: { $0.failedSignInsPerMinute = limit })
    let sanne = try world.session(.sanne)
    let id = try sanne.create(Families.gezin("anne")).id
    let faults = Mutex<[WireFault: Int]>([:])
    let victim = sanne.member
    let path = world.vault.socket
    let began = world.clock.clock.monotonic() / 60_000
    let slowest = Mutex(0.0)
    try AtOnce.run(5) { index in
      if index == 4 {
        let session = try world.session(.sanne)
        for _ in 0..<10 {
          let time = try seconds { _ = try session.open(id, purpose: .uitvoering) }
          slowest.withLock { $0 = max($0, time) }
        }
        return
      }
      let transport = try Transport.connect(to: .unix(path: path))
      let mallory = try SigningKeyPair.generate()
      for round in 0..<50 {
        let first = Message1(
          member: round % 2 == 0 ? victim : .random(), nonce: Random.bytes(32),
          origin: Household.origin, versions: [1]
        ).encode()
        let greeting = try HandMadeSession.exchange(
          transport, "hello", .object([("m1", .base64(first))]))
        let hello = try greeting.outcome.get()
        let pair = try KeyExchange.ephemeral()
        let third = Message3(
          client: "mallory/1", ephemeral: pair.publicKey,
          second: BLAKE2b.hash(try hello.requireBytes("m2"))
        ).encode()
        let answer = try HandMadeSession.exchange(
          transport, "sign-in",
          .object([
            ("m3", .base64(third)),
            ("sig", .base64(Signature.sign(third, as: .signIn, with: mallory))),
          ]))
        guard case .failure(let error) = answer.outcome else { throw HandMadeSession.Broken() }
        faults.withLock { $0[error.fault, default: 0] += 1 }
      }
    }
    let minutes = Int(world.clock.clock.monotonic() / 60_000 - began) + 1
    let seen = faults.withLock { $0 }
    #expect(Set(seen.keys) == [.notSignedIn, .busy])
    #expect(seen.values.reduce(0, +) == 200)
    #expect(slowest.withLock { $0 } < 5)
    let log = try world.session(.fg).wholeLog()
    let failures = log.filter { $0.action == .signInFailed }
    #expect(failures.count == seen[.notSignedIn])
    #expect(failures.count >= limit && failures.count <= limit * minutes)
    // Whom it claimed to be, never as the one who acted; and none of the stranger's own words.
    #expect(failures.allSatisfy { $0.actor == nil && $0.behalf != nil && $0.outcome == .refuse })
    #expect(failures.contains { $0.behalf == victim })
    #expect(failures.allSatisfy { $0.client == nil && $0.session == nil && $0.reason != nil })
  }

  @Test("three hundred idle connections fill the house, not the vault: members inside go on")
  func crowd() throws {
    let limit = 302
    let world = try AccessVault(clients: limit, settings: { $0.clientLimit = limit })
    let sanne = try world.session(.sanne)
    let id = try sanne.create(Families.gezin("anne")).id
    let path = world.vault.socket
    var crowd = try (0..<330).map { _ in try RawSocket(path) }
    var turnedAway = 0
    for (place, one) in crowd.enumerated().reversed() {
      // The last one is told first of all; by then the others have been told too.
      guard case .response(let response) = try one.hear(within: place == 329 ? 10_000 : 1)
      else { continue }
      guard case .failure(let error) = response.outcome else { throw RawSocket.Failed() }
      #expect(error.fault == .busy)
      turnedAway += 1
    }
    // Sanne has one place; those who enrolled everybody may not all have left yet.
    #expect(turnedAway >= 330 - limit + 1 && turnedAway <= 330 - limit + 10)
    #expect(throws: ClientError.self) { _ = try world.session(.fg) }
    let time = try seconds {
      for _ in 0..<5 { _ = try sanne.open(id, purpose: .uitvoering) }
    }
    #expect(time < 5)
    crowd = []
    var again: VaultSession?
    for _ in 0..<200 where again == nil {
      again = try? world.session(.fg)
      if again == nil { usleep(20_000) }
    }
    #expect(try again?.wholeLog().isEmpty == false, "there is room again")
  }

  @Test("who sends a byte now and then keeps nobody else waiting; who sends nothing is shown out")
  func slow() throws {
    let world = try AccessVault(settings: { $0.strangerSeconds = 1 })
    let sanne = try world.session(.sanne)
    let id = try sanne.create(Families.gezin("anne")).id
    let path = world.vault.socket
    let slow = try (0..<60).map { _ in try RawSocket(path) }
    let silent = try (0..<20).map { _ in try RawSocket(path) }
    let bytes = Frame.header(for: 60_000) + [0x7B]
    var times: [Double] = []
    for byte in bytes {
      for one in slow { one.write([byte]) }
      times.append(try seconds { _ = try sanne.open(id, purpose: .uitvoering) })
    }
    #expect(times.max() ?? 9 < 3, "\(times)")
    for one in silent {
      guard case .closed = try one.hear(within: 10_000) else {
        Issue.record("a silent stranger may stay")
        continue
      }
    }
    // A member may be silent for as long as the policy says.
    _ = try sanne.open(id, purpose: .uitvoering)
  }
}
