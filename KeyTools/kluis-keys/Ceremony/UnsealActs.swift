import CommandTree
import Desk
import Directory
import SLIP39
import Session
import Sodium
import VaultClient

/// `unseal`: a share holder brings one share to a sealed vault, from a terminal of their own.
enum UnsealActs {
  static func run(_ desk: Desk) throws(Failure) {
    let anchor = try InputFile.anchor(desk.arguments.required("institution"))
    let state = try desk.memory(of: anchor)
    let connection = try desk.connection()
    var unsealing: Unsealing
    do throws(ClientError) {
      unsealing = try Unsealing(over: connection, anchor: anchor, state: state)
    } catch { throw Failure(error) }
    let holders = unsealing.holders
    let input = ShareInput(desk)
    while true {
      do throws(Failure) {
        let (progress, name) = try bring(&unsealing, holders, input)
        return desk.screen.answer(answer(progress, name))
      } catch {
        guard input.isTyped, error.exit == ExitCode.data else { throw error }
        desk.screen.show(error)
      }
    }
  }

  /// The words are checked here first: a mistake is named before anything is sent.
  private static func bring(
    _ unsealing: inout Unsealing, _ holders: HolderSet, _ input: ShareInput
  ) throws(Failure) -> (Unsealing.Progress, String) {
    let words = try input.line(
      Text(
        nl: "Woorden van uw blad (ceremonie \(holders.ceremony)), op één regel: ",
        en: "Words of your sheet (ceremony \(holders.ceremony)), on one line: "))
    let mnemonic: Mnemonic
    do throws(MnemonicError) { mnemonic = try Mnemonic.parse(words) } catch {
      throw Failure(error)
    }
    let holder = try holders.owner(of: mnemonic)
    let progress: Unsealing.Progress
    do throws(ClientError) { progress = try unsealing.bring(words) } catch { throw Failure(error) }
    switch progress.fate {
    case .taken, .duplicate: return (progress, holder.name)
    case .foreign, .unreadable:
      throw Failure(
        ExitCode.tryAgain, "share-" + progress.fate.rawValue,
        Text(
          nl: "de kluis nam dit deel niet aan", en: "the vault did not take this share"),
        hint: Text(
          nl: "begin opnieuw; blijft het zo, bel dan de beheerder",
          en: "begin again; if it stays like this, call the beheerder"))
    }
  }

  private static func answer(_ progress: Unsealing.Progress, _ name: String) -> Answer {
    var answer = Answer()
    answer.add("holder", Text(nl: "deel van", en: "share of"), name)
    answer.add("fate", Text(nl: "ontvangen", en: "received"), progress.fate.rawValue)
    answer.add(
      "missing", Text(nl: "delen die nog ontbreken", en: "shares still missing"),
      UInt32(clamping: progress.missing))
    answer.note(
      progress.isOpen
        ? Text(
          nl: "De kluis is open. Berg uw blad weg.", en: "The vault is open. Put your sheet away.")
        : Text(
          nl: "De kluis wacht op de andere bewaarders. Berg uw blad weg.",
          en: "The vault waits for the other holders. Put your sheet away."))
    return answer
  }
}
