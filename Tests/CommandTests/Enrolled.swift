import Directory
import Sodium
import Vocabulary

/// An institution of two people, for tests that need a verified directory.
final class Enrolled {
  let view: DirectoryView
  let beheerder: Identity
  let custodian: Identity

  init() throws {
    let institution = try SigningKeyPair.generate()
    let anchor = Anchor(origin: "kluis.example", institution: institution.publicKey)
    beheerder = try Identity.create(name: "Bea Heer", anchor: anchor)
    custodian = try Identity.create(name: "Cas Todian", anchor: anchor)
    let founding = Founding(
      institution: "Voorbeeld", origin: anchor.origin,
      beheerder: Account(beheerder.enrolment, function: .beheerder, person: .example(11)),
      custodian: Account(custodian.enrolment, function: .custodian, person: .example(12)),
      serviceKey: try SigningKeyPair.generate().publicKey,
      logKey: try SigningKeyPair.generate().publicKey)
    let record = try DirectoryDraft.found(founding, at: 1_767_225_600_000, with: institution)
    view = try DirectoryView.verify(records: [record], anchor: anchor)
  }

  /// A draft of a new jeugdbeschermer, signed by the beheerder.
  func draft(of name: String) throws -> DirectoryDraft {
    let person = try Identity.create(name: name, anchor: view.anchor)
    let account = Account(
      person.enrolment, function: .jeugdbeschermer, person: .example(13), team: "Noord")
    var draft = try DirectoryDraft(.account(account), at: 1_767_225_700_000, on: view)
    try draft.sign(as: beheerder.member, with: beheerder.signing, on: view)
    return draft
  }
}
