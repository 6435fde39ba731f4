import Directory
import Records
import Sodium
import VaultClient
import VaultService
import Vocabulary

/// A small institution: beheerder, FG, two custodians and one jeugdbeschermer with as many devices as wanted.
final class Institution {
  static let origin = "vault.example/bench"
  let folder: String
  private let scratch: String
  private let beheerder: KeyRing
  private let fg: KeyRing
  private let custodian: KeyRing
  private let second: KeyRing
  let worker: KeyRing

  /// Founds the vault.
  init(in scratch: String) throws {
    self.scratch = scratch
    folder = scratch + "/vault"
    let institution = try InstitutionKey.create(origin: Self.origin)
    func ring(_ name: String) throws -> KeyRing {
      KeyRing(try Identity.create(name: name, anchor: institution.anchor))
    }
    beheerder = try ring("Bram Beheer")
    fg = try ring("Fatima Gül")
    custodian = try ring("Cato Custos")
    second = try ring("Coen Custos")
    worker = try ring("Sanne de Boer")
    _ = try VaultFounding(
      folder: folder, origin: Self.origin, institution: "Jeugdbescherming Meetbank",
      beheerder: beheerder.identity.enrolment, custodian: custodian.identity.enrolment
    ).make(with: institution, at: wallClock() - 60_000)
  }

  /// Signs the jeugdbeschermer in, on a device of its own.
  func session(_ device: String, over service: Service) throws -> VaultSession {
    try session(worker, device, over: service)
  }

  private func session(
    _ ring: KeyRing, _ device: String, over service: Service
  ) throws -> VaultSession {
    try VaultSession.signIn(
      over: service.channel(), as: ring,
      state: ClientState(path: "\(scratch)/state-\(device)", origin: Self.origin),
      client: "kluis-bench/1", now: wallClock)
  }

  /// Signs one of the two custodians in, on a device that knows nothing yet.
  func custodian(_ number: Int, over service: Service) throws -> VaultSession {
    try session(
      number == 0 ? custodian : second, "custodian\(number)-\(wallClock())", over: service)
  }

  /// Signs the beheerder in, on a device that knows nothing yet.
  func beheerder(over service: Service) throws -> VaultSession {
    try session(beheerder, "beheerder-\(wallClock())", over: service)
  }

  /// Beheerder and FG sign that the rest of a log is lost.
  func sign(_ restore: inout SignedRestore) {
    for ring in [beheerder, fg] {
      restore.sign(as: ring.identity.member, with: ring.identity.signing)
    }
  }

  /// Names who keeps the shares of the root key.
  func name(_ holders: HolderSet, over service: Service) throws {
    let session = try beheerder(over: service)
    var draft = try DirectoryDraft(.holders(holders), at: wallClock(), on: session.directory)
    for ring in [beheerder, fg] {
      try draft.sign(
        as: ring.identity.member, with: ring.identity.signing, on: session.directory)
    }
    _ = try session.appendToDirectory(draft.record(on: session.directory))
  }

  /// A share holder at a terminal of their own.
  func holder(_ number: Int, over service: Service) throws -> Unsealing {
    try Unsealing(
      over: service.channel(), anchor: beheerder.identity.anchor,
      state: ClientState(path: "\(scratch)/holder-\(number)", origin: Self.origin))
  }

  /// The jeugdbeschermers' next key, as after somebody left.
  func renewRole(over service: Service) throws {
    let session = try session(beheerder, "beheerder-again", over: service)
    let view = session.directory
    let epoch = try RoleSecret.make(
      .jeugdbeschermer, epoch: (view.roleEpoch(.jeugdbeschermer)?.epoch ?? 0) + 1,
      keepers: view.custodians)
    var draft = try DirectoryDraft(.roleEpoch(epoch), at: wallClock(), on: view)
    for ring in [custodian, beheerder] {
      try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: view)
    }
    _ = try session.appendToDirectory(draft.record(on: view))
  }

  /// Makes the role keys and admits the jeugdbeschermer, as the directory's rules want it.
  func enrol(over service: Service) throws {
    let session = try session(beheerder, "beheerder", over: service)
    var view = session.directory
    func add(_ act: DirectoryAct, _ first: KeyRing, _ second: KeyRing) throws {
      var draft = try DirectoryDraft(act, at: wallClock(), on: view)
      for ring in [first, second] {
        try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: view)
      }
      let record = try draft.record(on: view)
      _ = try session.appendToDirectory(record)
      try view.extend(with: record)
    }
    try add(
      .account(
        Account(second.identity.enrolment, function: .custodian, person: .random(), team: nil)),
      beheerder, custodian)
    try add(
      .account(
        Account(fg.identity.enrolment, function: .fg, person: .random(), team: nil)),
      beheerder, custodian)
    try add(
      .account(
        Account(
          worker.identity.enrolment, function: .jeugdbeschermer, person: .random(), team: "Meet")),
      beheerder, custodian)
    try add(
      .lookupKey(LookupKey.make(epoch: 1, keepers: view.custodians)), custodian, beheerder)
    for role in Role.allCases where role.hasDossierKey {
      try add(
        .roleEpoch(RoleSecret.make(role, epoch: 1, keepers: view.custodians)), custodian,
        beheerder)
    }
    try add(.admission(try admission(view)), custodian, beheerder)
  }

  private func admission(_ view: DirectoryView) throws -> Admission {
    let keeper = custodian.identity.member
    guard let epoch = view.roleEpoch(.jeugdbeschermer), let lookup = view.lookupKey,
      let kept = epoch.custody.first(where: { $0.member == keeper }),
      let keptLookup = lookup.custody.first(where: { $0.member == keeper }),
      let member = view.member(worker.identity.member)
    else { throw Mistake("the directory lacks what was put in it") }
    let secret = try RoleSecret.open(kept.box, of: epoch, with: custodian.identity.box)
    let key = try LookupKey.open(keptLookup.box, of: lookup, with: custodian.identity.box)
    return Admission(
      member: member.id, role: .jeugdbeschermer, epoch: epoch.epoch,
      box: try RoleSecret.seal(
        secret, role: .jeugdbeschermer, epoch: epoch.epoch, to: member.keys.box),
      lookupBox: try LookupKey.seal(key, epoch: lookup.epoch, to: member.keys.box), team: "Meet")
  }
}
