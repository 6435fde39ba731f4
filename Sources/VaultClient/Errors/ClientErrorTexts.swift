package import Dossier

// What people read. The machine's word for each is `ClientError.code`.

extension ClientError {
  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .unreachable:
      Phrase("De kluis is niet te bereiken.", "The vault cannot be reached.")
    case .connectionLost:
      Phrase(
        "De verbinding met de kluis viel weg.", "The connection to the vault was lost.")
    case .sealed:
      Phrase("De kluis is verzegeld.", "The vault is sealed.")
    case .logUnavailable:
      Phrase(
        "De kluis kan niet loggen en geeft daarom niets vrij.",
        "The vault cannot write its log and so releases nothing.")
    case .tampered(let what, _): what.what
    case .stateDamaged(.pins, let path):
      Phrase(
        "Het geheugen van deze werkplek is beschadigd: \(path).",
        "This device's memory of the vault is damaged: \(path).")
    case .stateDamaged(.directory, let path):
      Phrase(
        "De bewaarde ledenlijst is beschadigd: \(path).",
        "The cached directory is damaged: \(path).")
    case .falseBox(let box):
      Phrase("Een doos klopt niet: \(box.what.dutch).", "A box is false: \(box.what.english).")
    case .inputRefused(let fault): fault.what
    case .storeDamaged:
      Phrase(
        "De kluis zegt dat haar opslag beschadigd of veranderd is.",
        "The vault says that its storage is damaged or was changed.")
    case .clockDiffers:
      Phrase(
        "De klok van deze werkplek loopt anders dan die van de kluis.",
        "This device's clock differs from the vault's.")
    case .stale:
      Phrase(
        "Anderen veranderden dit tegelijk.", "Others changed this at the same time.")
    case .busy: Phrase("De kluis is te druk.", "The vault is too busy.")
    case .stateInUse:
      Phrase(
        "Een andere opdracht gebruikt dit geheugen al.",
        "Another command is using this state already.")
    case .refused(let refusal): refusal.what
    case .signInRefused:
      Phrase("De kluis laat u niet toe.", "The vault does not let you in.")
    case .versionUnknown:
      Phrase(
        "Deze kluis spreekt een andere versie.", "This vault speaks another version.")
    case .noHolders:
      Phrase(
        "Niemand heeft een deel van de hoofdsleutel: een verzegelde kluis ging niet meer open.",
        "Nobody holds a share of the root key: a sealed vault would not open again.")
    case .notSealed:
      Phrase("De kluis wacht niet op een deel.", "The vault does not wait for a share.")
    case .wrongOrigin:
      Phrase(
        "Dit geheugen hoort bij een andere kluis.", "This state belongs to another vault.")
    case .noRoleKey:
      Phrase("U heeft de sleutel van deze rol niet.", "You do not hold this role's key.")
    case .noLookupKey:
      Phrase("U heeft de opzoeksleutel niet.", "You do not hold the lookup key.")
    case .noOfficerKey:
      Phrase(
        "De FG heeft nog geen sleutel om woorden voor te verzegelen.",
        "The FG has no key yet to seal words to.")
    case .noWords:
      Phrase("Bij dit nummer zijn geen woorden.", "There are no words with this number.")
    case .notInDirectory:
      Phrase(
        "Deze persoon staat niet in de ledenlijst.", "This person is not in the directory.")
    case .backupFailed(let fault): fault.what
    case .protocolFault:
      Phrase("De kluis weigerde het bericht.", "The vault refused the message.")
    case .secretMemory:
      Phrase(
        "Er is geen afgeschermd geheugen voor sleutels.", "No locked memory for keys is left.")
    case .stateNotWritable(let path):
      Phrase("Schrijven is niet gelukt: \(path).", "Writing failed: \(path).")
    }
  }

  /// What to do next.
  package var next: Phrase {
    switch self {
    case .unreachable:
      Phrase(
        "Controleer KLUIS_HOST en de verbinding.", "Check KLUIS_HOST and the connection.")
    case .connectionLost:
      Phrase(
        "Kijk of het gelukt is en probeer het opnieuw.", "See whether it was done; try again.")
    case .sealed:
      Phrase(
        "Vraag de beheerder de kluis te openen.",
        "Ask the beheerder to unseal it.")
    case .logUnavailable:
      Phrase("Waarschuw de beheerder.", "Warn the beheerder.")
    case .tampered(_, let evidence): evidence.next
    case .stateDamaged(.pins, let path):
      Phrase(
        "Meld dit aan de FG. Zet \(path) opzij en meld u opnieuw aan; wat eerder gezien is, kan dan niet meer vergeleken worden.",
        "Report it to the FG. Move \(path) aside and sign in again; what was seen before can then no longer be compared."
      )
    case .stateDamaged(.directory, let path):
      Phrase(
        "Verwijder \(path); de lijst wordt opnieuw opgehaald en gecontroleerd.",
        "Remove \(path); the list is fetched and verified again.")
    case .falseBox(let box): box.next
    case .inputRefused(let fault): fault.next
    case .storeDamaged:
      Phrase("Waarschuw de FG en de beheerder.", "Tell the FG and the beheerder.")
    case .clockDiffers:
      Phrase("Zet de klok gelijk.", "Set the clock.")
    case .stale:
      Phrase("Open het opnieuw en herhaal uw wijziging.", "Open it again and repeat your change.")
    case .busy:
      Phrase("Probeer het zo opnieuw.", "Try again in a moment.")
    case .stateInUse(let path):
      Phrase(
        "Wacht tot die klaar is (slot: \(path)).", "Wait until it is done (lock: \(path)).")
    case .refused(let refusal): refusal.next
    case .signInRefused:
      Phrase(
        "Vraag de beheerder of uw account actief is.",
        "Ask the beheerder whether your account is active.")
    case .versionUnknown:
      Phrase("Werk het programma bij.", "Update the program.")
    case .noHolders:
      Phrase(
        "Verdeel eerst de hoofdsleutel (kluis-keys ceremony root), of stop de dienst.",
        "Divide the root key first (kluis-keys ceremony root), or stop the service.")
    case .notSealed:
      Phrase(
        "Er is niets te doen; berg het blad weg.", "Nothing is to be done; put the sheet away.")
    case .wrongOrigin:
      Phrase(
        "Kies de identiteit die bij deze kluis hoort.",
        "Choose the identity that belongs to this vault.")
    case .noRoleKey, .noLookupKey:
      Phrase(
        "Vraag een bewaarder (custodian) om toelating tot de rol.",
        "Ask a custodian for admission to the role.")
    case .noOfficerKey:
      Phrase(
        "Doe het zonder woorden, en meld het aan de FG.",
        "Do it without words, and tell the FG.")
    case .noWords:
      Phrase(
        "Kies een regel waar het log woorden bij noemt: kluis fg log.",
        "Choose an entry that the log says has words: kluis fg log.")
    case .notInDirectory:
      Phrase(
        "Controleer de naam: kluis beheer lid list.", "Check the name: kluis beheer lid list.")
    case .backupFailed(let fault): fault.next
    case .protocolFault(let code):
      Phrase(
        "Meld aan de beheerder: \(code).", "Report to the beheerder: \(code).")
    case .secretMemory:
      Phrase(
        "Verhoog de grens op vergrendeld geheugen (ulimit -l).",
        "Raise the limit on locked memory (ulimit -l).")
    case .stateNotWritable:
      Phrase("Controleer schijfruimte en rechten.", "Check disk space and permissions.")
    }
  }
}

extension Evidence {
  fileprivate var next: Phrase {
    let dutch = officers.isEmpty ? "de FG" : "de FG (\(officers.joined(separator: ", ")))"
    let english = officers.isEmpty ? "the FG" : "the FG (\(officers.joined(separator: ", ")))"
    guard let path else {
      return Phrase(
        "Gebruik niets uit dit antwoord en meld het aan \(dutch).",
        "Use nothing of this answer and report it to \(english).")
    }
    return Phrase(
      "Gebruik niets uit dit antwoord en geef \(path) aan \(dutch).",
      "Use nothing of this answer and hand \(path) to \(english).")
  }
}

extension InputFault {
  fileprivate var what: Phrase {
    switch self {
    case .tooLarge: Phrase("Dit is te veel voor één keer.", "This is too much for one call.")
    case .unknownEntry:
      Phrase(
        "De versie waarop dit voortbouwt is niet geopend.",
        "The revision that this builds on was not opened.")
    case .recordRefused:
      Phrase("Anderen zouden dit stuk weigeren.", "Others would refuse this record.")
    }
  }

  fileprivate var next: Phrase {
    switch self {
    case .tooLarge: Phrase("Verdeel het.", "Split it.")
    case .unknownEntry: Phrase("Open het dossier opnieuw.", "Open the dossier again.")
    case .recordRefused:
      Phrase(
        "Controleer de personen en de data.", "Check the persons and the dates.")
    }
  }
}
