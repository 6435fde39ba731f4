import Directory
import Foundation
import Records
import Sodium
package import VaultClient
import Vocabulary

extension RunningVault {
  /// Puts everybody in the directory, makes all role keys, admits everybody to their role: each
  /// record signed by the two whom the rules name, each sent to the running service.
  ///
  /// - Parameter custodians: further custodians, enrolled before there is any role key to keep.
  package func enrolEverybody(custodians: [KeyRing] = []) throws {
    let signers = try (beheerder: session(.beheerder), custodian: session(.custodian))
    var view = signers.beheerder.directory
    func add(_ act: DirectoryAct, _ first: Person, _ second: Person) throws {
      var draft = try DirectoryDraft(
        act, at: Int64(Date().timeIntervalSince1970 * 1000), on: view)
      for person in [first, second] {
        let identity = household.ring(person)
        try draft.sign(as: identity.identity.member, with: identity.identity.signing, on: view)
      }
      let record = try draft.record(on: view)
      _ = try signers.beheerder.appendToDirectory(record)
      try view.extend(with: record)
    }
    for person in Person.allCases where ![.beheerder, .custodian].contains(person) {
      let account = Account(
        household.ring(person).identity.enrolment, function: person.function,
        person: .random(), team: person.team)
      try add(.account(account), .beheerder, .custodian)
    }
    for ring in custodians {
      let account = Account(
        ring.identity.enrolment, function: .custodian, person: .random(), team: nil)
      try add(.account(account), .beheerder, .custodian)
    }
    try add(
      .lookupKey(LookupKey.make(epoch: 1, keepers: view.custodians)), .custodian, .beheerder)
    for role in Role.allCases where role.hasDossierKey {
      try add(
        .roleEpoch(RoleSecret.make(role, epoch: 1, keepers: view.custodians)), .custodian,
        .beheerder)
    }
    try add(
      .roleEpoch(RoleSecret.make(.fg, epoch: 1, keepers: view.active(.fg))), .fg, .beheerder)
    for person in Person.allCases where person.function.hasDossierKey {
      try add(.admission(try admission(of: person, view)), .custodian, .beheerder)
    }
  }

  /// The custodian opens the role secret and seals it to the member.
  private func admission(of person: Person, _ view: DirectoryView) throws -> Admission {
    let custodian = household.ring(.custodian).identity.member
    guard let epoch = view.roleEpoch(person.function), let lookup = view.lookupKey,
      let kept = epoch.custody.first(where: { $0.member == custodian }),
      let keptLookup = lookup.custody.first(where: { $0.member == custodian }),
      let member = view.member(household.ring(person).identity.member)
    else { throw CocoaError(.coderValueNotFound) }
    let secret = try RoleSecret.open(
      kept.box, of: epoch, with: household.ring(.custodian).identity.box)
    let key = try LookupKey.open(
      keptLookup.box, of: lookup, with: household.ring(.custodian).identity.box)
    let needsLookup = person.function.hasStandingWrap
    return Admission(
      member: member.id, role: person.function, epoch: epoch.epoch,
      box: try RoleSecret.seal(
        secret, role: person.function, epoch: epoch.epoch, to: member.keys.box),
      lookupBox: needsLookup
        ? try LookupKey.seal(key, epoch: lookup.epoch, to: member.keys.box) : nil,
      team: person.team)
  }
}
