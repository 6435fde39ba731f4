import CommandTree
import Desk
import Directory
import Records
import VaultClient
import Vocabulary

/// The roles' keys: made on a custodian's own machine, so that the host never sees their secret half.
enum RoleActs {
  /// `role new`: a key pair; its secret half sealed to every custodian, or for fg to the FG alone.
  static func new(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let role = try role(desk)
    let directory = try drafting.view(on: desk.session().directory)
    let made = try make(role, desk, directory)
    var answer = answer(to: made, directory)
    if made.epoch > 1 {
      answer.note(
        Text(
          nl: "Daarna moet ieder lid van deze rol opnieuw worden toegelaten (role admit).",
          en: "Afterwards every member of this role must be admitted again (role admit)."))
    }
    desk.screen.answer(try drafting.write(.roleEpoch(made), on: directory, desk, answer))
  }

  /// `role renew`: the role's next key, and an admission for everybody who had the present one and is
  /// still active.
  static func renew(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let role = try role(desk)
    let present = try desk.session().directory
    let directory = try drafting.view(on: present)
    guard let before = directory.roleEpoch(role) else {
      throw Failure(DirectoryError.role(role))
    }
    let made = try make(role, desk, directory)
    let remaining = directory.active(role).filter { member in
      directory.admission(of: member.id)?.epoch == before.epoch
    }
    var answer = answer(to: made, directory)
    answer.add(
      "remaining", Text(nl: "leden die blijven", en: "members who remain"),
      UInt32(clamping: remaining.count))
    var written = try drafting.write(.roleEpoch(made), on: directory, desk, answer)
    for member in remaining where !made.admits(member.id) {
      let view = try drafting.view(on: present)
      // The lookup key stays the one that they have.
      let admission = Admission(
        member: member.id, role: role, epoch: made.epoch,
        box: try Keeping(desk.keys(), in: view)
          .reseal(.role(role, epoch: made.epoch), to: member))
      written = try drafting.write(.admission(admission), on: view, desk, answer)
    }
    if role.hasDossierKey {
      written.note(
        Text(
          nl: "Vernieuw daarna de dossiers: kluis-keys refresh run",
          en: "Then renew the dossiers: kluis-keys refresh run"))
    }
    desk.screen.answer(written)
  }

  private static func make(
    _ role: Role, _ desk: Desk, _ directory: DirectoryView
  ) throws(Failure) -> RoleEpoch {
    let me = try desk.maker(role == .fg ? .fg : .custodian, in: directory)
    do throws(ContextBox.BoxError) {
      return try RoleSecret.make(
        role, epoch: (directory.roleEpoch(role)?.epoch ?? 0) + 1,
        keepers: role == .fg ? [me] : directory.custodians)
    } catch { throw Failure(error) }
  }

  private static func answer(to made: RoleEpoch, _ directory: DirectoryView) -> Answer {
    var answer = Answer()
    answer.add("role", Text(nl: "rol", en: "role"), made.role.name)
    answer.add("epoch", Text(nl: "tijdperk", en: "epoch"), made.epoch)
    if made.role.hasDossierKey, Set(directory.custodians.map(\.person)).count < 2 {
      answer.note(
        Text(
          nl:
            "Let op: er is één custodian, en zonder die persoon is deze sleutel verloren. Vernieuwen vraagt er twee: schrijf een tweede in en geef die de sleutels (kluis-keys custody give).",
          en:
            "Note: there is one custodian, and without that person this key is lost. A refresh takes two: enrol a second and give them the keys (kluis-keys custody give)."
        ))
    }
    return answer
  }

  /// `role admit`: the secret half sealed to one member, with the lookup key where the role has it.
  static func admit(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let role = try role(desk)
    let directory = try drafting.view(on: desk.session().directory)
    _ = try desk.maker(role == .fg ? .fg : .custodian, in: directory)
    let member = try MemberChoice.find(desk.arguments.required("LID"), in: directory)
    guard member.function == role, let epoch = directory.roleEpoch(role) else {
      throw Failure(DirectoryError.role(role))
    }
    let keeping = Keeping(try desk.keys(), in: directory)
    let admission = Admission(
      member: member.id, role: role, epoch: epoch.epoch,
      box: try keeping.reseal(.role(role, epoch: epoch.epoch), to: member),
      lookupBox: try lookupBox(for: member, keeping, in: directory))
    var answer = Answer()
    answer.add("role", Text(nl: "rol", en: "role"), role.name)
    answer.add("epoch", Text(nl: "tijdperk", en: "epoch"), epoch.epoch)
    answer.add("member", Text(nl: "lid", en: "member"), member.id.hex)
    answer.add("name", Text(nl: "naam", en: "name"), member.name)
    if role.hasStandingWrap, admission.lookupBox == nil {
      answer.note(
        Text(
          nl:
            "Er is nog geen opzoeksleutel (lookup new): dit lid moet er later opnieuw voor worden toegelaten.",
          en:
            "There is no lookup key yet (lookup new): this member must be admitted again for it later."
        ))
    }
    desk.screen.answer(try drafting.write(.admission(admission), on: directory, desk, answer))
  }

  private static func role(_ desk: Desk) throws(Failure) -> Role {
    let name = desk.arguments.required("ROL")
    guard let role = Role(name: name) else {
      throw desk.usage(
        "bad-role", Text(nl: "'\(name)' is geen rol", en: "'\(name)' is not a role"))
    }
    return role
  }

  private static func lookupBox(
    for member: Member, _ keeping: Keeping, in directory: DirectoryView
  ) throws(Failure) -> [UInt8]? {
    guard member.function.hasStandingWrap, let epoch = directory.lookupKey?.epoch
    else { return nil }
    return try keeping.reseal(.lookup(epoch: epoch), to: member)
  }
}

extension RoleEpoch {
  /// Whether the record itself gives the key to this member: the FG's key to who makes it.
  fileprivate func admits(_ member: Identifier) -> Bool {
    role == .fg && custody.contains { $0.member == member }
  }
}
