import AuditLog
import Directory
import Foundation
import Minisign
import Records
import Session
import Socket
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

@testable import VaultService

@Suite("The partners' door: who gets in, and what they can say", .serialized)
struct CollectMaliceTests {
  private func failed(_ world: BundleWorld) throws -> [LogEntry] {
    try world.leaves([.signInFailed])
  }

  /// A member's own signing key, as a partner's.
  private func pair(_ ring: KeyRing) throws -> BundleWorld.Pairs.Pair {
    BundleWorld.Pairs.Pair(
      MinisignPair(
        number: [UInt8](repeating: 1, count: 8),
        pair: try SigningKeyPair(seed: ring.identity.signing.seed.slice(0..<32))))
  }

  @Test(
    "a member cannot sign in at the partners' door, nor a partner at the members'; both are logged")
  func doors() throws {
    let world = try BundleWorld()
    let (partner, sanne) = (world.partners[0], world.vault.member(.sanne))
    let own = try #require(world.pairs.all[partner])
    let member = try pair(world.household.ring(.sanne))
    let stranger = try world.newKeys().pair
    let tries: [(String, String, BundleWorld.Pairs.Pair, Identifier, Party)] = [
      ("a member", world.vault.collectSocket, member, sanne, .partner),
      ("a member as itself", world.vault.collectSocket, member, sanne, .member),
      ("a member as a partner", world.vault.collectSocket, member, partner, .partner),
      ("a stranger", world.vault.collectSocket, stranger, partner, .partner),
      ("in another domain", world.vault.collectSocket, own, partner, .member),
      ("nobody", world.vault.collectSocket, own, .random(), .partner),
      ("a partner at the members'", world.vault.socket, own, partner, .partner),
      ("a partner there as a member", world.vault.socket, own, partner, .member),
      ("a partner there for Sanne", world.vault.socket, own, sanne, .member),
      ("a member there in the partners' domain", world.vault.socket, member, sanne, .partner),
    ]
    for (number, (name, socket, key, id, party)) in tries.enumerated() {
      let hand = try HandMadePartner(socket, key, claiming: id, as: party)
      #expect(try hand.signIn() == .notSignedIn, "\(name)")
      let leaves = try failed(world)
      #expect(leaves.count == number + 1, "\(name)")
      #expect(leaves.last?.behalf == id && leaves.last?.partner == nil, "\(name)")
      let door: LogEntry.Detail? = socket == world.vault.socket ? nil : .code("collect")
      #expect(leaves.last?.detail["door"] == door, "\(name)")
    }
    #expect(try world.leaves([.signIn]).allSatisfy { $0.partner == nil })
    // And the right ones get in.
    #expect(try HandMadePartner(world.vault.collectSocket, own, claiming: partner).signIn() == nil)
    #expect(try world.allFindings() == [])
  }

  @Test("an ended partner and a replaced key are out at once, in the middle of a session too")
  func ended() throws {
    let world = try BundleWorld()
    let bundle = try world.placed()
    let (first, second) = (world.partners[0], world.partners[1])
    let (north, south) = (try world.collect(as: first), try world.collect(as: second))
    let waiting = try #require(try north.waiting().first { $0.bundle == bundle })
    let (keys, pair) = try world.newKeys()
    try world.add(.partnerKey(first, keys))
    try world.add(.partnerEnd(second))
    #expect(throws: ClientError.protocolFault("bad-signature")) {
      try north.collect(waiting) { (_) throws(Never) in }
    }
    #expect(throws: ClientError.signInRefused) { _ = try south.waiting() }
    // By the directory that they verify themselves, they know it before they try.
    #expect(throws: ClientError.partnerUnknown) { _ = try world.collect(as: first) }
    #expect(throws: ClientError.partnerUnknown) { _ = try world.collect(as: second) }
    let old = try #require(world.pairs.all[first])
    for (key, id) in [(old, first), (try #require(world.pairs.all[second]), second)] {
      let hand = try HandMadePartner(world.vault.collectSocket, key, claiming: id)
      #expect(try hand.signIn() == .notSignedIn)
    }
    // The new key collects what was placed before.
    let renewed = try world.collect(BundleWorld.ring(pair))
    #expect(try renewed.waiting().map(\.bundle) == [bundle])
    #expect(try world.leaves([.bundleCollect]).isEmpty)
    #expect(try world.allFindings() == [])
  }

  @Test("nothing is worth anything twice: m3 and requests that are sent again")
  func replay() throws {
    let world = try BundleWorld()
    let partner = world.partners[0]
    let key = try #require(world.pairs.all[partner])
    func hand() throws -> HandMadePartner {
      try HandMadePartner(world.vault.collectSocket, key, claiming: partner)
    }
    let first = try hand()
    #expect(try first.signIn() == nil)
    let other = try hand()
    #expect(try other.signIn((first.third, first.signature)) == .notSignedIn)
    let request = try first.request("bundle.waiting")
    #expect(try first.send("bundle.waiting", request) == nil)
    #expect(try first.send("bundle.waiting", request) == .outOfSequence)
    let third = try hand()
    #expect(try third.signIn() == nil)
    #expect(try third.send("bundle.waiting", request) == .badSignature)
    #expect(try third.send("bundle.collect", request) == .badSignature)
    #expect(try world.leaves([.bundleWaiting]).count == 1)
  }

  /// Whether a frame ends in its named error or in a connection that was hung up: who hangs up on what is
  /// not read yet may take its own last words along. (unix(7), ECONNRESET)
  private static func isRefused(_ frame: [UInt8], by transport: Transport) throws -> Bool {
    let last: [UInt8]?
    do {
      try transport.writeFrame(frame)
      last = try transport.readFrame(idle: .seconds(10))
    } catch { return error.fault == .closed }
    guard case .failure(let error) = try Response(message: #require(last)).outcome else {
      return false
    }
    return error.fault == .frameTooLarge
  }

  @Test("the partners' door knows four methods and nothing beside a body and its signature")
  func methods() throws {
    let world = try BundleWorld()
    _ = try world.placed()
    let partner = world.partners[0]
    let key = try #require(world.pairs.all[partner])
    let hand = try HandMadePartner(world.vault.collectSocket, key, claiming: partner)
    for method in CollectMethod.allCases {
      #expect(
        try hand.send(method.rawValue, hand.request(method.rawValue)) == .notSignedIn)
    }
    #expect(try hand.signIn() == nil)
    let size = world.vault.server.writer.published.log.tree.size
    for method in Method.allCases {
      #expect(
        try hand.send(method.rawValue, hand.request(method.rawValue)) == .methodNotFound,
        "\(method)")
    }
    for method in ["unseal.offer", "unseal.share", "sign-in", "bundle", "bundle.waitin"] {
      let fault = try hand.send(method, hand.request(method))
      #expect(fault == .methodNotFound, "\(method)")
    }
    let waiting = "bundle.waiting"
    for more in ["rows", "secrets", "words", "x"] {
      let params = try hand.request(waiting, more: [(more, .base64([1]))])
      #expect(try hand.send(waiting, params) == .invalidParams, "\(more)")
    }
    #expect(try hand.send(waiting, hand.request(waiting, as: .member)) == .badSignature)
    let wrong: [(String, JSONValue)] = [
      ("bundle.waiting", ["x": 1]), ("bundle.collect", .object([JSONMember]())),
      ("bundle.collect", ["bundle": "AAAA", "from": 0]),
      ("bundle.collect", ["bundle": .id(partner), "from": -1]),
      ("bundle.collect", ["bundle": .id(partner), "from": 0, "dossier": .id(world.dossier)]),
      ("bundle.collected", ["bundle": .id(partner), "file": "AAAA"]),
      ("bundle.receipt", ["bundle": .id(partner), "text": "AAAA"]),
      (
        "bundle.receipt",
        ["bundle": .id(partner), "text": .base64(Random.bytes(4_097)), "sig": .base64([1])]
      ),
    ]
    for (method, args) in wrong {
      #expect(try hand.send(method, hand.request(method, args)) == .invalidParams, "\(args)")
      hand.wasCounted()
    }
    #expect(world.vault.server.writer.published.log.tree.size == size)
    // A place behind the last part is no place; a frame of a member's size is too large here.
    let bundle = try #require(try world.collect(as: partner).waiting().first)
    let beyond: JSONValue = ["bundle": .id(bundle.bundle), "from": .int(Int64(bundle.parts))]
    #expect(
      try hand.send("bundle.collect", hand.request("bundle.collect", beyond)) == .invalidParams)
    #expect(try Self.isRefused([UInt8](repeating: 0x20, count: 65 << 10), by: hand.transport))
  }

  @Test(
    "kluisd: a sealed vault says so at the partners' door too, and takes no share there; open, it serves",
    .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
  func sealed() throws {
    let shared = try SharedRoot()
    let door = shared.copy.path("c")
    let process = try shared.start(more: ["--collect-socket", door])
    #expect(process.listens(at: door), "\(process.errors)")
    func ask(_ method: String, _ params: JSONValue) throws -> WireFault? {
      let transport = try Transport.connect(to: .unix(path: door))
      switch try HandMadeSession.exchange(transport, method, params).outcome {
      case .success: return nil
      case .failure(let error): return error.fault
      }
    }
    let nonce: JSONValue = ["nonce": .base64(Random.bytes(32))]
    for method in ["hello", "unseal.offer", "unseal.share", "sign-in", "bundle.waiting"] {
      #expect(try ask(method, nonce) == .sealed, "\(method)")
    }
    #expect(try ask("directory", ["from": 1]) == nil)
    var holder = try shared.holder()
    for index in 0..<3 { _ = try holder.bring(shared.words(index)) }
    let key = BundleWorld.Pairs.Pair(try MinisignPair.generate())
    var hand: HandMadePartner?
    for _ in 0..<200 where hand == nil {
      hand = try? HandMadePartner(door, key, claiming: .random())
      usleep(20_000)
    }
    #expect(try hand?.signIn() == .notSignedIn)
    process.signal(SIGTERM)
    #expect(process.wait() == 0, "\(process.errors)")
    #expect(!FileManager.default.fileExists(atPath: door))
  }

  @Test("partners have places of their own: a full door keeps no member out, and says busy")
  func places() throws {
    let world = try BundleWorld(settings: { $0.partnerLimit = 2 })
    let partner = world.partners[0]
    let key = try #require(world.pairs.all[partner])
    let inside = try (0..<2).map { _ in
      try HandMadePartner(world.vault.collectSocket, key, claiming: partner)
    }
    #expect(throws: (any Error).self) {
      try HandMadePartner(world.vault.collectSocket, key, claiming: partner)
    }
    _ = try world.session(.sanne).list(purpose: .uitvoering)
    #expect(inside.count == 2)
  }
}
