import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Records

@Suite struct SignedRecordTests {
  /// Whatever the kind: it comes back, every flipped byte and another key are refused.
  private func checkWhole<Record: SignedRecord>(_ record: Record) throws {
    let pair = Examples.signer(1)
    let signed = record.sign(with: pair)
    #expect(try Record.verify(signed, by: pair.publicKey) == record)
    #expect(throws: RecordError.signature) {
      try Record.verify(signed, by: Examples.signer(2).publicKey)
    }
    for index in signed.bytes.indices {
      var bytes = signed.bytes
      bytes[index] ^= 1
      let changed = Signed(bytes: bytes, signature: signed.signature)
      #expect(throws: RecordError.self) { try Record.verify(changed, by: pair.publicKey) }
      #expect(changed.hash != signed.hash)
    }
    for index in signed.signature.indices {
      var signature = signed.signature
      signature[index] ^= 1
      let changed = Signed(bytes: signed.bytes, signature: signature)
      #expect(throws: RecordError.signature) { try Record.verify(changed, by: pair.publicKey) }
    }
    let again = try JSONObject(signed.json)
    #expect(try Signed(again) == signed)
  }

  @Test func everyKindComesBackAndEveryFlippedByteIsRefused() throws {
    try checkWhole(Examples.section)
    try checkWhole(Examples.involvement)
    try checkWhole(Examples.waarneming)
    try checkWhole(Examples.request)
    try checkWhole(Examples.second)
    try checkWhole(Examples.grant)
    try checkWhole(Examples.grantEnd)
    try checkWhole(Examples.refresh)
    try checkWhole(Examples.refreshCheck)
    try checkWhole(Examples.consult)
    try checkWhole(Examples.grantEndWhy)
    try checkWhole(Examples.handover)
  }

  @Test func aSignatureForOneKindIsNothingForAnother() throws {
    let pair = Examples.signer(1)
    let bytes = Examples.request.encode()
    let signature = Signature.sign(bytes, as: .second, with: pair)
    #expect(throws: RecordError.signature) {
      try RequestAct.verify(Signed(bytes: bytes, signature: signature), by: pair.publicKey)
    }
    let end = Examples.grantEnd.sign(with: pair)
    #expect(throws: RecordError.self) { try Grant.verify(end, by: pair.publicKey) }
  }

  private func changed(
    _ record: some SignedRecord, _ key: String, _ value: JSONValue?
  ) throws -> [UInt8] {
    let object = try JSONObject(CanonicalJSON.decode(record.encode()))
    var members = object.members.filter { $0.key != key }
    if let value { members.append(JSONMember(key, value)) }
    return CanonicalJSON.encode(.object(members))
  }

  @Test func unknownMissingAndImpossibleFieldsAreRefused() throws {
    for (key, value) in [
      ("extra", 1), ("v", 2), ("kind", "second"), ("at", nil), ("at", -1), ("head_n", 0),
      ("valid_until", .int(Examples.at)), ("valid_until", .int(Examples.at + 15 * 86_400_000)),
      ("id", "AAAAAAAAAAAAAAAAAAAAAA=="), ("policy", "AAAA"), ("purpose", "nieuwsgierig"),
      ("act", "vernietiging"), ("reason", nil as JSONValue?),
    ] as [(String, JSONValue?)] {
      let bytes = try changed(Examples.request, key, value)
      if key == "reason" {
        #expect(try RequestAct.decode(bytes) == Examples.request)
      } else {
        #expect(throws: RecordError.self, "\(key)") { try RequestAct.decode(bytes) }
      }
    }
    for (key, value) in [
      ("request", nil), ("role", "jurist"), ("sort", "consult"), ("sections", []),
      ("member", .id(Examples.author)), ("until", .int(Examples.at)), ("by_function", "baas"),
      ("epoch", 0),
    ] as [(String, JSONValue?)] {
      let bytes = try changed(Examples.grant, key, value)
      #expect(throws: RecordError.self, "\(key)") { try Grant.decode(bytes) }
    }
    for (key, value) in [
      ("sort", "end"), ("closes", .id(Examples.id(6))), ("until", .int(Examples.at)),
      ("sort", "regie"),
    ] as [(String, JSONValue?)] {
      let bytes = try changed(Examples.waarneming, key, value)
      #expect(throws: RecordError.self, "\(key)") { try Involvement.decode(bytes) }
    }
  }

  @Test func aReasonIsOneHashAndStandsWhereWordsCanCome() throws {
    let reason = JSONValue.base64(Examples.words.hash)
    #expect(try Grant.decode(changed(Examples.consult, "reason", nil)).reason == nil)
    #expect(try GrantEnd.decode(changed(Examples.grantEnd, "reason", reason)).reason != nil)
    #expect(try Involvement.decode(changed(Examples.waarneming, "reason", reason)).reason != nil)
    // A toezicht has its words in the request, and a family's first record has none.
    for bytes in [
      try changed(Examples.grant, "reason", reason),
      try changed(Examples.consult, "reason", "AAAA"),
    ] { #expect(throws: RecordError.self) { try Grant.decode(bytes) } }
    for bytes in [
      try changed(Examples.involvement, "reason", reason),
      try changed(Examples.handover, "reason", "AAAA"),
      try changed(Examples.handover, "closes", nil),
    ] { #expect(throws: RecordError.self) { try Involvement.decode(bytes) } }
    let short = try changed(Examples.grantEnd, "reason", "AAAA")
    #expect(throws: RecordError.self) { try GrantEnd.decode(short) }
  }

  @Test func sectionsHaveOneOrderAndNoneTwice() throws {
    for sections in [["kern", "etiket"], ["kern", "kern"], []] as [[String]] {
      let objects: JSONValue = [
        "member": .id(Examples.id(5)), "role": "toezichthouder",
        "sections": .array(sections.map { .string($0) }), "until": .int(Examples.at + 1),
      ]
      let bytes = try changed(Examples.request, "objects", objects)
      #expect(throws: RecordError.self) { try RequestAct.decode(bytes) }
    }
  }

  @Test func messagesNeverHoldAValueOfTheRecord() throws {
    let bytes = try changed(Examples.request, "purpose", "zeer geheim")
    do {
      _ = try RequestAct.decode(bytes)
      Issue.record("was accepted")
    } catch {
      #expect(!error.description.contains("geheim"))
      #expect(error.description.contains("purpose"))
      #expect(!error.hint.isEmpty)
    }
  }
}
