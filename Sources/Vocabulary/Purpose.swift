/// Why a dossier is opened: the code that stands in clear in the log.
package enum Purpose: String, CaseIterable, Sendable {
  case uitvoering
  case kwaliteitscontrole
  case klacht
  case juridisch
  case toezicht
  case crisis
  case recht
  case datalek
}
