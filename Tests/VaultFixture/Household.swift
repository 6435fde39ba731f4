package import Directory
import Foundation
import Records
import Socket
import Sodium
package import VaultClient
import VaultService
package import VaultTestKit
package import Vocabulary

/// The eight people of a small institution, each kind once, two jeugdbeschermers.
package enum Person: String, CaseIterable, Sendable {
  case beheerder = "Bram Beheer"
  case custodian = "Cato Custos"
  case fg = "Fatima Gül"
  case sanne = "Sanne de Boer"
  case youssef = "Youssef Amrani"
  case jurist = "Jan Jurist"
  case leidinggevende = "Lotte Leiding"
  case toezichthouder = "Tessa Toezicht"

  package var function: Role {
    switch self {
    case .beheerder: .beheerder
    case .custodian: .custodian
    case .fg: .fg
    case .sanne, .youssef: .jeugdbeschermer
    case .jurist: .jurist
    case .leidinggevende: .leidinggevende
    case .toezichthouder: .toezichthouder
    }
  }

  /// The families of Sanne and Youssef are those of one team; the leidinggevende leads it.
  package var team: String? {
    switch self {
    case .sanne, .leidinggevende: "Haaglanden"
    case .youssef: "Leiden"
    default: nil
    }
  }
}

/// An institution with its founded vault and its people's keys, in a scratch folder; no service yet.
package final class Household: Sendable {
  package static let origin = "vault.example/test"
  package let scratch: Scratch
  package let anchor: Anchor
  package let keys: [Person: KeyRing]

  /// Founds the vault and enrols everybody, through the files and the real rules of the directory.
  package init() throws {
    let scratch = try Scratch()
    let institution = try InstitutionKey.create(origin: Self.origin)
    let anchor = institution.anchor
    var keys: [Person: KeyRing] = [:]
    for person in Person.allCases {
      keys[person] = KeyRing(try Identity.create(name: person.rawValue, anchor: anchor))
    }
    self.scratch = scratch
    self.anchor = anchor
    self.keys = keys
    _ = try VaultFounding(
      folder: scratch.path("vault"), origin: Self.origin, institution: "Jeugdbescherming Test",
      beheerder: identity(.beheerder).enrolment, custodian: identity(.custodian).enrolment
    ).make(with: institution, at: Int64(Date().timeIntervalSince1970 * 1000) - 60_000)
  }

  package func ring(_ person: Person) -> KeyRing {
    guard let ring = keys[person] else { preconditionFailure("everybody has keys") }
    return ring
  }

  private func identity(_ person: Person) -> EnrolmentHolder { EnrolmentHolder(ring(person)) }

  package var folder: String { scratch.path("vault") }

  /// The member's own folder for pins and directory, as on a device of their own.
  package func state(_ person: Person, device: String = "laptop") throws -> ClientState {
    try ClientState(path: scratch.path("state-\(device)-\(person)"), origin: Self.origin)
  }
}

/// Lends what an enrolment needs of a key ring.
private struct EnrolmentHolder {
  let ring: KeyRing
  init(_ ring: KeyRing) { self.ring = ring }
  var enrolment: EnrolmentRequest { ring.identity.enrolment }
}
