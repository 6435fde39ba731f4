internal import Records
internal import Sodium
package import StrictJSON
internal import Vocabulary

/// The signed part of a directory record: its place in the list, its time and its act.
package struct DirectoryBody: Equatable, Sendable {
  package let at: Int64
  /// From 1.
  package let n: UInt32
  /// The hash of the record before it; `start` for the first.
  package let prev: [UInt8]
  package let act: DirectoryAct

  package init(at: Int64, n: UInt32, prev: [UInt8], act: DirectoryAct) {
    self.at = at
    self.n = n
    self.prev = prev
    self.act = act
  }

  /// What the first record names as the one before it.
  package static func start(of origin: String) -> [UInt8] {
    BLAKE2b.hash(Array("dossierkluis/v1/directory".utf8), Array(origin.utf8))
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode(
      .object(
        present: [
          ("at", .int(at)), ("kind", .string(act.kind.rawValue)), ("n", .number(n)),
          ("prev", .base64(prev)), ("v", .int(1)),
        ] + act.fields))
  }

  /// Reads the bytes that `encode` writes, and no others.
  package static func decode(_ bytes: [UInt8]) throws(JSONError) -> DirectoryBody {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
    guard try object.requireInt("v") == 1 else {
      throw object.error(.notAllowed(expected: "version 1"), "v")
    }
    let kind = try object.requireCase("kind", DirectoryAct.Kind.self)
    return DirectoryBody(
      at: try object.requireTime("at"), n: try object.requireUInt32("n"),
      prev: try object.requireHash("prev"), act: try DirectoryAct(kind, object))
  }
}

extension DirectoryAct {
  fileprivate var fields: [(String, JSONValue?)] {
    switch self {
    case .founding(let founding):
      [
        ("beheerder", founding.beheerder.json), ("custodian", founding.custodian.json),
        ("institution", .string(founding.institution)), ("log_key", .base64(founding.logKey)),
        ("log_name", founding.logName.map { .string($0) }),
        ("origin", .string(founding.origin)), ("service_key", .base64(founding.serviceKey)),
      ]
    case .account(let account): [("account", account.json)]
    case .memberKey(let member, let keys):
      [
        ("box", .base64(keys.box)), ("member", .id(member)), ("proof", .base64(keys.proof)),
        ("sign", .base64(keys.sign)),
      ]
    case .suspension(let member): [("member", .id(member))]
    case .roleEpoch(let epoch):
      [
        ("box", .base64(epoch.box)), ("custody", epoch.custody.json),
        ("epoch", .number(epoch.epoch)), ("role", .string(epoch.role.name)),
      ]
    case .admission(let admission):
      [
        ("box", .base64(admission.box)), ("epoch", .number(admission.epoch)),
        ("lookup_box", admission.lookupBox.map { .base64($0) }),
        ("member", .id(admission.member)), ("region", admission.region.map { .string($0) }),
        ("role", .string(admission.role.name)), ("team", admission.team.map { .string($0) }),
      ]
    case .lookupKey(let lookup):
      [
        ("check", .base64(lookup.check)), ("custody", lookup.custody.json),
        ("epoch", .number(lookup.epoch)),
      ]
    case .custody(let custody):
      [
        ("box", .base64(custody.box)), ("epoch", .number(custody.key.epoch)),
        ("member", .id(custody.member)),
        ("role", custody.key.role.map { .string($0.name) }),
      ]
    case .holders(let holders): holders.fields
    case .serviceKey(let key), .logKey(let key), .bundleKey(let key): [("key", .base64(key))]
    case .partner(let partner): [("partner", partner.json)]
    case .partnerKey(let partner, let keys): keys.fields + [("partner", .id(partner))]
    case .partnerEnd(let partner): [("partner", .id(partner))]
    }
  }

  fileprivate init(_ kind: Kind, _ object: JSONObject) throws(JSONError) {
    func allow(_ keys: String...) throws(JSONError) {
      try object.allowOnly(keys + ["at", "kind", "n", "prev", "v"])
    }
    switch kind {
    case .founding:
      try allow(
        "beheerder", "custodian", "institution", "log_key", "log_name", "origin", "service_key")
      self = .founding(
        Founding(
          institution: try object.requireText("institution"),
          origin: try object.requireOrigin("origin"),
          beheerder: try Account(object.requireObject("beheerder")),
          custodian: try Account(object.requireObject("custodian")),
          serviceKey: try object.requireHash("service_key"),
          logKey: try object.requireHash("log_key"), logName: try object.optionalText("log_name")))
    case .account:
      try allow("account")
      self = .account(try Account(object.requireObject("account")))
    case .memberKey:
      try allow("box", "member", "proof", "sign")
      self = .memberKey(try object.requireIdentifier("member"), try MemberKeys(object))
    case .suspension:
      try allow("member")
      self = .suspension(try object.requireIdentifier("member"))
    case .roleEpoch:
      try allow("box", "custody", "epoch", "role")
      self = .roleEpoch(
        RoleEpoch(
          role: try object.requireRole("role"), epoch: try object.requireUInt32("epoch"),
          box: try object.requireHash("box"), custody: try object.requireCustody("custody")))
    case .admission:
      try allow("box", "epoch", "lookup_box", "member", "region", "role", "team")
      self = .admission(
        Admission(
          member: try object.requireIdentifier("member"), role: try object.requireRole("role"),
          epoch: try object.requireUInt32("epoch"), box: try object.requireBytes("box"),
          lookupBox: try object.optionalBytes("lookup_box"), team: try object.optionalText("team"),
          region: try object.optionalText("region")))
    case .lookupKey:
      try allow("check", "custody", "epoch")
      self = .lookupKey(
        LookupEpoch(
          epoch: try object.requireUInt32("epoch"), check: try object.requireHash("check"),
          custody: try object.requireCustody("custody")))
    case .custody:
      try allow("box", "epoch", "member", "role")
      let epoch = try object.requireUInt32("epoch")
      self = .custody(
        Custody(
          key: object["role"] == nil
            ? .lookup(epoch: epoch) : .role(try object.requireRole("role"), epoch: epoch),
          member: try object.requireIdentifier("member"), box: try object.requireBytes("box")))
    case .holders:
      try allow("ceremony", "holders", "set", "threshold")
      self = .holders(try HolderSet(object))
    case .serviceKey:
      try allow("key")
      self = .serviceKey(try object.requireHash("key"))
    case .logKey:
      try allow("key")
      self = .logKey(try object.requireHash("key"))
    case .partner:
      try allow("partner")
      self = .partner(try NewPartner(object.requireObject("partner")))
    case .partnerKey:
      try allow("age", "partner", "sign", "sign_number")
      self = .partnerKey(try object.requireIdentifier("partner"), try PartnerKeys(object))
    case .partnerEnd:
      try allow("partner")
      self = .partnerEnd(try object.requireIdentifier("partner"))
    case .bundleKey:
      try allow("key")
      self = .bundleKey(try object.requireHash("key"))
    }
  }
}

extension [CustodyBox] {
  fileprivate var json: JSONValue {
    .array(map { ["box": .base64($0.box), "member": .id($0.member)] })
  }
}
