import CommandTree
import Desk
import Directory
import SLIP39
import Sodium

/// Sheets that come together on one machine until there are enough: to rehearse, to replace the root
/// key, to recover a vault.
///
/// One sheet is asked for after the other. A mistake is named and that sheet is asked for again; a list
/// from a descriptor is right or wrong.
enum SheetsTogether {
  /// The root key that was divided.
  ///
  /// - Parameter holders: whose set it must be; nil where no directory says it: then the first sheet does.
  /// - Throws: 65 `shares-differ`, and what `collect` throws.
  static func rootKey(of holders: HolderSet?, _ desk: Desk) throws(Failure) -> SecretBytes {
    do {
      var recovery = try Recovery()
      _ = try collect(&recovery, holders, desk)
      return try recovery.secret()
    } catch let failure as Failure { throw failure } catch RecoveryError.digest {
      throw sharesDiffer
    } catch { throw .memory }
  }

  /// Finds out whether the sheets give a key back; it stays inside and is wiped.
  ///
  /// - Returns: the numbers of the sheets.
  static func rehearse(_ holders: HolderSet, _ desk: Desk) throws(Failure) -> [Int] {
    do {
      var recovery = try Recovery()
      let numbers = try collect(&recovery, holders, desk)
      try recovery.verify()
      return numbers
    } catch let failure as Failure { throw failure } catch RecoveryError.digest {
      throw sharesDiffer
    } catch { throw .memory }
  }

  private static let sharesDiffer = Failure(
    ExitCode.data, "shares-differ",
    Text(
      nl: "deze delen geven de sleutel niet terug: minstens één blad is niet wat het was",
      en: "these shares do not give the key back: at least one sheet is not what it was"),
    hint: Text(
      nl: "probeer het met een andere bewaarder, om te zien welk blad het is",
      en: "try with another holder, to see which sheet it is"))

  private static func collect(
    _ recovery: inout Recovery, _ holders: HolderSet?, _ desk: Desk
  ) throws(Failure) -> [Int] {
    let input = ShareInput(desk)
    var numbers: [Int] = []
    // Nil before the first sheet.
    while recovery.missing != 0 {
      do throws(Failure) {
        let number = try add(&recovery, holders, input)
        numbers.append(number)
        desk.screen.note(right(number, holders, more: recovery.missing ?? 0))
      } catch {
        guard input.isTyped, error.exit == ExitCode.data else { throw error }
        desk.screen.show(error)
      }
    }
    return numbers
  }

  private static func right(_ number: Int, _ holders: HolderSet?, more: Int) -> Text {
    if let holders {
      let name = holders.holders[number - 1].name
      return Text(
        nl: "deel van \(name) is goed; nog \(more)",
        en: "the share of \(name) is right; \(more) more")
    }
    return Text(
      nl: "deel \(number) is goed; nog \(more)", en: "share \(number) is right; \(more) more")
  }

  private static func add(
    _ recovery: inout Recovery, _ holders: HolderSet?, _ input: ShareInput
  ) throws(Failure) -> Int {
    let words = try input.line(
      Text(nl: "Woorden van het volgende blad: ", en: "Words of the next sheet: "))
    do {
      let mnemonic = try Mnemonic.parse(words)
      if let holders { _ = try holders.owner(of: mnemonic) }
      try recovery.add(mnemonic)
      return mnemonic.info.memberNumber
    } catch let error as MnemonicError { throw Failure(error) } catch let error as Failure {
      throw error
    } catch Recovery.AddError.duplicate(let member) {
      throw Failure(
        ExitCode.data, "share-twice",
        Text(nl: "deel \(member) was er al", en: "share \(member) was given already"),
        hint: Text(nl: "neem een ander blad", en: "take another sheet"))
    } catch Recovery.AddError.memory { throw .memory } catch {
      throw holders.map { Failure.foreignShare($0.ceremony) } ?? .strayShare
    }
  }
}

extension HolderSet {
  /// Whose share this is; one of another set, or that is not what the ceremony made, is refused
  /// before anything is done with it.
  func owner(of mnemonic: borrowing Mnemonic) throws(Failure) -> ShareHolder {
    let info = mnemonic.info
    guard info.identifier == Int(set), info.memberThreshold == threshold, info.groupCount == 1,
      info.memberIndex < holders.count
    else { throw .foreignShare(ceremony) }
    let check: [UInt8]
    do throws(SecretMemoryError) { check = try mnemonic.check() } catch { throw .memory }
    let holder = holders[info.memberIndex]
    guard check == holder.check else { throw .falseShare(info.memberNumber, of: holder.name) }
    return holder
  }
}

extension Failure {
  /// A share of another set than the first one, where nobody can say which of the two is wanted.
  fileprivate static let strayShare = Failure(
    ExitCode.data, "share-foreign",
    Text(
      nl: "dit deel hoort niet bij het eerste",
      en: "this share does not belong to the first one"),
    hint: Text(
      nl:
        "vergelijk de eerste twee woorden van de bladen; was het eerste blad fout, begin dan opnieuw",
      en: "compare the first two words of the sheets; if the first sheet was wrong, begin again"))
}
