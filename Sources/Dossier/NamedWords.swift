// What the values of closed lists are called in the text.

extension Rol {
  package var phrase: Phrase {
    switch self {
    case .kind: Phrase("kind", "child")
    case .ouder: Phrase("ouder", "parent")
    case .verzorger: Phrase("verzorger", "carer")
    case .netwerk: Phrase("netwerk", "network")
    }
  }
}

extension MaatregelSoort {
  package var phrase: Phrase {
    switch self {
    case .preventief: Phrase("preventieve jeugdbescherming", "preventive youth protection")
    case .ots: Phrase("ondertoezichtstelling", "supervision order (OTS)")
    case .voogdij: Phrase("voogdij", "guardianship")
    case .jeugdreclassering: Phrase("jeugdreclassering", "juvenile probation")
    case .spoedmaatregel: Phrase("spoedmaatregel", "emergency measure")
    }
  }
}

extension GezinGegevens {
  package var phasePhrase: Phrase {
    switch fase {
    case 1: Phrase("1 (veiligheid nu)", "1 (safety now)")
    case 2: Phrase("2 (veranderen)", "2 (change)")
    default: Phrase("3 (generaliseren en borgen)", "3 (generalise and secure)")
    }
  }
}

extension PlanPart {
  var phrase: Phrase {
    switch self {
    case .aanleiding: Phrase("aanleiding", "reason")
    case .genogram: Phrase("genogram", "genogram")
    case .sociogram: Phrase("sociogram", "sociogram")
    case .zorgen: Phrase("zorgen", "worries")
    case .krachten: Phrase("krachten", "strengths")
    case .bodemeisen: Phrase("bodemeisen", "must not happen")
    case .afspraken: Phrase("afspraken", "agreements")
    case .voorwaarden: Phrase("voorwaarden jeugdreclassering", "conditions of probation")
    case .consequenties: Phrase("consequenties", "consequences")
    case .zichtOpVeiligheid: Phrase("zicht op veiligheid", "watches over safety")
    case .patroon: Phrase("patroon", "pattern")
    case .haalbareEindsituatie: Phrase("haalbare eindsituatie", "feasible end situation")
    case .doelen: Phrase("doelen", "goals")
    case .hulp: Phrase("hulp", "help")
    case .leefgebieden: Phrase("leefgebieden", "areas of life")
    case .overwegingen: Phrase("overwegingen", "considerations")
    case .informatieNodig: Phrase("nog uit te zoeken", "still to find out")
    case .signalen: Phrase("signalen van terugval", "signs of relapse")
    case .wieGrijptIn: Phrase("wie grijpt in", "who steps in")
    case .taxatie: Phrase("taxatie", "assessment")
    }
  }
}

extension Term.Kind {
  package var phrase: Phrase {
    switch self {
    case .homeVisit: Phrase("huisbezoek binnen een week", "home visit within a week")
    case .safetyEstimate:
      Phrase("inschatting veiligheid binnen vijf dagen", "safety estimate within five days")
    case .crisis: Phrase("crisis: handelen binnen 24 uur", "crisis: act within 24 hours")
    case .entry(_, let soort): Phrase(soort, soort)
    case .validity(_, let soort): Phrase("\(soort) loopt af", "\(soort) expires")
    }
  }
}

extension Term {
  /// How it stands; what merely expires is not late.
  var phrase: Phrase {
    guard case .validity = kind else { return state.phrase }
    return switch state {
    case .running(let days):
      Phrase("nog \(State.dutch(days))", "\(State.english(days)) left")
    case .late(let days):
      Phrase("VERLOPEN, \(State.dutch(days)) geleden", "EXPIRED \(State.english(days)) ago")
    default: state.phrase
    }
  }
}

extension Term.State {
  var phrase: Phrase {
    switch self {
    case .met(let day): Phrase("gehaald op \(day)", "met on \(day)")
    case .metLate(let day, let days):
      Phrase(
        "gedaan op \(day), \(Self.dutch(days)) te laat",
        "done on \(day), \(Self.english(days)) late")
    case .running(0): Phrase("LOOPT: VANDAAG", "RUNNING: TODAY")
    case .running(let days):
      Phrase("loopt: nog \(Self.dutch(days))", "running: \(Self.english(days)) left")
    case .late(let days):
      Phrase("TE LAAT: \(Self.dutch(days))", "LATE: \(Self.english(days))")
    case .metBefore(let day):
      Phrase(
        "gedaan voor \(day); de eerste versie staat niet in dit dossier",
        "done before \(day); the first version is not in this dossier")
    case .notVisible:
      Phrase("niet te zien: sectie niet geopend", "cannot be seen: section not opened")
    }
  }

  fileprivate static func dutch(_ days: Int) -> String { days == 1 ? "1 dag" : "\(days) dagen" }
  fileprivate static func english(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }
}
