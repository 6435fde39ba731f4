import CommandTree
import Desk
import Directory
import Dossier
import VaultClient
import Vocabulary

/// Keys for a keeper who came after they were made: a later custodian, a new or deputy FG.
enum CustodyActs {
  /// `custody give`: all that the keeper lacks and this member has, in one draft.
  static func give(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let directory = try drafting.view(on: desk.session().directory)
    let member = try MemberChoice.find(desk.arguments.required("LID"), in: directory)
    guard member.isActive else { throw Failure(DirectoryError.member) }
    guard isKeeper(member.function) else { throw Failure(DirectoryError.role(member.function)) }
    let me = try desk.maker(member.function, in: directory)
    guard me.person != member.person else { throw Failure(DirectoryError.subject) }
    let keeping = Keeping(try desk.keys(), in: directory)
    let lacking = directory.lacking(member)
    let room = DraftFile.limit - drafting.count
    var (given, acts): ([KeptKey], [DirectoryAct]) = ([], [])
    var faults: [FalseBox] = []
    for key in lacking where keeping.has(key) {
      if let fault = try keeping.fault(key) {
        faults.append(fault)
      } else if acts.count < room {
        given.append(key)
        acts.append(try act(key, to: member, directory, keeping))
      }
    }
    if given.isEmpty, !lacking.isEmpty { throw nothing(member, lacking, faults, room) }
    var answer = Answer()
    answer.add("member", Text(nl: "lid", en: "member"), member.id.hex)
    answer.add("name", Text(nl: "naam", en: "name"), member.name)
    answer.add("given", Text(nl: "in bewaring gegeven", en: "given into keeping"), given)
    let left = lacking.filter { !given.contains($0) }
    answer.add("lacking", Text(nl: "ontbreekt dan nog", en: "still lacking then"), left)
    answer.add("findings", Text(nl: "bevindingen", en: "findings"), faults.map(\.key))
    for fault in faults { answer.note(Text(fault.what)) }
    if acts.count == room {
      answer.note(
        Text(
          nl: "Het ontwerp is vol: laat het tekenen en doe dit dan nog eens.",
          en: "The draft is full: have it signed, then do this once more."))
    }
    if lacking.isEmpty {
      answer.note(
        Text(
          nl: "\(member.name) heeft alles al; er is geen ontwerp gemaakt.",
          en: "\(member.name) has everything already; no draft was made."))
    } else {
      answer = try drafting.write(acts, on: directory, desk, answer)
      answer.note(
        Text(
          nl:
            "Laat \(member.name) daarna nagaan of de sleutels kloppen, voordat iemand vertrekt: kluis-keys custody check",
          en:
            "Afterwards let \(member.name) check that the keys are right, before anybody leaves: kluis-keys custody check"
        ))
    }
    desk.screen.answer(answer)
  }

  /// `custody check`: opens every box of one's own, and says what nobody else keeps.
  static func check(_ desk: Desk) throws(Failure) {
    let directory = try desk.session().directory
    let own = directory.member(try desk.keys().identity.member)?.function
    let me = try desk.maker(own == .fg ? .fg : .custodian, in: directory)
    let keeping = Keeping(try desk.keys(), in: directory)
    let kept = directory.keptKeys.filter(keeping.has)
    var faults: [FalseBox] = []
    for key in kept {
      if let fault = try keeping.fault(key) { faults.append(fault) }
    }
    let right = kept.filter { key in !faults.contains { $0.key == key } }
    let alone = directory.keptAlone(by: me).filter(right.contains)
    let lacking = directory.lacking(me)
    var answer = Answer()
    answer.add("kept", Text(nl: "in bewaring", en: "kept"), right)
    answer.add("lacking", Text(nl: "ontbreekt", en: "lacking"), lacking)
    answer.add("alone", Text(nl: "alleen bij u", en: "kept by nobody else"), alone)
    answer.add("findings", Text(nl: "bevindingen", en: "findings"), faults.count)
    if !lacking.isEmpty {
      answer.note(
        Text(
          nl: "Laat iemand die ze heeft, ze u geven: kluis-keys custody give \(me.id.hex)",
          en: "Let somebody who keeps them give them to you: kluis-keys custody give \(me.id.hex)"))
    }
    if !alone.isEmpty {
      answer.note(
        Text(
          nl: "Wat alleen bij u ligt, is met uw identiteit verloren: geef het ook aan een ander.",
          en: "What nobody else keeps is lost with your identity: give it to another as well."))
    }
    desk.screen.answer(answer)
    if !faults.isEmpty { throw failure(faults) }
  }

  static func isKeeper(_ function: Role) -> Bool { function == .custodian || function == .fg }

  private static func act(
    _ key: KeptKey, to member: Member, _ directory: DirectoryView, _ keeping: Keeping
  ) throws(Failure) -> DirectoryAct {
    let box = try keeping.reseal(key, to: member)
    guard directory.comesByAdmission(key) else {
      return .custody(Custody(key: key, member: member.id, box: box))
    }
    return .admission(
      Admission(member: member.id, role: .fg, epoch: key.epoch, box: box))
  }

  /// Why nothing of what the member lacks can be given by this one.
  private static func nothing(
    _ member: Member, _ lacking: [KeptKey], _ faults: [FalseBox], _ room: Int
  ) -> Failure {
    if !faults.isEmpty { return failure(faults) }
    if room == 0 {
      return Failure(
        ExitCode.tryAgain, "draft-full",
        Text(nl: "het ontwerp is vol", en: "the draft is full"),
        hint: Text(
          nl: "laat het tekenen, of noem een nieuw ontwerp",
          en: "have it signed, or name a new draft"))
    }
    var failure = Failure(
      ExitCode.refused, "not-kept",
      Text(
        nl: "wat \(member.name) ontbreekt, is ook niet aan u in bewaring gegeven",
        en: "what \(member.name) lacks was not given into your keeping either"),
      hint: Text(
        nl: "laat iemand het doen die de sleutels heeft",
        en: "let somebody do it who keeps the keys"))
    failure.problems = lacking.map { key in
      Failure.Problem(place: key.code, text: Text(key.name))
    }
    return failure
  }

  /// 65: what was signed and is not so, with who signed.
  private static func failure(_ faults: [FalseBox]) -> Failure {
    var failure = Failure(
      ExitCode.data, "false-box",
      Text(
        nl: "\(faults.count) sleutels in uw bewaring kloppen niet",
        en: "\(faults.count) keys in your keeping are not what they should be"),
      hint: Text(faults[0].next))
    failure.problems = faults.map { fault in
      Failure.Problem(place: fault.key.code, text: Text(fault.what))
    }
    return failure
  }
}

extension KeptKey {
  /// `jurist-2`, `lookup-1`: for machines, and for lists.
  var code: String { "\(role?.name ?? "lookup")-\(epoch)" }
}

extension Answer {
  fileprivate mutating func add(_ key: String, _ label: Text, _ keys: [KeptKey]) {
    add(key, label, keys.map(\.code))
  }
}
