import Directory
import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@Suite("kluis-keys custody, as processes: keys for who came after they were made")
struct CustodyProcessTests {
  private let world: CustodyWorld
  private var vault: RunningVault { world.vault }

  init() throws { world = try CustodyWorld() }

  private func json(_ result: ProgramResult) throws -> JSONValue {
    try OrdinaryJSON.decode(Array(result.text.utf8), limits: .record)
  }

  private func list(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).compactMap(\.stringValue)
  }

  /// Sanne opens her family and says why; the number of that entry.
  private func opened(_ dossier: Identifier, _ text: String) throws -> Int {
    try vault.session(.sanne).open(dossier, purpose: .uitvoering, words: Words(text)).reference
  }

  @Test(
    "A new FG and a deputy read words from before their time once the FG gave them the keys, not before"
  )
  func succession() throws {
    let dossier = try vault.session(.sanne).create(Families.gezin("sjors")).id
    let old = try opened(dossier, "Oma Truus belde.")
    let farid = try world.enrol("Farid Nieuw", .fg)
    let dina = try world.enrol("Dina Waarneming", .fg)
    // Her own key first, as long as she has none of the older.
    #expect(try world.run(["role", "new", "fg", "--draft", "new"], as: "Farid Nieuw").status == 0)
    try world.finish("new")
    let new = try opened(dossier, "De school belde.")
    #expect(try world.session(farid).words(at: new).text == "De school belde.")
    #expect(try world.session(farid).words(at: old).content == .closed)
    #expect(try world.session(dina).words(at: old).content == .closed)
    // Farid has nothing older to give, not even to Dina; and the newest he gives by admission.
    let before = try world.run(["custody", "check"], as: "Farid Nieuw")
    #expect(before.status == 0)
    #expect(before.text.contains("lacking: fg-1") && before.text.contains("nobody else: fg-2"))

    for (name, file) in [("Farid Nieuw", "one"), ("Dina Waarneming", "two")] {
      let given = try world.run(["custody", "give", name, "--draft", file, "--json"], as: "fg")
      #expect(given.status == 0, "\(given.errorText)")
      #expect(try list(json(given)["given"]) == ["fg-1"])
      // Given is not yet theirs: that takes the second signature.
      let ring = name == "Farid Nieuw" ? farid : dina
      #expect(try world.session(ring).words(at: old).content == .closed)
      try world.finish(file)
      #expect(try world.session(ring).words(at: old).text == "Oma Truus belde.")
    }
    #expect(try world.session(dina).words(at: new).content == .closed)
    let again = try world.run(
      ["custody", "give", "Farid Nieuw", "--draft", "again", "--json"], as: "fg")
    #expect(try again.status == 0 && list(json(again)["given"]) == [])
    #expect(try !world.tool.files().contains("again"), "nothing lacks, so nothing is drafted")

    // Fatima leaves: what she gave stays, and she gives nothing any more.
    try world.suspend(.fg)
    #expect(
      try world.run(["custody", "give", "Dina Waarneming", "--draft", "late"], as: "fg").status
        == 77)
    #expect(try world.session(farid).words(at: old).text == "Oma Truus belde.")
    let rest = try world.run(
      ["custody", "give", "Dina Waarneming", "--draft", "rest"], as: "Farid Nieuw")
    #expect(rest.status == 0, "\(rest.errorText)")
    let view = try world.finish("rest")
    #expect(view.admission(of: dina.identity.member)?.epoch == 2, "the newest, by admission")
    #expect(try world.session(dina).words(at: new).text == "De school belde.")
    let after = try world.run(["custody", "check", "--json"], as: "Dina Waarneming")
    #expect(try list(json(after)["kept"]) == ["fg-1", "fg-2"])
    #expect(try list(json(after)["lacking"]) == [] && list(json(after)["alone"]) == [])
  }

  @Test(
    "A custodian who came later checks a refresh of the old keys, proposes one, and admits a member"
  )
  func lateCustodian() throws {
    let dossier = try vault.session(.sanne).create(Families.gezin("sjors")).id
    let coen = try world.enrol("Coen Custos", .custodian)
    let nina = try world.enrol("Nina Nieuw", .jeugdbeschermer)
    try world.suspend(.youssef)
    let renew = ["role", "renew", "jeugdbeschermer", "--draft"]
    #expect(try world.run(renew + ["renew"], as: "custodian").status == 0)
    try world.finish("renew")
    #expect(try world.run(["refresh", "run"], as: "custodian").status == 0)
    // He has the key that was made while he was there, and none of before.
    let without = try world.run(["refresh", "check"], as: "Coen Custos")
    #expect(without.status == 65 && without.errorText.contains("not given into your keeping"))
    #expect(!without.errorText.contains("proposed by"), "Cato did nothing wrong")
    #expect(
      try world.run(
        ["role", "admit", "jurist", Person.jurist.rawValue, "--draft", "no"],
        as: "Coen Custos"
      ).status == 77)

    let given = try world.run(
      ["custody", "give", "Coen Custos", "--draft", "keys", "--json"], as: "custodian")
    #expect(given.status == 0, "\(given.errorText)")
    #expect(
      try list(json(given)["given"]) == [
        "jeugdbeschermer-1", "jurist-1", "leidinggevende-1", "toezichthouder-1", "lookup-1",
      ])
    #expect(try list(json(given)["lacking"]) == [])
    #expect(try DraftFile.decode(world.tool.bytes("keys")).drafts.count == 5)
    try world.finish("keys")
    let own = try world.run(["custody", "check", "--json"], as: "Coen Custos")
    #expect(try own.status == 0 && list(json(own)["kept"]).count == 6)
    #expect(try list(json(own)["lacking"]) == [])

    let checked = try world.run(["refresh", "check"], as: "Coen Custos")
    #expect(checked.status == 0, "\(checked.errorText)")
    #expect(checked.text.contains("dossiers refreshed: 1"))
    // And the other way round: he makes a key, opens the old boxes and proposes; Cato checks.
    #expect(try world.run(renew + ["more"], as: "Coen Custos").status == 0)
    try world.finish("more")
    let proposed = try world.run(["refresh", "run"], as: "Coen Custos")
    #expect(proposed.status == 0 && proposed.text.contains("dossiers proposed: 1"))
    #expect(try world.run(["refresh", "check"], as: "custodian").status == 0)
    let verified = try world.run(["refresh", "verify", "--json"], as: "Coen Custos")
    #expect(verified.status == 0 && verified.text.contains(#""findings":0"#))
    #expect(try vault.session(.sanne).open(dossier, purpose: .uitvoering).sections.count == 6)

    // A member with the lookup key, which is older than Coen.
    let admitted = try world.run(
      ["role", "admit", "jeugdbeschermer", "Nina Nieuw", "--draft", "nina"], as: "Coen Custos")
    #expect(admitted.status == 0, "\(admitted.errorText)")
    try world.finish("nina")
    let own2 = try world.session(nina).create(Families.gezin("sjors")).id
    #expect(try world.session(nina).open(own2, purpose: .uitvoering).sections.count == 6)

    // Cato is lost. No role needs a new key for that: Coen gives a third all there is.
    try world.suspend(.custodian, by: coen)
    let alone = try world.run(["custody", "check", "--json"], as: "Coen Custos")
    #expect(try list(json(alone)["alone"]).count == 7)
    _ = try world.enrol("Dirk Custos", .custodian, by: coen)
    #expect(
      try world.run(["custody", "give", "Dirk Custos", "--draft", "third"], as: "Coen Custos")
        .status == 0)
    try world.finish("third")
    let third = try world.run(["custody", "check", "--json"], as: "Dirk Custos")
    #expect(try list(json(third)["kept"]).count == 7 && list(json(third)["lacking"]) == [])
  }

  @Test("A box with another secret is noticed where it is used, and names who signed it (65)")
  func garbage() throws {
    _ = try vault.session(.sanne).create(Families.gezin("sjors"))
    let coen = try world.enrol("Coen Custos", .custodian)
    try world.giveGarbage(.role(.jeugdbeschermer, epoch: 1), to: coen, by: .custodian)
    try world.giveGarbage(.lookup(epoch: 1), to: coen, by: .custodian)
    let names = "signed for by Bram Beheer, Cato Custos"
    let check = try world.run(["custody", "check"], as: "Coen Custos")
    #expect(check.status == 65 && check.text.contains("findings: 2"))
    #expect(check.errorText.contains("jeugdbeschermer-1") && check.errorText.contains(names))
    #expect(check.errorText.contains("lookup-1"))
    // The rest can still be given, and he gives on none of what is false.
    #expect(
      try world.run(["custody", "give", "Coen Custos", "--draft", "rest"], as: "custodian")
        .status == 0)
    try world.finish("rest")
    _ = try world.enrol("Dirk Custos", .custodian)
    let given = try world.run(
      ["custody", "give", "Dirk Custos", "--draft", "dirk", "--json"], as: "Coen Custos")
    #expect(given.status == 0)
    #expect(try list(json(given)["findings"]) == ["jeugdbeschermer-1", "lookup-1"])
    #expect(
      try list(json(given)["given"]) == ["jurist-1", "leidinggevende-1", "toezichthouder-1"])
    #expect(try list(json(given)["lacking"]) == ["jeugdbeschermer-1", "lookup-1"])
    let admit = try world.run(
      ["role", "admit", "jeugdbeschermer", Person.sanne.rawValue, "--draft", "no"],
      as: "Coen Custos")
    #expect(admit.status == 65 && admit.errorText.contains(names))
    let lookup = try world.run(
      ["role", "admit", "leidinggevende", Person.leidinggevende.rawValue, "--draft", "no"],
      as: "Coen Custos")
    #expect(lookup.status == 65 && lookup.errorText.contains("the lookup key, epoch 1"))
    #expect(try !world.tool.files().contains("no"))
    let verify = try world.run(["refresh", "verify"], as: "Coen Custos")
    #expect(verify.status == 65 && verify.errorText.contains(names))
    #expect(!verify.errorText.contains("proposed by"))
  }

  @Test("Words under a key whose box is false: the FG is told which key, and who signed for it")
  func garbageForTheFG() throws {
    let dossier = try vault.session(.sanne).create(Families.gezin("sjors")).id
    let old = try opened(dossier, "Oma Truus belde.")
    let farid = try world.enrol("Farid Nieuw", .fg)
    #expect(try world.run(["role", "new", "fg", "--draft", "new"], as: "Farid Nieuw").status == 0)
    try world.finish("new")
    try world.giveGarbage(.role(.fg, epoch: 1), to: farid, by: .fg)
    let error = #expect(throws: ClientError.self) {
      _ = try world.session(farid).words(at: old)
    }
    guard case .falseBox(let box) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(box.key == .role(.fg, epoch: 1) && box.signers == ["Bram Beheer", "Fatima Gül"])
    #expect(error?.exitCode == 65 && error?.code == "false-box")
  }

  @Test("Who may not give, to whom nothing can be given, and what is not there: refused, no draft")
  func refusals() throws {
    _ = try world.enrol("Coen Custos", .custodian)
    _ = try world.enrol("Farid Nieuw", .fg)
    func give(_ to: String, as name: String) throws -> ProgramResult {
      try world.run(["custody", "give", to, "--draft", "draft"], as: name)
    }
    let table = [
      ("Coen Custos", "beheerder", "not-the-maker"), ("Coen Custos", "fg", "not-the-maker"),
      ("Farid Nieuw", "custodian", "not-the-maker"),
      (Person.jurist.rawValue, "custodian", "directory-role"),
      (Person.custodian.rawValue, "custodian", "draft-subject"),
    ]
    for (to, name, code) in table {
      let result = try world.run(
        ["custody", "give", to, "--draft", "draft", "--json"], as: name)
      #expect(result.status == 77, "\(to) by \(name): \(result.errorText)")
      #expect(result.errorText.contains(code) || result.text.contains(code), "\(to) by \(name)")
    }
    #expect(try give("Niemand", as: "custodian").status == 64)
    // Nobody of the two has anything: a custodian who came after all keys, and another.
    _ = try world.enrol("Dirk Custos", .custodian)
    let nothing = try give("Dirk Custos", as: "Coen Custos")
    #expect(nothing.status == 77 && nothing.errorText.contains("jeugdbeschermer-1"))
    #expect(try world.run(["custody", "check"], as: "beheerder").status == 77)
    #expect(try !world.tool.files().contains("draft"))
    // A draft that waits is drafted on; when it has become another directory's, it is refused (75).
    #expect(try give("Coen Custos", as: "custodian").status == 0)
    #expect(try give("Dirk Custos", as: "custodian").status == 0)
    #expect(try DraftFile.decode(world.tool.bytes("draft")).drafts.count == 10)
    _ = try world.enrol("Nog Iemand", .jurist)
    #expect(try give("Coen Custos", as: "custodian").status == 75)
  }
}
