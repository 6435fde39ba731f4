import Directory
import Records
import Sodium
import Testing
import Vocabulary

@Suite("The file in which a draft goes to the second signer")
struct DraftFileTests {
  private struct House: ~Copyable {
    let view: DirectoryView
    let custodian: Identity

    static func make() throws -> House {
      let institution = try InstitutionKey.create(origin: "kluis.test")
      let beheerder = try Identity.create(name: "Anna", anchor: institution.anchor)
      let custodian = try Identity.create(name: "Bob", anchor: institution.anchor)
      func person() throws -> Identifier { try #require(Identifier(Random.bytes(16))) }
      let record = try DirectoryDraft.found(
        Founding(
          institution: "De Instelling", origin: "kluis.test",
          beheerder: Account(beheerder.enrolment, function: .beheerder, person: person()),
          custodian: Account(custodian.enrolment, function: .custodian, person: person()),
          serviceKey: Random.bytes(32), logKey: Random.bytes(32)), at: 1,
        with: institution.signing)
      let view = try DirectoryView.verify(records: [record], anchor: institution.anchor)
      return House(view: view, custodian: custodian)
    }

    func draft() throws -> DirectoryDraft {
      let epoch = try RoleSecret.make(.jurist, epoch: 1, keepers: view.custodians)
      var draft = try DirectoryDraft(.roleEpoch(epoch), at: 2, on: view)
      try draft.sign(as: custodian.member, with: custodian.signing, on: view)
      return draft
    }
  }

  @Test("It reads back what was written, with a signature that counts")
  func roundTrip() throws {
    let house = try House.make()
    let draft = try house.draft()
    let file = try DraftFile.decode(DraftFile(draft).encode())
    #expect(file.drafts == [draft])
    #expect(try file.drafts[0].missing(on: house.view) == [.beheerder, .custodian])
  }

  @Test(
    "It has one spelling",
    arguments: [
      ("\"records\"", "\"record\""), ("}]", "},{}]"),
      ("dossierkluis/draft/1", "dossierkluis/draft/2"),
      ("{\"records\"", "{ \"records\""), ("}\n", "}\n\n"), ("}\n", "} x"),
    ])
  func strict(from: String, to: String) throws {
    let house = try House.make()
    let text = String(decoding: DraftFile(try house.draft()).encode(), as: UTF8.self)
    let changed = text.replacing(from, with: to)
    #expect(changed != text)
    #expect(throws: DirectoryError.self) { _ = try DraftFile.decode(Array(changed.utf8)) }
    #expect(throws: DirectoryError.self) {
      _ = try DraftFile.decode(
        Array("{\"records\":[],\"schema\":\"dossierkluis/draft/1\"}\n".utf8))
    }
  }

  @Test(
    "R12: a whole enrolment is drafted at once; it counts only in its order and when both signed")
  func draftsFollowEachOther() throws {
    let house = try House.make()
    let first = try house.draft()
    var file = DraftFile(first)
    let presumed = try house.view.presuming(file.drafts)
    #expect(presumed.position == house.view.position + 1)
    let epoch = try RoleSecret.make(.toezichthouder, epoch: 1, keepers: presumed.custodians)
    var second = try DirectoryDraft(.roleEpoch(epoch), at: 3, on: presumed)
    try second.sign(as: house.custodian.member, with: house.custodian.signing, on: presumed)
    file.append(second)
    #expect(try DraftFile.decode(file.encode()).drafts == [first, second])
    // Alone, or before the first, the second has no place.
    #expect(throws: DirectoryError.order) { _ = try second.check(on: house.view) }
    #expect(throws: DirectoryError.order) { _ = try house.view.presuming([second, first]) }
    // What is presumed is not recorded: a draft with one signature is no record.
    #expect(throws: DirectoryError.self) { _ = try first.record(on: house.view) }
  }
}
