/// The three plans of the method (R5).
package enum PlanSoort: String, CaseIterable, Sendable {
  case veiligheidsplan
  case veranderplan
  case borgingsplan

  /// The parts that this kind of plan ought to have.
  package var parts: [PlanPart] {
    switch self {
    case .veiligheidsplan:
      [
        .aanleiding, .genogram, .sociogram, .taxatie, .zorgen, .krachten, .afspraken, .bodemeisen,
        .consequenties, .zichtOpVeiligheid,
      ]
    case .veranderplan:
      [.patroon, .haalbareEindsituatie, .doelen, .hulp, .leefgebieden, .overwegingen, .taxatie]
    case .borgingsplan:
      [.signalen, .wieGrijptIn, .afspraken]
    }
  }
}

/// A part of a plan; the raw value is its key in a file.
package enum PlanPart: String, CaseIterable, Sendable {
  case aanleiding
  case genogram
  case sociogram
  case zorgen
  case krachten
  case bodemeisen
  case afspraken
  case voorwaarden
  case consequenties
  case zichtOpVeiligheid
  case patroon
  case haalbareEindsituatie
  case doelen
  case hulp
  case leefgebieden
  case overwegingen
  case informatieNodig
  case signalen
  case wieGrijptIn
  case taxatie
}

extension Plan {
  /// Whether a part has been filled in.
  package func has(_ part: PlanPart) -> Bool {
    switch part {
    case .aanleiding: aanleiding != nil
    case .genogram: genogram != nil
    case .sociogram: sociogram != nil
    case .zorgen: !zorgen.isEmpty
    case .krachten: !krachten.isEmpty
    case .bodemeisen: !bodemeisen.isEmpty
    case .afspraken: !afspraken.isEmpty
    case .voorwaarden: !voorwaarden.isEmpty
    case .consequenties: !consequenties.isEmpty
    case .zichtOpVeiligheid: zichtOpVeiligheid != nil
    case .patroon: patroon != nil
    case .haalbareEindsituatie: haalbareEindsituatie != nil
    case .doelen: !doelen.isEmpty
    case .hulp: !hulp.isEmpty
    case .leefgebieden: !leefgebieden.isEmpty
    case .overwegingen: !overwegingen.isEmpty
    case .informatieNodig: !informatieNodig.isEmpty
    case .signalen: !signalen.isEmpty
    case .wieGrijptIn: !wieGrijptIn.isEmpty
    case .taxatie: taxatie != nil
    }
  }

  /// The parts that this kind of plan ought to have and has not (R19).
  package var missingParts: [PlanPart] {
    soort.parts.filter { !has($0) }
  }
}
