import AuditLog
import Directory
import Minisign
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

@testable import VaultClient

/// A log in which a bundle for one partner is sealed, placed, collected and received, rightly.
struct PartnerStory {
  static let north: UInt8 = 60
  static let south: UInt8 = 61
  static let fg: UInt8 = 9
  static let bundle = People.id(120)
  static let manifest = [UInt8](repeating: 5, count: 32)
  static let file = [UInt8](repeating: 6, count: 32)

  let log: LogMaker
  private let dossier: Identifier
  private let regie: Identifier
  private var sessions: [UInt8: [UInt8]] = [:]
  private var sequence: Int64 = 0
  private(set) var view: DirectoryView
  var signedIn = 0
  var sealed = 0
  var placed = 0
  var waiting = 0
  var collected = 0
  var said = 0
  var received = 0

  init() throws {
    let story = try Story()
    log = story.log
    dossier = story.dossier
    regie = story.regie
    view = try DirectoryView.verify(records: log.directory, anchor: People.anchor())
    try add(
      .account(Somebody(Self.fg, .fg).account), [People.beheerder, People.custodian])
    for partner in [Self.north, Self.south] { try add(.partner(Self.partner(partner)), nil) }
    try seal()
    waiting = try act(Self.north, "bundle.waiting", .bundleWaiting)
    signedIn = waiting - 1
    collected = try collect(Self.north)
    said = try act(
      Self.north, "bundle.collected", .bundleCollected, [("file", .base64(Self.file))])
    received = try receive()
  }

  static func keys(_ who: UInt8) -> PartnerKeys {
    PartnerKeys(
      age: [UInt8](repeating: who, count: 32), sign: try! People.signer(who).publicKey,
      signNumber: [UInt8](repeating: who, count: 8))
  }

  static func partner(_ who: UInt8) -> NewPartner {
    NewPartner(
      partner: People.id(who), name: "Wijkteam \(who)", kind: .wijkteam, keys: keys(who))
  }

  /// A directory record with its entry; by beheerder and FG unless others are named.
  mutating func add(_ act: DirectoryAct, _ signers: [UInt8]?) throws {
    var draft = try DirectoryDraft(act, at: People.at, on: view)
    for signer in signers ?? [People.beheerder, Self.fg] {
      try draft.sign(as: People.id(signer), with: People.signer(signer), on: view)
    }
    let record = try draft.record(on: view)
    try view.extend(with: record)
    log.directory.append(record)
    log.leaf(.directory, .directory) {
      $0.record = LogEntry.Record(kind: "directory", hash: BLAKE2b.hash(record))
    }
  }

  private mutating func seal() throws {
    let sealing = BundleSealing(
      bundle: Self.bundle, dossier: dossier, hash: [UInt8](repeating: 4, count: 64),
      manifest: Self.manifest, kind: .wijkteam, partners: [People.id(Self.north)],
      sections: [.plannen], ground: "toestemming", validUntil: People.at + 90_000_000)
    let name = JSONValue.id(Self.bundle)
    func step(
      _ method: String, _ action: LogAction, _ args: [(String, JSONValue)],
      _ edit: (inout LogEntry) -> Void
    ) throws -> Int {
      try log.act(People.anne, method, [action], dossier: dossier, args: args) {
        $1.object = .bundle
        $1.detail["bundle"] = .code(Self.bundle.hex)
        $1.sections = [.plannen]
        $1.basis = LogEntry.Basis(.involvement, id: regie)
        edit(&$1)
      }
    }
    let args = (sealing.args.objectValue ?? []).filter { $0.key != "dossier" }
    sealed = try step("bundle.seal", .bundleSeal, args.map { ($0.key, $0.value) }) {
      $0.record = LogEntry.Record(kind: "bundle", hash: sealing.recordHash)
    }
    _ = try step(
      "bundle.ready", .bundleReady,
      [("bundle", name), ("file", .base64(Self.file)), ("size", .int(3))]
    ) { $0.record = LogEntry.Record(kind: "bundle-file", hash: Self.file) }
    placed = try step(
      "bundle.place", .bundlePlace, [("bundle", name), ("last", true), ("part", .int(0))]
    ) {
      $0.detail["last"] = .int(1)
      $0.detail["part"] = .int(0)
    }
  }

  /// A sign-in, when there was none yet, and one signed request with its entry.
  @discardableResult
  mutating func act(
    _ who: UInt8, _ method: String, _ action: LogAction, _ args: [(String, JSONValue)] = [],
    bundle: Identifier? = nil, as party: Party = .partner,
    _ edit: (inout LogEntry) -> Void = { _ in }
  ) throws -> Int {
    let key = try People.signer(who)
    let session = try sessions[who] ?? signIn(who)
    sequence += 1
    var members = args.map { JSONMember($0.0, $0.1) }
    let named = method == "bundle.waiting" ? nil : bundle ?? Self.bundle
    if let named { members.append(JSONMember("bundle", .id(named))) }
    let body = RequestBody(
      method: method, args: members, idem: .random(), origin: People.origin,
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: sequence,
      session: session
    ).encode()
    let hash = SHA256.hash(body)
    let index = log.leaf(action, .bundle) {
      $0.partner = People.id(who)
      $0.session = session
      $0.request = hash
      $0.sig = RequestBody.sign(hash: hash, as: party, with: key)
      if let named { $0.detail["bundle"] = .code(named.hex) }
      edit(&$0)
    }
    log.requests.append((body, index))
    return index
  }

  mutating func signIn(_ who: UInt8) throws -> [UInt8] {
    let m3 = Message3(
      client: "kluis/1", ephemeral: [UInt8](repeating: who, count: 32),
      second: [UInt8](repeating: 0, count: 32)
    ).encode()
    let session = BLAKE2b.hash(m3)
    let signature = Signature.sign(m3, as: .collect, with: try People.signer(who))
    let index = log.leaf(.signIn, .session) {
      $0.partner = People.id(who)
      $0.session = session
      $0.request = SHA256.hash(m3)
      $0.sig = signature
    }
    log.requests.append((m3, index))
    sessions[who] = session
    return session
  }

  mutating func collect(_ who: UInt8, bundle: Identifier? = nil) throws -> Int {
    try act(who, "bundle.collect", .bundleCollect, [("from", .int(0))], bundle: bundle) {
      $0.detail["from"] = .int(0)
      $0.detail["parts"] = .int(1)
    }
  }

  /// A receipt, and who signs it: with minisign's own signature.
  mutating func receive(
    of bundle: Identifier = bundle, manifest: [UInt8] = manifest, signer: UInt8 = north
  ) throws -> Int {
    guard
      let receipt = Ontvangstbewijs(
        bundle: bundle, manifest: manifest, receiver: "Wijkteam Noord",
        date: "2026-11-28T12:00:00Z")
    else { throw RecordError.signature }
    let text = receipt.encode()
    let pair = MinisignPair(
      number: [UInt8](repeating: signer, count: 8), pair: try People.signer(signer))
    let signature = try pair.sign(hash: BLAKE2b.hash(text, count: 64), comment: "x").encode()
    return try act(
      Self.north, "bundle.receipt", .bundleReceipt,
      [("sig", .base64(signature)), ("text", .base64(text))]
    ) {
      $0.record = LogEntry.Record(
        kind: "bundle-receipt", hash: BLAKE2b.hash(text, signature))
    }
  }
}
