package import Calendar

/// The letter that goes with a bundle, for somebody who has never seen one: Dutch at B1, without any personal fact.
///
/// The code is never in it, nor anything from a dossier. Names and numbers are those of the institution.
package struct Begeleidbrief: Equatable, Sendable {
  /// What opens the bundle.
  package enum Lock: Equatable, Sendable {
    case code
    case key
  }

  /// A piece of the letter.
  enum Part: Equatable {
    case heading(String)
    case text(String)
    case step(String)
    /// What is typed, as it stands.
    case command(String)
  }

  package var lock: Lock
  package var institution: String
  /// Whom to call.
  package var contact: String
  package var fg: String
  /// The file's name as the receiver gets it.
  package var file: String
  /// The institution's bundle key, `RW…`.
  package var key: String
  /// Where the opener is published, as it is typed.
  package var opener: String
  /// SHA-256 of the opener, in hexadecimal.
  package var openerHash: String
  package var validUntil: CalendarDate

  package init(
    lock: Lock, institution: String, contact: String, fg: String, file: String, key: String,
    opener: String, openerHash: String, validUntil: CalendarDate
  ) {
    self.lock = lock
    self.institution = institution
    self.contact = contact
    self.fg = fg
    self.file = file
    self.key = key
    self.opener = opener
    self.openerHash = openerHash
    self.validUntil = validUntil
  }

  /// What stands above the code on the self-opening page; an empty line begins a paragraph.
  package static func cover(of institution: String) -> String {
    """
    In deze pagina zit een overdracht van \(institution).

    Het pakket zit op slot. U opent het met de code die u op een andere manier kreeg.
    """
  }

  var parts: [Part] { greeting + ways + page + receipt + questions }

  private var greeting: [Part] {
    [
      .heading("Een beveiligde overdracht"),
      .text("U krijgt een overdracht van \(institution)."),
      .text("Het bestand heet \(file). Het zit op slot. Alleen u kunt het openen."),
      .text("De overdracht is geldig tot en met \(DutchDate.text(validUntil))."),
    ]
  }

  private var ways: [Part] {
    let start: [Part] = [
      .heading("Zo opent u het bestand"), .text("Er zijn drie manieren. Kies wat bij u past."),
    ]
    switch lock {
    case .code:
      return start + [
        .text(
          "U hebt een code nodig. Die krijgt u op een andere manier. Zij staat nooit in een mail."),
        .heading("Manier 1: in uw browser"), .step("Ga naar \(opener)."),
        .step("Kies daar het bestand."), .step("Typ de code en open het pakket."),
        .heading("Manier 2: met age en minisign"), .command("age -d \(file) | tar xf -"),
        .text("Typ de code als daarom wordt gevraagd."),
      ] + signature + [
        .heading("Manier 3: met kluis"),
        .command("kluis overdracht open \(file) --afzender \(key) --naar overdracht"),
      ]
    case .key:
      return start + [
        .text("Het bestand is gemaakt voor uw sleutel. Gebruik de sleutel die u met ons afsprak."),
        .heading("Manier 1: in uw browser"),
        .text("Dat kan alleen met een code. Wilt u dat liever? Bel ons dan."),
        .text("U krijgt dan een nieuw bestand. U opent het op \(opener)."),
        .heading("Manier 2: met age en minisign"),
        .command("age -d -i sleutel.txt \(file) | tar xf -"),
      ] + signature + [
        .text("Staat uw naam niet bij de ontvangers in manifest.json? Dan is het niet voor u."),
        .heading("Manier 3: met kluis"), .text("Dan wordt alles vanzelf gecontroleerd."),
        .command(
          "kluis overdracht open \(file) --sleutel sleutel.txt --afzender \(key) --naar overdracht"
        ),
      ]
    }
  }

  private var signature: [Part] {
    [
      .text("Kijk dan of het echt van ons komt:"),
      .command("minisign -Vm manifest.json -P \(key)"),
      .text("Staat er geen OK? Ga er dan niet op af. Bel ons."),
      .text("Vergelijk de sleutel een keer met ons, door te bellen."),
    ]
  }

  private var page: [Part] {
    [
      .heading("Is de pagina echt?"),
      .text("Een valse pagina kan uw code lezen. Zo ziet u het verschil."),
      .text("Bewaar de pagina als opener.html. Reken dan haar kenmerk uit (SHA-256)."),
      .command("sha256sum opener.html"), .text("In Windows:"),
      .command("certutil -hashfile opener.html SHA256"), .text("Dit moet eruit komen:"),
      .command(openerHash), .text("Is het anders? Typ uw code dan niet. Bel ons."),
    ]
  }

  private var receipt: [Part] {
    [
      .heading("Laat weten dat u het hebt"),
      .text("Pas dan is de overdracht klaar. Zonder bericht blijven wij bellen."),
    ]
      + (lock == .code
        ? [.text("Bel ons als u het bestand hebt geopend.")]
        : [
          .text("Maak een ontvangstbewijs:"),
          .command(
            "kluis overdracht receipt overdracht --sleutel minisign.key --naam NAAM --uit bewijs.txt"
          ), .text("Stuur ons bewijs.txt en bewijs.txt.minisig."),
          .text("Lukt dat niet? Bel ons dan."),
        ])
  }

  private var questions: [Part] {
    [
      .heading("Vragen"), .text("Bel \(contact)."),
      .text("Krijgt u dit bericht zomaar? Bel dan een nummer dat u al had."),
      .text("Is het niet voor u? Open het niet en bel ons."),
      .text("Vragen over privacy? Onze FG helpt u: \(fg)."),
    ]
  }
}
