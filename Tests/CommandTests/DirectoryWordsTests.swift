import CommandTree
import Desk
import Directory
import Records
import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import VaultClient
@testable import kluis

private let pipe = Terminal(isTerminal: false, colour: false)

@Suite struct DirectoryWordsTests {
  @Test func aMemberIsNamedByNameOrIdOrBeginning() throws {
    let people = try Enrolled()
    let id = people.custodian.member
    #expect(try MemberChoice.find("Cas Todian", in: people.view).id == id)
    #expect(try MemberChoice.find(id.hex, in: people.view).id == id)
    #expect(try MemberChoice.find(id.short, in: people.view).id == id)
    let failure = #expect(throws: Failure.self) {
      try MemberChoice.find("cas todian", in: people.view)
    }
    #expect(failure?.exit == 64)
  }

  @Test func labelsOfAmbiguousDossiersStayOnTheTerminal() throws {
    let listed = ["abcdef0", "abcdef1"].map { start in
      ListedDossier(
        id: Identifier(hex: start + String(repeating: "0", count: 25)) ?? .zero,
        head: .start(of: .zero), etiket: "Gezin Voorbeeld", author: .zero, writtenAt: 0)
    }
    let prefix = try #require(Prefix("abcdef"))
    for labels in [true, false] {
      let failure = try #require(throws: Failure.self) {
        try Resolve.dossier(prefix, "abcdef", among: listed, labels: labels)
      }
      #expect(failure.code == "ambiguous-dossier")
      #expect(failure.rendered(in: .nl, by: "kluis").contains("Voorbeeld") == labels)
      #expect(failure.rendered(in: .nl, by: "kluis").contains("2 dossiers"))
    }
    let longer = try #require(Prefix("abcdef1"))
    #expect(
      try Resolve.dossier(longer, "abcdef1", among: listed, labels: false) == listed[1].id)
  }

  @Test func theListOfMembersSaysWhoWhatAndWhetherActive() throws {
    let people = try Enrolled()
    let text = LidList.text(people.view, .nl, pipe)
    #expect(text.contains("\(people.beheerder.member.hex)  Bea Heer"))
    #expect(text.split(separator: "\n").count == 3)
    let first = LidList.json(people.view)["members"]?[0]
    #expect(first?["name"] == "Bea Heer")
    #expect(first?["function"] == "beheerder")
    #expect(first?["active"] == true)
    let fingerprint = people.beheerder.enrolment.fingerprint.description
    #expect(first?["fingerprint"] == .string(fingerprint))
  }

  @Test func r12TheSecondSignerSeesWhatASignatureMeans() throws {
    let people = try Enrolled()
    let draft = try people.draft(of: "Anna de Vries")
    let body = try draft.check(on: people.view)
    let text = Texts.directoryAct(body.act, name: { $0.hex })
    #expect(text.nl.contains("Anna de Vries, jeugdbeschermer, Noord"))
    guard case .account(let account) = body.act else {
      Issue.record("no account")
      return
    }
    #expect(text.nl.contains(account.keys.fingerprint.description))
    #expect(text.nl.contains(account.person.hex))
  }

  @Test func theSecondSignerSeesWhichKeyGoesIntoWhoseKeeping() throws {
    let people = try Enrolled()
    let member = people.custodian.member
    for (key, dutch, english) in [
      (KeptKey.role(.jurist, epoch: 3), "de sleutel van jurist, tijdperk 3", "jurist, epoch 3"),
      (.lookup(epoch: 2), "de opzoeksleutel, tijdperk 2", "the lookup key, epoch 2"),
    ] {
      let act = DirectoryAct.custody(Custody(key: key, member: member, box: []))
      let text = Texts.directoryAct(act) { people.view.member($0)?.name ?? "" }
      #expect(text.nl == "Cas Todian krijgt in bewaring: \(dutch)")
      #expect(text.en.contains("Cas Todian") && text.en.contains(english))
    }
  }

  @Test("A partner's age key that nobody can open is not signed, whoever drafted it")
  func worthlessKey() throws {
    let sign = [UInt8](repeating: 7, count: 32)
    func act(_ age: [UInt8], new: Bool) -> DirectoryAct {
      let keys = PartnerKeys(age: age, sign: sign, signNumber: [UInt8](repeating: 1, count: 8))
      let partner = NewPartner(partner: .zero, name: "School", kind: .school, keys: keys)
      return new ? .partner(partner) : .partnerKey(.zero, keys)
    }
    let zeros = [UInt8](repeating: 0, count: 32)
    let unreduced = [UInt8](repeating: 0xFF, count: 32)
    let good = try BoxKeyPair.generate().publicKey
    for new in [true, false] {
      for age in [zeros, [1] + zeros.dropLast(), unreduced] {
        let failure = #expect(throws: Failure.self) { try act(age, new: new).requireUsableKeys() }
        #expect(failure?.code == "age-key" && failure?.exit == 65)
      }
      try act(good, new: new).requireUsableKeys()
    }
  }

  @Test func whoLeavesAsTheLastKeeperIsAskedToGiveFirst() throws {
    let people = try Enrolled()
    let act = DirectoryAct.lookupKey(try LookupKey.make(epoch: 1, keepers: people.view.custodians))
    var draft = try DirectoryDraft(act, at: 1_767_225_700_000, on: people.view)
    try draft.sign(
      as: people.beheerder.member, with: people.beheerder.signing, on: people.view)
    try draft.sign(
      as: people.custodian.member, with: people.custodian.signing, on: people.view)
    var view = people.view
    try view.extend(with: draft.record(on: view))
    let custodian = try #require(view.member(people.custodian.member))
    #expect(view.keptAlone(by: custodian) == [.lookup(epoch: 1)])
    #expect(view.keptAlone(by: try #require(view.member(people.beheerder.member))) == [])
    let text = Texts.keptAlone(custodian.name, view.keptAlone(by: custodian).map(\.name))
    #expect(text.nl.contains("alleen Cas Todian bewaart de opzoeksleutel, tijdperk 1"))
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"schema":"dossierkluis/draft/2","records":[]}"#,
    #"{"schema":"dossierkluis/draft/1","records":[{"body":"AA==","sigs":[],"x":1}]}"#,
    #"{"schema":"dossierkluis/draft/1","records":[{"body":"AA=","sigs":[]}]}"#,
    #"{"schema":"dossierkluis/draft/1","records":[{"body":"AA==","sigs":[{"by":"AA==","sig":""}]}]}"#,
  ])
  func whatIsNoDraftIsRefused(_ text: String) {
    let failure = #expect(throws: Failure.self) {
      try Drafting.file(Array(text.utf8), path: "out")
    }
    #expect(failure?.exit == 65)
  }

  @Test func aStaleDraftIsToBeMadeAnew() {
    let failure = Failure(DirectoryError.order)
    #expect(failure.exit == 75)
    #expect(failure.rendered(in: .en, by: "kluis").contains("make it anew"))
  }
}
