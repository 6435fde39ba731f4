package import Dossier

// What people read. The machine's word for each is `ClientError.code`.

extension ClientError {
  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .unreachable:
      Phrase("de kluis is niet te bereiken", "the vault cannot be reached")
    case .connectionLost:
      Phrase(
        "de verbinding met de kluis viel weg", "the connection to the vault was lost")
    case .sealed:
      Phrase("de kluis is verzegeld", "the vault is sealed")
    case .logUnavailable:
      Phrase(
        "de kluis kan niet loggen en geeft daarom niets vrij",
        "the vault cannot write its log and so releases nothing")
    case .tampered(let what, _): what.what
    case .stateDamaged(.pins, let path):
      Phrase(
        "het geheugen van deze werkplek is beschadigd: \(path)",
        "this device's memory of the vault is damaged: \(path)")
    case .stateDamaged(.directory, let path):
      Phrase(
        "de bewaarde ledenlijst is beschadigd: \(path)",
        "the cached directory is damaged: \(path)")
    case .falseBox(let box):
      Phrase("een doos klopt niet: \(box.what.dutch)", "a box is false: \(box.what.english)")
    case .inputRefused(let fault): fault.what
    case .storeDamaged:
      Phrase(
        "de kluis zegt dat haar opslag beschadigd of veranderd is",
        "the vault says that its storage is damaged or was changed")
    case .clockDiffers:
      Phrase(
        "de klok van deze werkplek loopt anders dan die van de kluis",
        "this device's clock differs from the vault's")
    case .stale:
      Phrase(
        "anderen veranderden dit tegelijk", "others changed this at the same time")
    case .busy: Phrase("de kluis is te druk", "the vault is too busy")
    case .diskReserve:
      Phrase(
        "de schijf van de kluis is bijna vol: openen gaat door, schrijven niet",
        "the vault's disk is almost full: opening goes on, writing does not")
    case .stateInUse:
      Phrase(
        "een andere opdracht gebruikt dit geheugen al",
        "another command is using this state already")
    case .refused(let refusal): refusal.what
    case .signInRefused:
      Phrase("de kluis laat u niet toe", "the vault does not let you in")
    case .partnerUnknown:
      Phrase(
        "de ledenlijst van deze kluis heeft deze sleutel niet (meer)",
        "the directory of this vault does not have this key (any more)")
    case .versionUnknown:
      Phrase(
        "deze kluis spreekt een andere versie", "this vault speaks another version")
    case .noHolders:
      Phrase(
        "niemand heeft een deel van de hoofdsleutel: een verzegelde kluis ging niet meer open",
        "nobody holds a share of the root key: a sealed vault would not open again")
    case .notSealed:
      Phrase("de kluis wacht niet op een deel", "the vault does not wait for a share")
    case .wrongOrigin:
      Phrase(
        "dit geheugen hoort bij een andere kluis", "this state belongs to another vault")
    case .noRoleKey:
      Phrase("u heeft de sleutel van deze rol niet", "you do not hold this role's key")
    case .noLookupKey:
      Phrase("u heeft de opzoeksleutel niet", "you do not hold the lookup key")
    case .noOfficerKey:
      Phrase(
        "de FG heeft nog geen sleutel om woorden voor te verzegelen",
        "the FG has no key yet to seal words to")
    case .noWords:
      Phrase("bij dit nummer zijn geen woorden", "there are no words with this number")
    case .notInDirectory:
      Phrase(
        "deze persoon staat niet in de ledenlijst", "this person is not in the directory")
    case .backupFailed(let fault): fault.what
    case .bundle(let fault): fault.what
    case .fileUnreadable:
      Phrase("het bestand is niet heel te lezen", "the file cannot be read whole")
    case .attachment(let fault): fault.what
    case .collecting(let fault): fault.what
    case .protocolFault:
      Phrase("de kluis weigerde het bericht", "the vault refused the message")
    case .secretMemory:
      Phrase(
        "er is geen afgeschermd geheugen voor sleutels", "no locked memory for keys is left")
    case .stateNotWritable(let path):
      Phrase("schrijven is niet gelukt: \(path)", "writing failed: \(path)")
    }
  }

  /// What to do next.
  package var next: Phrase {
    switch self {
    case .unreachable:
      Phrase(
        "controleer KLUIS_HOST en de verbinding", "check KLUIS_HOST and the connection")
    case .connectionLost:
      Phrase(
        "kijk of het gelukt is en probeer het opnieuw", "see whether it was done; try again")
    case .sealed:
      Phrase(
        "vraag de beheerder de kluis te openen",
        "ask the beheerder to unseal it")
    case .logUnavailable:
      Phrase("waarschuw de beheerder", "warn the beheerder")
    case .tampered(_, let evidence): evidence.next
    case .stateDamaged(.pins, let path):
      Phrase(
        "meld dit aan de FG, zet \(path) opzij en meld u opnieuw aan; wat eerder gezien is, kan dan niet meer vergeleken worden",
        "report it to the FG, move \(path) aside and sign in again; what was seen before can then no longer be compared"
      )
    case .stateDamaged(.directory, let path):
      Phrase(
        "verwijder \(path); de lijst wordt opnieuw opgehaald en gecontroleerd",
        "remove \(path); the list is fetched and verified again")
    case .falseBox(let box): box.next
    case .inputRefused(let fault): fault.next
    case .storeDamaged:
      Phrase("waarschuw de FG en de beheerder", "tell the FG and the beheerder")
    case .clockDiffers:
      Phrase("zet de klok gelijk", "set the clock")
    case .stale:
      Phrase("open het opnieuw en herhaal uw wijziging", "open it again and repeat your change")
    case .busy:
      Phrase("probeer het zo opnieuw", "try again in a moment")
    case .diskReserve:
      Phrase(
        "bewaar uw tekst, bel de beheerder om ruimte te maken en schrijf het daarna opnieuw",
        "keep your text, call the beheerder to make room, and write it again after that")
    case .stateInUse(let path):
      Phrase(
        "wacht tot die klaar is (slot: \(path))", "wait until it is done (lock: \(path))")
    case .refused(let refusal): refusal.next
    case .signInRefused:
      Phrase(
        "vraag de beheerder of uw account actief is",
        "ask the beheerder whether your account is active")
    case .partnerUnknown:
      Phrase(
        "vraag de instelling welke sleutel zij van u heeft: zij moet die van nu toevoegen",
        "ask the institution which key of yours it has: it must add the one of now")
    case .versionUnknown:
      Phrase("werk het programma bij", "update the program")
    case .noHolders:
      Phrase(
        "verdeel eerst de hoofdsleutel (kluis-keys ceremony root), of stop de dienst",
        "divide the root key first (kluis-keys ceremony root), or stop the service")
    case .notSealed:
      Phrase(
        "er is niets te doen; berg het blad weg", "nothing is to be done; put the sheet away")
    case .wrongOrigin:
      Phrase(
        "kies de identiteit die bij deze kluis hoort",
        "choose the identity that belongs to this vault")
    case .noRoleKey, .noLookupKey:
      Phrase(
        "vraag een bewaarder (custodian) om toelating tot de rol",
        "ask a custodian for admission to the role")
    case .noOfficerKey:
      Phrase(
        "doe het zonder woorden, en meld het aan de FG",
        "do it without words, and tell the FG")
    case .noWords:
      Phrase(
        "kies een regel waar het log woorden bij noemt: kluis fg log",
        "choose an entry that the log says has words: kluis fg log")
    case .notInDirectory:
      Phrase(
        "controleer de naam: kluis beheer lid list", "check the name: kluis beheer lid list")
    case .backupFailed(let fault): fault.next
    case .bundle(let fault): fault.next
    case .fileUnreadable:
      Phrase("controleer het bestand en zijn schijf", "check the file and its disk")
    case .attachment(let fault): fault.next
    case .collecting(let fault): fault.next
    case .protocolFault(let code):
      Phrase(
        "meld aan de beheerder: \(code)", "report to the beheerder: \(code)")
    case .secretMemory:
      Phrase(
        "verhoog de grens op vergrendeld geheugen (ulimit -l)",
        "raise the limit on locked memory (ulimit -l)")
    case .stateNotWritable:
      Phrase("controleer schijfruimte en rechten", "check disk space and permissions")
    }
  }
}

extension Evidence {
  fileprivate var next: Phrase {
    let dutch = officers.isEmpty ? "de FG" : "de FG (\(officers.joined(separator: ", ")))"
    let english = officers.isEmpty ? "the FG" : "the FG (\(officers.joined(separator: ", ")))"
    guard let path else {
      return Phrase(
        "gebruik niets uit dit antwoord en meld het aan \(dutch)",
        "use nothing of this answer and report it to \(english)")
    }
    return Phrase(
      "gebruik niets uit dit antwoord en geef \(path) aan \(dutch)",
      "use nothing of this answer and hand \(path) to \(english)")
  }
}

extension InputFault {
  fileprivate var what: Phrase {
    switch self {
    case .tooLarge: Phrase("dit is te veel voor één keer", "this is too much for one call")
    case .unknownEntry:
      Phrase(
        "de versie waarop dit voortbouwt is niet geopend",
        "the revision that this builds on was not opened")
    case .recordRefused:
      Phrase("anderen zouden dit stuk weigeren", "others would refuse this record")
    }
  }

  fileprivate var next: Phrase {
    switch self {
    case .tooLarge: Phrase("verdeel het", "split it")
    case .unknownEntry: Phrase("open het dossier opnieuw", "open the dossier again")
    case .recordRefused:
      Phrase(
        "controleer de personen en de data", "check the persons and the dates")
    }
  }
}
