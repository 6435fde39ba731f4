package import CommandTree
package import Socket

extension Texts {
  /// What went wrong on the way to the vault.
  package static func connection(_ fault: SocketFault) -> Text {
    switch fault {
    case .badAddress:
      Text(nl: "KLUIS_HOST is geen adres van een kluis", en: "KLUIS_HOST is not a vault's address")
    case .pathTooLong(let limit):
      Text(
        nl: "het pad van de socket is langer dan \(limit) bytes",
        en: "the socket's path is longer than \(limit) bytes")
    case .notRunning:
      Text(nl: "op dit adres luistert geen kluis", en: "no vault listens at this address")
    case .noPermission:
      Text(
        nl: "u mag niet bij de socket van de kluis", en: "you may not connect to the vault's socket"
      )
    case .notASocket:
      Text(
        nl: "op dit pad staat iets anders dan een socket",
        en: "something that is not a socket stands at this path")
    case .timedOut:
      Text(nl: "de kluis antwoordt niet op tijd", en: "the vault did not answer in time")
    case .ssh(255):
      Text(
        nl: "ssh kreeg geen verbinding met de kluis",
        en: "ssh could not connect to the vault's host")
    case .ssh(69):
      // The gate's own code for a socket at which nobody listens. (kluis-gate, Main)
      Text(
        nl: "de kluismachine is bereikt, maar de kluis draait er niet",
        en: "the vault's host was reached, but the vault does not run there")
    case .ssh(127):
      Text(
        nl: "op de kluismachine staat geen kluis-gate", en: "there is no kluis-gate on the host")
    case .ssh(let status):
      Text(
        nl: "de poort van de kluis stopte met code \(status)",
        en: "the gate on the vault's host ended with code \(status)")
    default:
      Text(
        nl: "de verbinding met de kluis viel weg", en: "the connection to the vault was lost")
    }
  }

  package static func connectionHint(_ fault: SocketFault) -> Text {
    switch fault {
    case .badAddress, .pathTooLong:
      Text(
        nl: "schrijf unix:/run/kluisd/kluisd.sock of ssh://gebruiker@host[:poort]",
        en: "write unix:/run/kluisd/kluisd.sock or ssh://user@host[:port]")
    case .notRunning, .notASocket:
      Text(
        nl: "controleer KLUIS_HOST, en vraag de beheerder of kluisd draait",
        en: "check KLUIS_HOST, and ask the beheerder whether kluisd runs")
    case .noPermission:
      Text(
        nl: "vraag de beheerder u in de groep van de socket te zetten",
        en: "ask the beheerder to add you to the socket's group")
    case .ssh(69):
      Text(
        nl: "vraag de beheerder of kluisd draait", en: "ask the beheerder whether kluisd runs")
    case .ssh(127):
      Text(
        nl: "vraag de beheerder de regel in authorized_keys na te kijken",
        en: "ask the beheerder to check the line in authorized_keys")
    case .ssh(255):
      Text(
        nl: "probeer ssh naar die host met de hand en los op wat het zegt",
        en: "try ssh to that host by hand and solve what it says")
    default:
      Text(
        nl: "probeer het opnieuw; blijft het zo, waarschuw dan de beheerder",
        en: "try again; if it stays so, tell the beheerder")
    }
  }
}
