import CommandTree

extension Act {
  static let custody = Command<Act>(
    "custody",
    Text(
      nl: "de bewaring van sleutels door custodians, en van die van de fg door de fg",
      en: "the keeping of keys by custodians, and of the fg's by the fg"),
    details: Text(
      nl: """
        Een sleutel ligt bij wie er was toen hij gemaakt werd. Wie later komt, krijgt de eerdere van iemand die ze heeft: een nieuwe custodian alle rolsleutels en de opzoeksleutel, een nieuwe fg of plaatsvervanger die van de rol fg.
        """,
      en: """
        A key lies with those who were there when it was made. Who comes later gets the earlier ones from somebody who keeps them: a new custodian all role keys and the lookup key, a new or deputy fg those of the role fg.
        """),
    subcommands: [
      Command(
        "give",
        Text(
          nl: "geef een lid alle sleutels die hem ontbreken en die u heeft, in één ontwerp",
          en: "give a member all the keys that they lack and you keep, in one draft"),
        details: Text(
          nl: """
            Doe dit voordat u vertrekt: na uw schorsing kan het niet meer. Het geldt na de tweede handtekening: kluis beheer sign ONTWERP. Wie een nieuwe sleutel als lid kreeg, heeft niets meer in bewaring en krijgt alles opnieuw.
            """,
          en: """
            Do it before you leave: after your suspension it cannot be done. It counts after the second signature: kluis beheer sign DRAFT. Whose own key was replaced keeps nothing any more, and is given everything anew.
            """),
        options: [.identity, .draft, .passphrase], arguments: [.keeper], action: .custodyGive),
      Command(
        "check",
        Text(
          nl: "open alles wat u in bewaring heeft, en toon wat ontbreekt",
          en: "open all that you keep, and show what is lacking"),
        details: Text(
          nl: """
            Wat niet is wat het moet zijn, staat er met wie ervoor tekende (65). Ook staat er welke sleutels alleen bij u liggen.
            """,
          en: """
            What is not as it should be is shown with who signed for it (65). So is which keys nobody else keeps.
            """),
        options: [.identity, .passphrase], action: .custodyCheck),
    ])
}

extension Argument {
  fileprivate static let keeper = Argument(
    "LID",
    Text(
      nl: "een custodian of fg: id, het begin ervan (6 tekens of meer), of de hele naam",
      en: "a custodian or fg: id, how it begins (6 digits or more), or the whole name"))
}
