import CommandTree
import Desk
import Directory
import Sodium
import VaultService

/// `ceremony replace`: a new root key for a vault that stands still, and new sheets for it.
enum ReplaceActs {
  static func run(_ desk: Desk) throws(Failure) {
    let folder = desk.arguments.required("dir")
    let replacement: RootReplacement
    do throws(StartError) { replacement = try RootReplacement.begin(folder) } catch {
      throw Failure(error)
    }
    let ceremony = replacement.ceremony + 1
    let division = try Division(desk, ceremony: ceremony)
    let old = try presentWrapKey(replacement, desk)
    let root: SecretBytes
    do throws(SecretMemoryError) { root = try SecretBytes.random(HostKey.count) } catch {
      throw .memory
    }
    // First the sheets: a keystore under a key that nobody has a share of could never be opened.
    let paths = try division.divide(root)
    do throws(RootReplacement.Fault) {
      try replacement.finish(from: old, to: root, ceremony: ceremony)
    } catch { throw failure(error, division, paths) }
    var answer = division.answer(paths)
    answer.note(
      Text(
        nl: """
          De kluis opent nu met de nieuwe wrap.key in \(folder). In deze volgorde: start kluisd; druk de bladen af en vernietig de map; laat 'ceremony holders \(division.out)' tekenen; oefen met 'ceremony verify-shares'; zet wrap.key in de systemd-credential of verwijder haar. Vernietig de oude bladen samen. Kopieën van keystore.db van vóór vandaag opent de oude sleutel nog (de nieuwe keystore.db niet): vernietig ook die.
          """,
        en: """
          The vault opens with the new wrap.key in \(folder) now. In this order: start kluisd; print the sheets and destroy the folder; have 'ceremony holders \(division.out)' signed; rehearse with 'ceremony verify-shares'; put wrap.key into the systemd credential or remove it. Destroy the old sheets together. Copies of keystore.db from before today still open with the old key (the new keystore.db does not): destroy those too.
          """))
    desk.screen.answer(answer)
  }

  /// Why it did not end, and what to keep: the sheets are removed only while the old ones count.
  private static func failure(
    _ fault: RootReplacement.Fault, _ division: borrowing Division, _ paths: [String]
  ) -> Failure {
    switch fault {
    case .unchanged(let error):
      division.removeSheets(paths)
      OutputFile.remove(division.out)
      return Failure(
        ExitCode.data, "not-replaced",
        Text(
          nl: "de kluis heeft nog haar oude hoofdsleutel: \(error)",
          en: "the vault still has its old root key: \(error)"),
        hint: Text(
          nl: "er is niets veranderd; controleer de map en de oude delen",
          en: "nothing was changed; check the folder and the old shares"))
    case .halfway(let error, let path):
      return Failure(
        ExitCode.failed, "half-replaced",
        Text(
          nl: "de kluis heeft waarschijnlijk al haar nieuwe hoofdsleutel: \(error)",
          en: "the vault probably has its new root key already: \(error)"),
        hint: Text(
          nl:
            "bewaar de oude en de nieuwe bladen; start kluisd, en als zij niet opent: hernoem \(path) naar wrap.key en start opnieuw",
          en:
            "keep the old sheets and the new ones; start kluisd, and if it does not open rename \(path) to wrap.key and start again"
        ))
    }
  }

  /// W of today: from the host, or from enough of the old sheets.
  private static func presentWrapKey(
    _ replacement: borrowing RootReplacement, _ desk: Desk
  ) throws(Failure) -> SecretBytes {
    do {
      if let found = try replacement.presentWrapKey() { return found }
      guard let holders = replacement.holders else {
        throw Failure(
          ExitCode.unavailable, "no-wrap-key",
          Text(
            nl: "wrap.key is er niet en niemand heeft delen",
            en: "wrap.key is not there and nobody holds shares"),
          hint: Text(nl: "zet wrap.key terug (modus 0600)", en: "put wrap.key back (mode 0600)"))
      }
      let root = try SheetsTogether.rootKey(of: holders, desk)
      return try HostKey.wrap(root: root, ceremony: holders.ceremony)
    } catch let failure as Failure { throw failure } catch let fault as SecretFile.Fault {
      throw Failure(
        ExitCode.data, "wrap-key",
        Text(nl: "wrap.key is niet te gebruiken", en: "wrap.key: \(fault)"))
    } catch { throw .memory }
  }
}

extension Failure {
  /// Why a vault's folder cannot be worked on.
  init(_ error: StartError) {
    self.init(
      error.exit, "vault-folder",
      Text(nl: "de kluis in deze map: \(error)", en: "\(error)"),
      hint: Text(same: error.hint))
  }
}
