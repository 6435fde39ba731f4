import Directory
import Records
import Sodium
import StrictJSON
import Vocabulary

extension FuzzTarget {
  private static func directoryRecords() throws -> [[UInt8]] {
    (try Seeds.vectors("dossierkluis/directory")["records"]?.arrayValue ?? []).map {
      Seeds.text($0)
    }
  }

  /// The signed bodies of records.
  private static func bodies() throws -> [[UInt8]] {
    let custody = [CustodyBox(member: Seeds.id(1), box: [UInt8](repeating: 1, count: 80))]
    let partnerKeys = PartnerKeys(
      age: Seeds.hash(5), sign: Seeds.hash(6), signNumber: [UInt8](repeating: 7, count: 8))
    let made: [DirectoryAct] = [
      .roleEpoch(RoleEpoch(role: .jurist, epoch: 2, box: Seeds.hash(2), custody: custody)),
      .lookupKey(LookupEpoch(epoch: 1, check: Seeds.hash(3), custody: custody)),
      .admission(
        Admission(
          member: Seeds.id(1), role: .jeugdbeschermer, epoch: 1,
          box: [UInt8](repeating: 1, count: 80), lookupBox: [UInt8](repeating: 2, count: 80),
          team: "Noord")),
      .custody(Custody(key: .role(.fg, epoch: 1), member: Seeds.id(1), box: custody[0].box)),
      .custody(Custody(key: .lookup(epoch: 1), member: Seeds.id(1), box: custody[0].box)),
      .partner(
        NewPartner(
          partner: Seeds.id(2), name: "Veilig Thuis", kind: .veiligThuis, keys: partnerKeys)),
      .partnerKey(Seeds.id(2), partnerKeys), .partnerEnd(Seeds.id(2)), .bundleKey(Seeds.hash(7)),
    ]
    return try directoryRecords().compactMap { try DirectoryRecord.decode($0).body }
      + made.map {
        DirectoryBody(at: 1_790_000_000_000, n: 4, prev: Seeds.hash(1), act: $0).encode()
      }
  }

  /// Records and bodies have one spelling; a directory takes only what its rules let in.
  static let directory = FuzzTarget(name: "directory", longest: 8_192) {
    try directoryRecords() + bodies()
  } check: { bytes throws(Broken) in
    if let record = try? DirectoryRecord.decode(bytes) {
      try promise(record.encode() == bytes, "a record has two spellings")
      _ = try? DirectoryBody.decode(record.body)
    }
    if let body = try? DirectoryBody.decode(bytes) {
      try promise(body.encode() == bytes, "a body has two spellings")
    }
    guard let founded = try? founded.get() else {
      throw Broken(description: "the founding record of the vectors does not verify")
    }
    var view = founded
    if (try? view.extend(with: bytes)) != nil {
      try promise(genuine.contains(bytes), "the directory took a record that nobody signed")
    }
  }

  private static let genuine = Set((try? directoryRecords()) ?? [])

  private static let founded = Result {
    let file = try Seeds.vectors("dossierkluis/directory")
    let anchor = Anchor(
      origin: file["origin"]?.stringValue ?? "", institution: Seeds.hex(file["institution_key"]))
    return try DirectoryView.verify(
      records: Array(directoryRecords().prefix(1)), anchor: anchor)
  }

  /// Files that people carry: drafts, enrolment, the institution's anchor, an identity.
  static let directoryFiles = FuzzTarget(name: "directory-files", longest: 8_192) {
    let signing = try Seeds.signer(1)
    let keys = MemberKeys.prove(signing, box: Seeds.hash(9), member: Seeds.id(1), name: "Sanne")
    let enrolment: JSONValue = [
      "box": .base64(keys.box), "member": .id(Seeds.id(1)), "name": "Sanne",
      "proof": .base64(keys.proof), "schema": .string(EnrolmentRequest.schema),
      "sign": .base64(keys.sign),
    ]
    let open: JSONValue = [
      "anchor_key": .base64(Seeds.hash(4)), "anchor_origin": "kluis.example/jeugd",
      "box": .base64(keys.box), "member": .id(Seeds.id(1)), "name": "Sanne",
      "proof": .base64(keys.proof), "sign": .base64(keys.sign),
    ]
    let identity: JSONValue = [
      "kdf": [
        "mem": 268_435_456, "ops": 3, "salt": .base64([UInt8](repeating: 1, count: 16)),
      ],
      "nonce": .base64([UInt8](repeating: 2, count: 24)),
      "public": .base64(CanonicalJSON.encode(open)), "schema": .string(Identity.schema),
      "sealed": .base64([UInt8](repeating: 3, count: 80)),
    ]
    let signatures: JSONValue = [
      ["by": "institution", "sig": .base64(Seeds.hash(1) + Seeds.hash(2))]
    ]
    let body = JSONValue.base64(try bodies()[0])
    let draft: JSONValue = [
      "body": body, "schema": .string(DirectoryDraft.schema), "sigs": signatures,
    ]
    let drafts: JSONValue = [
      "records": [["body": body, "sigs": signatures]], "schema": .string(DirectoryDraft.schema),
    ]
    return [enrolment, identity, draft, drafts].map { CanonicalJSON.encode($0) + [0x0A] }
      + [Anchor(origin: "kluis.example/jeugd", institution: Seeds.hash(4)).encode()]
  } check: { bytes throws(Broken) in
    let line = bytes.last == 0x0A ? bytes : bytes + [0x0A]
    let what = "a file has two spellings"
    if let draft = try? DirectoryDraft.decode(bytes) { try promise(draft.encode() == line, what) }
    if let file = try? DraftFile.decode(bytes) { try promise(file.encode() == line, what) }
    if let request = try? EnrolmentRequest.decode(bytes) {
      try promise(request.encode() == line, what)
      try promise(request.keys.isProven(member: request.member, name: request.name), "no proof")
    }
    if let anchor = try? Anchor.decode(bytes) { try promise(anchor.encode() == line, what) }
    if let identity = try? IdentityFile.decode(bytes) {
      let request = identity.request
      try promise(request.keys.isProven(member: request.member, name: request.name), "no proof")
    }
  }
}
