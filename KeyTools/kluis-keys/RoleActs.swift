import CommandTree
import Desk
import Directory
import Records
import Sodium
import VaultClient
import Vocabulary

/// The roles' keys: made on a custodian's own machine, so that the host never sees their secret half.
enum RoleActs {
  /// `role new`: a key pair; its secret half sealed to every custodian, or for fg to the FG alone.
  static func new(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let role = try role(desk)
    let directory = try drafting.view(on: desk.session().directory)
    let me = try desk.maker(role == .fg ? .fg : .custodian, in: directory)
    let number = (directory.roleEpoch(role)?.epoch ?? 0) + 1
    let made: RoleEpoch
    do throws(ContextBox.BoxError) {
      made = try RoleSecret.make(
        role, epoch: number, keepers: role == .fg ? [me] : directory.custodians)
    } catch { throw Failure(error) }
    var answer = Answer()
    answer.add("role", Text(nl: "rol", en: "role"), role.name)
    answer.add("epoch", Text(nl: "tijdperk", en: "epoch"), number)
    if number > 1 {
      answer.note(
        Text(
          nl: "Daarna moet ieder lid van deze rol opnieuw worden toegelaten (role admit).",
          en: "Afterwards every member of this role must be admitted again (role admit)."))
    }
    desk.screen.answer(try drafting.write(.roleEpoch(made), on: directory, desk, answer))
  }

  /// `role admit`: the secret half sealed to one member, with the lookup key where the role has it.
  static func admit(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let role = try role(desk)
    let directory = try drafting.view(on: desk.session().directory)
    _ = try desk.maker(role == .fg ? .fg : .custodian, in: directory)
    let keys = try desk.keys()
    let member = try MemberChoice.find(desk.arguments.required("LID"), in: directory)
    guard member.function == role, let epoch = directory.roleEpoch(role) else {
      throw Failure(DirectoryError.role(role))
    }
    let admission: Admission
    do throws(ContextBox.BoxError) {
      guard let own = own(epoch, keys.identity.member, in: directory) else { throw .context }
      let pair = try RoleSecret.open(own, of: epoch, with: keys.identity.box)
      admission = Admission(
        member: member.id, role: role, epoch: epoch.epoch,
        box: try RoleSecret.seal(pair, role: role, epoch: epoch.epoch, to: member.keys.box),
        lookupBox: try lookupBox(for: member, keys, in: directory))
    } catch {
      if case .context = error { throw notKept(role) }
      throw Failure(error)
    }
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

  /// The box in which the secret half was sealed to this member: in custody, or (fg) by admission.
  private static func own(
    _ epoch: RoleEpoch, _ me: Identifier, in directory: DirectoryView
  ) -> [UInt8]? {
    epoch.custody.first { $0.member == me }?.box
      ?? directory.admissions(of: me).last {
        $0.role == epoch.role && $0.epoch == epoch.epoch
      }?.box
  }

  private static func lookupBox(
    for member: Member, _ keys: KeyRing, in directory: DirectoryView
  ) throws(ContextBox.BoxError) -> [UInt8]? {
    guard member.function.hasStandingWrap, let epoch = directory.lookupKey else { return nil }
    guard let own = epoch.custody.first(where: { $0.member == keys.identity.member })
    else { throw .context }
    let key = try LookupKey.open(own.box, of: epoch, with: keys.identity.box)
    return try LookupKey.seal(key, epoch: epoch.epoch, to: member.keys.box)
  }

  private static func notKept(_ role: Role) -> Failure {
    Failure(
      ExitCode.refused, "not-kept",
      Text(
        nl: "de sleutel van \(role.name) (of de opzoeksleutel) is niet aan u in bewaring gegeven",
        en: "the key of \(role.name) (or the lookup key) was not given into your keeping"),
      hint: Text(
        nl: "laat de custodian het doen die er al was toen de sleutel gemaakt werd",
        en: "let the custodian do it who was there when the key was made"))
  }
}
