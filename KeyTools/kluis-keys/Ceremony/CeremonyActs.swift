import CommandTree
import Desk
import Directory
import StrictJSON
import VaultClient
import Vocabulary

/// What people do when they come together, but for dividing the root key.
enum CeremonyActs {
  /// `ceremony roles`, `ceremony service`: who was in the room; refused when somebody is in two.
  static func record(_ kind: CeremonyKind, _ desk: Desk) throws(Failure) {
    let people = desk.arguments.values("present")
    let out = desk.arguments.required("out")
    try PeopleApart.check(people, at: kind, others: try others(desk))
    try OutputFile.create(
      out, CeremonyRecord(kind: kind, at: Moment.now(), people: people).encode())
    var answer = Answer()
    answer.add("kind", Text(nl: "ceremonie", en: "ceremony"), kind.rawValue)
    answer.add("people", Text(nl: "aanwezig", en: "present"), people.joined(separator: ", "))
    answer.add("record", Text(nl: "verslag (geen geheim)", en: "record (no secret)"), out)
    answer.note(
      Text(
        nl: "Geef dit verslag met --other aan de andere ceremonies.",
        en: "Give this record to the other ceremonies with --other."))
    desk.screen.answer(answer)
  }

  /// The records of earlier ceremonies.
  static func others(_ desk: Desk) throws(Failure) -> [CeremonyRecord] {
    var records: [CeremonyRecord] = []
    for path in desk.arguments.values("other") { records.append(try read(path)) }
    return records
  }

  private static func read(_ path: String) throws(Failure) -> CeremonyRecord {
    let bytes = try InputFile.read(path, limit: InputFile.smallLimit)
    do throws(JSONError) { return try CeremonyRecord(decoding: bytes) } catch {
      throw Failure(
        ExitCode.data, "not-a-record",
        Text(
          nl: "\(path) is geen verslag van een ceremonie",
          en: "\(path) is not the record of a ceremony"),
        hint: Text(
          nl: "geef het bestand dat 'ceremony' met --out schreef",
          en: "give the file that 'ceremony' wrote with --out"))
    }
  }

  /// `ceremony holders`: the beheerder's signature under who keeps the shares; the FG signs second.
  static func holders(_ desk: Desk) throws(Failure) {
    let path = desk.arguments.required("VERSLAG")
    guard let holders = try read(path).holders else {
      throw Failure(
        ExitCode.data, "not-a-root-ceremony",
        Text(
          nl: "\(path) is niet van 'ceremony root'", en: "\(path) is not of 'ceremony root'"))
    }
    var drafting = try Drafting(desk)
    let directory = try drafting.view(on: desk.session().directory)
    var answer = Answer()
    answer.add("ceremony", Text(nl: "ceremonie", en: "ceremony"), holders.ceremony)
    answer.add(
      "holders", Text(nl: "bewaarders", en: "share holders"),
      holders.holders.map(\.name).joined(separator: ", "))
    desk.screen.answer(try drafting.write(.holders(holders), on: directory, desk, answer))
  }

  /// `ceremony verify-shares`: enough sheets belong together; the key stays inside and is wiped.
  static func verifyShares(_ desk: Desk) throws(Failure) {
    let directory = try openDirectory(desk)
    try requireTwoCustodians(directory)
    guard let holders = directory.holders else {
      throw Failure(
        ExitCode.failed, "no-holders",
        Text(
          nl: "de ledenlijst noemt nog geen bewaarders",
          en: "the directory does not name share holders yet"),
        hint: Text(
          nl: "laat eerst 'ceremony holders' tekenen", en: "have 'ceremony holders' signed first"))
    }
    let names = try SheetsTogether.rehearse(holders, desk).map { holders.holders[$0 - 1].name }
    var answer = Answer()
    answer.add("ceremony", Text(nl: "ceremonie", en: "ceremony"), holders.ceremony)
    answer.add(
      "verified", Text(nl: "samen voldoende", en: "together enough"),
      names.joined(separator: ", "))
    answer.add(
      "custodians", Text(nl: "custodians", en: "custodians"),
      directory.custodians.map(\.name).joined(separator: ", "))
    desk.screen.answer(answer)
  }

  /// The verified directory, without an account of one's own.
  static func openDirectory(_ desk: Desk) throws(Failure) -> DirectoryView {
    let anchor = try InputFile.anchor(desk.arguments.required("institution"))
    let state = try desk.memory(of: anchor)
    let connection = try desk.connection()
    do throws(ClientError) {
      return try DirectoryView.fetch(over: connection, anchor: anchor, state: state)
    } catch { throw Failure(error) }
  }

  /// A role key that one custodian keeps is lost with that custodian.
  private static func requireTwoCustodians(_ directory: DirectoryView) throws(Failure) {
    for role in Role.allCases where role.hasDossierKey {
      guard let epoch = directory.roleEpoch(role) else { continue }
      let keepers = directory.keepers(of: .role(role, epoch: epoch.epoch))
      guard Set(keepers.map(\.person)).count >= 2 else {
        throw Failure(
          ExitCode.refused, "one-custodian",
          Text(
            nl: "de sleutel van \(role.name) ligt bij minder dan twee custodians",
            en: "the key of \(role.name) lies with fewer than two custodians"),
          hint: Text(
            nl: "schrijf een tweede custodian in en geef die de sleutels (custody give)",
            en: "enrol a second custodian and give them the keys (custody give)"))
      }
    }
  }
}
