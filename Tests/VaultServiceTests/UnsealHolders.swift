import Directory
import Foundation
import SLIP39
import Session
import Socket
import Sodium
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// A copy of the vault whose root key was divided over four share holders, three of whom open it.
final class SharedRoot {
  let copy: VaultCopy
  let set: MnemonicSet
  static let threshold = 3
  static let names = ["Wim Bestuur", "Aukje Raad", "Notaris Pot", "Dirk Directie"]

  /// Divides the root key, or another one; names the holders in the directory, and takes every key off the host.
  init(ofAnotherKey: Bool = false) throws {
    copy = try VaultCopy()
    let root =
      ofAnotherKey ? try SecretBytes.random(32) : try SecretFile.read(copy.path("root.key"))
    set = try MnemonicSet.split(root, threshold: Self.threshold, count: Self.names.count)
    var holders: [ShareHolder] = []
    for (index, name) in Self.names.enumerated() {
      holders.append(
        ShareHolder(person: .random(), name: name, check: try set.mnemonic(at: index).check()))
    }
    let served = try ServedCopy(copy)
    let beheerder = try copy.session(.beheerder, at: served.socket)
    var draft = try DirectoryDraft(
      .holders(
        HolderSet(
          ceremony: 1, set: UInt16(set.identifier), threshold: Self.threshold,
          holders: holders)),
      at: Date.milliseconds, on: beheerder.directory)
    for person in [Person.beheerder, .fg] {
      let ring = copy.institution.household.ring(person)
      try draft.sign(
        as: ring.identity.member, with: ring.identity.signing, on: beheerder.directory)
    }
    _ = try beheerder.appendToDirectory(draft.record(on: beheerder.directory))
    served.stop()
    for name in ["root.key", "wrap.key"] {
      try FileManager.default.removeItem(atPath: copy.path(name))
    }
  }

  var socket: String { copy.path("s") }

  func start(
    _ way: ServiceProcess.Way = .init(), more: [String] = []
  ) throws -> ServiceProcess {
    try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", socket] + more, way)
  }

  /// A holder at a terminal of their own; it has never seen this vault.
  func holder(_ anchor: Anchor? = nil) throws -> Unsealing {
    try Unsealing(
      over: Channel(Transport.connect(to: .unix(path: socket))),
      anchor: anchor ?? copy.institution.household.anchor,
      state: ClientState(
        path: copy.scratch.path("holder-\(UInt32.random(in: 0 ... .max))"),
        origin: Household.origin))
  }

  func words(_ index: Int) throws -> SecretBytes { try set.text(of: index) }
}
