import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import VaultClient
import Vocabulary

/// `kluis gezin show`: label and core of a family, with the ids that `dossier add` takes.
struct GezinShow {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let purpose = try desk.purpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [.etiket, .kern], purpose: purpose)
    }
    let answer = OpenedAnswer(
      opened: opened, purpose: purpose, member: session.member, role: session.role,
      name: { session.directory.screenName(of: $0) }, now: Moment.now())
    desk.screen.answer(
      answer.json(),
      text: EmergencyBanner.around(
        answer.header(desk.language)
          + GezinShow.text(
            answer.view, today: answer.context.today, desk.language, desk.screen.settings.output),
        opened.emergency, desk.language, desk.screen.settings.output))
  }

  static func text(
    _ view: DossierView, today: CalendarDate, _ language: Language, _ terminal: Terminal
  ) -> String {
    var lines = [view.etiket?.value ?? Texts.noLabel[language]]
    if let family = view.gegevens?.value {
      lines.append(
        Texts.family(
          region: family.regio, measure: family.maatregel, phase: family.fase,
          since: family.aangemeld.description)[language])
    }
    var table = Table(
      Texts.person[language], Texts.role[language], Texts.name[language], Texts.born[language],
      Texts.phone[language], Texts.address[language], Texts.relation[language])
    for person in view.betrokkenen.map(\.value) {
      table.add(
        person.id, person.rol.rawValue, person.naam, born(person, today), person.telefoon ?? "",
        address(person, language), remarks(person, language))
    }
    return lines.map { VisibleText.neutral($0, keepingLines: false) + "\n" }.joined() + "\n"
      + table.text(in: terminal)
  }

  /// The birth date with the age, in years.
  private static func born(_ person: Betrokkene, _ today: CalendarDate) -> String {
    guard let date = person.geboortedatum else { return "" }
    return date.age(on: today).map { "\(date) (\($0))" } ?? date.description
  }

  private static func address(_ person: Betrokkene, _ language: Language) -> String {
    let address = person.adres ?? ""
    return person.geheimAdres == true ? Texts.secretAddress(address)[language] : address
  }

  private static func remarks(_ person: Betrokkene, _ language: Language) -> String {
    var remarks: [String] = []
    if let relation = person.relatie { remarks.append(relation) }
    if person.gezag == true { remarks.append(Texts.custody[language]) }
    if let trusted = person.vertrouwenspersoon {
      remarks.append(Texts.trustedPerson(trusted)[language])
    }
    return remarks.joined(separator: "; ")
  }
}
