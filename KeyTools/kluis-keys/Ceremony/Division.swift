import Calendar
import CommandTree
import Desk
import Directory
import PrivateFile
import SLIP39
import Sodium
import VaultClient
import Vocabulary

/// A root key divided over share holders: checked people, rehearsed shares, one sheet each, a record.
struct Division {
  let out: String
  private let names: [String]
  private let threshold: Int
  private let sheets: String
  private let origin: String
  private let ceremony: UInt32
  private let at: Int64

  /// Reads and checks all words of the command before anything secret is read.
  ///
  /// - Throws: 64 `need`, `too-few-people`; 77 `in-two`; 1 `file-there`
  init(_ desk: Desk, ceremony: UInt32) throws(Failure) {
    let arguments = desk.arguments
    names = arguments.values("holder")
    threshold = arguments.number("need") ?? 0
    (sheets, out) = (arguments.required("sheets"), arguments.required("out"))
    origin = try InputFile.anchor(arguments.required("institution")).origin
    self.ceremony = ceremony
    at = Moment.now()
    try PeopleApart.check(names, at: .root, others: try CeremonyActs.others(desk))
    guard threshold >= HolderSet.fewestNeeded, threshold <= names.count,
      names.count <= HolderSet.most
    else {
      throw desk.usage(
        "need",
        Text(
          nl:
            "nodig zijn \(HolderSet.fewestNeeded) tot zoveel delen als er bewaarders zijn (hoogstens \(HolderSet.most))",
          en:
            "needed are \(HolderSet.fewestNeeded) up to as many shares as there are holders (at most \(HolderSet.most))"
        ))
    }
    try OutputFile.requireFree(out)
  }

  /// Writes a sheet for each holder and the record; all of it or nothing.
  ///
  /// - Returns: the sheets' paths, in the order of the holders.
  func divide(_ root: borrowing SecretBytes) throws(Failure) -> [String] {
    let divided: MnemonicSet
    do throws(SplitError) {
      divided = try MnemonicSet.split(root, threshold: threshold, count: names.count)
    } catch { throw .memory }
    let set = HolderSet(
      ceremony: ceremony, set: UInt16(truncatingIfNeeded: divided.identifier),
      threshold: threshold, holders: try holders(of: divided))
    try rehearse(divided, root)
    let paths = try writeSheets(divided, set)
    do throws(Failure) {
      try OutputFile.create(out, CeremonyRecord(holders: set, at: at).encode())
    } catch {
      removeSheets(paths)
      throw error
    }
    return paths
  }

  private func holders(of divided: borrowing MnemonicSet) throws(Failure) -> [ShareHolder] {
    var holders: [ShareHolder] = []
    do throws(SecretMemoryError) {
      for (index, name) in names.enumerated() {
        holders.append(
          ShareHolder(
            person: Identifier.random(), name: name,
            check: try divided.mnemonic(at: index).check()))
      }
    } catch { throw .memory }
    return holders
  }

  /// Every run of `threshold` neighbouring sheets gives the key back, before any is handed out.
  private func rehearse(
    _ divided: borrowing MnemonicSet, _ root: borrowing SecretBytes
  ) throws(Failure) {
    do {
      for first in 0..<divided.count {
        var recovery = try Recovery()
        for offset in 0..<divided.threshold {
          let words = try divided.text(of: (first + offset) % divided.count)
          try recovery.add(Mnemonic.parse(words))
        }
        guard try recovery.secret().equals(root) else { throw RecoveryError.digest }
      }
    } catch RecoveryError.digest {
      throw Failure(
        ExitCode.failed, "rehearsal",
        Text(
          nl: "de delen geven de sleutel niet terug; er is niets geschreven",
          en: "the shares do not give the key back; nothing was written"),
        hint: Text(
          nl: "gebruik een andere machine en meld dit", en: "use another machine and report this"))
    } catch { throw .memory }
  }

  private func writeSheets(
    _ divided: borrowing MnemonicSet, _ set: HolderSet
  ) throws(Failure) -> [String] {
    try OutputFile.makeFolder(sheets)
    var written: [String] = []
    do throws(Failure) {
      for index in 0..<divided.count {
        let path = "\(sheets)/blad-\(index + 1).txt"
        let text: SecretBytes
        do throws(SecretMemoryError) {
          text = try sheet(index + 1, of: set).text(divided.text(of: index))
        } catch { throw .memory }
        do throws(PrivateFile.Fault) { try PrivateFile.create(path, text) } catch {
          throw Failure(error)
        }
        written.append(path)
      }
    } catch {
      removeSheets(written)
      throw error
    }
    return written
  }

  func removeSheets(_ paths: [String]) {
    for path in paths { OutputFile.remove(path) }
    OutputFile.removeFolder(sheets)
  }

  private func sheet(_ number: Int, of set: HolderSet) -> HolderSheet {
    HolderSheet(
      origin: origin, set: set, number: number,
      date: DutchClock(milliseconds: at)?.date ?? .earliest)
  }

  func answer(_ paths: [String]) -> Answer {
    var answer = Answer()
    answer.add("ceremony", Text(nl: "ceremonie", en: "ceremony"), ceremony)
    answer.add(
      "threshold", Text(nl: "nodig om te openen", en: "needed to unseal"),
      UInt32(clamping: threshold))
    for (index, path) in paths.enumerated() {
      answer.add("sheet_\(index + 1)", Text(same: names[index]), path)
    }
    answer.add("record", Text(nl: "verslag (geen geheim)", en: "record (no secret)"), out)
    return answer
  }
}
