import CommandTree

extension Act {
  static let refresh = Command<Act>(
    "refresh",
    Text(
      nl: "vernieuw de sleutels van dossiers na een vertrek of beëindigde toestemmingen",
      en: "renew the keys of dossiers after a departure or ended grants"),
    details: Text(
      nl: """
        Twee custodians, elk op een eigen machine: de een stelt voor (run), de ander controleert (check). Wat wordt afgebroken gaat verder als u het opnieuw aanroept. De inhoud wordt niet opnieuw versleuteld en niemand krijgt haar te zien.
        """,
      en: """
        Two custodians, each on a machine of their own: one proposes (run), the other checks (check). What was cut off goes on when you call it again. Content is not encrypted anew, and nobody sees it.
        """),
    subcommands: [
      Command(
        "run",
        Text(
          nl: "maak nieuwe sleutels voor alles wat vernieuwd moet worden, en stel ze voor",
          en: "make new keys for all that is due, and propose them"),
        details: Text(
          nl: "Er verandert niets tot een andere custodian 'refresh check' heeft gedaan.",
          en: "Nothing changes until another custodian has done 'refresh check'."),
        options: [
          .identity,
          .flag(
            "opnieuw",
            Text(
              nl: "ook wat al op een controle wacht; uw voorstel komt ervoor in de plaats",
              en: "also what waits for a check already; your proposal takes its place")),
          .passphrase,
        ], action: .refreshRun),
      Command(
        "check",
        Text(
          nl: "controleer wat een ander voorstelde en zet het in werking",
          en: "check what another proposed and put it in force"),
        details: Text(
          nl: "Opent van elk deel de oude en de nieuwe sleutels; wat niet klopt, verandert niet.",
          en: "Opens the old and the new keys of each section; what is not right stays as it was."),
        options: [.identity, .passphrase], action: .refreshCheck),
      Command(
        "status",
        Text(nl: "toon wat er nog moet gebeuren", en: "show what is still to be done"),
        options: [.identity, .passphrase], action: .refreshStatus),
      Command(
        "verify",
        Text(
          nl: "open de sleutels van alle dossiers en volg de handtekeningen",
          en: "open the keys of all dossiers and follow the signatures"),
        options: [.identity, .passphrase], action: .refreshVerify),
    ])
}
