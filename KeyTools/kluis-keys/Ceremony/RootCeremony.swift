import CommandTree
import Desk
import Directory
import Sodium
import VaultService

/// `ceremony root`: the root key divided over share holders, one sheet each.
enum RootCeremony {
  static func run(_ desk: Desk) throws(Failure) {
    let path = desk.arguments.required("root")
    let division = try Division(desk, ceremony: 1)
    let root = try readRoot(path)
    let paths = try division.divide(root)
    var answer = division.answer(paths)
    answer.note(
      Text(
        nl: """
          Nu, in deze volgorde: druk elk blad af op een printer in de kamer, laat elke bewaarder tekenen, vernietig de map met bladen; laat de beheerder 'ceremony holders \(division.out)' tekenen en de FG als tweede; oefen met 'ceremony verify-shares'; verwijder dan \(path).
          """,
        en: """
          Now, in this order: print each sheet on a printer in the room, have each holder sign, destroy the folder with the sheets; have the beheerder sign 'ceremony holders \(division.out)' and the FG second; rehearse with 'ceremony verify-shares'; then remove \(path).
          """))
    desk.screen.answer(answer)
  }

  private static func readRoot(_ path: String) throws(Failure) -> SecretBytes {
    do { return try SecretFile.read(path) } catch let fault as SecretFile.Fault {
      throw Failure(
        ExitCode.data, "root-key",
        Text(nl: "\(path): dit is geen hoofdsleutel", en: "\(path): \(fault)"),
        hint: Text(
          nl: "geef root.key van 'init' (modus 0600, van uzelf)",
          en: "give the root.key of 'init' (mode 0600, your own)"))
    } catch { throw .memory }
  }
}
