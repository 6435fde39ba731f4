import AuditLog
import Directory
import Minisign
import Records
import Sodium
import StrictJSON
package import Vocabulary

/// One bundle of the list: for whom, and how far it came.
package struct ListedBundle: Equatable, Sendable {
  /// What one partner got; times in milliseconds UTC.
  package struct Recipient: Equatable, Sendable {
    package let partner: Identifier
    /// How many parts it was given.
    package let fetched: Int
    /// Since when it has the whole.
    package let collected: Int64?
    package let received: Int64?
  }

  /// A receipt that this partner signed, under a key that the directory names.
  package struct Receipt: Equatable, Sendable {
    package let partner: Identifier
    package let text: [UInt8]
    /// The signature's file.
    package let sig: [UInt8]
  }

  package let bundle: Identifier
  package let dossier: Identifier
  package let state: BundleState
  package let created: Int64
  /// The first moment at which it has expired.
  package let validUntil: Int64
  package let kind: PartnerKind
  /// SHA-256 of the manifest: what a receipt names.
  package let manifest: [UInt8]
  /// SHA-256 of the sealed file; nil until it was made ready.
  package let file: [UInt8]?
  package let sealer: Identifier
  package let recipients: [Recipient]
  /// How it left; nil while it did not, and when it is fetched.
  package let way: BundleWay?
  /// Signed by these partners; that they are about this bundle, whoever uses them looks at.
  package let receipts: [Receipt]
}

extension VaultSession {
  /// The bundles of a dossier, oldest first; without one those on their way of all whose bundles this
  /// member may follow.
  package func bundles(of dossier: Identifier? = nil) throws(ClientError) -> [ListedBundle] {
    try bundles([("dossier", dossier.map { .id($0) })], of: dossier)
  }

  /// The same of all dossiers, with those that ended.
  package func everyBundle() throws(ClientError) -> [ListedBundle] {
    try bundles([("ended", .bool(true))], of: nil)
  }

  private func bundles(
    _ args: [(String, JSONValue?)], of dossier: Identifier?
  ) throws(ClientError) -> [ListedBundle] {
    let ask = Ask(
      method: "bundle.list", args: .object(present: args), action: .bundleList, dossier: dossier)
    return try perform(ask) { reply throws(CheckFailure) in
      let listed = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["bundles", "outcome", "receipt"])
        var listed: [ListedBundle] = []
        for item in try reply.fields.requireObjects("bundles") {
          listed.append(try ListedBundle(item))
        }
        return listed
      }
      try demand(Set(listed.map(\.bundle)).count == listed.count, .answer)
      let named = Set(listed.map(\.dossier))
      if let dossier {
        try demand(named.isSubset(of: [dossier]), .answer)
      } else {
        try demand(Set((reply.leaf.dossiers ?? []).map(\.dossier)) == named, .leafHead)
      }
      for bundle in listed {
        for receipt in bundle.receipts {
          try againstDirectory { directory throws(CheckFailure) in
            try demand(bundle.recipients.contains { $0.partner == receipt.partner }, .answer)
            try demand(receipt.isSigned(directory), .record)
          }
        }
      }
      return listed
    }
  }
}

extension ListedBundle.Receipt {
  /// Whether one of the keys that its partner ever had signed it.
  fileprivate func isSigned(_ directory: DirectoryView) -> Bool {
    guard let periods = directory.partner(partner)?.periods,
      let signature = try? MinisignSignature(decoding: sig)
    else { return false }
    let hash = BLAKE2b.hash(text, count: 64)
    return periods.contains { period in
      (try? MinisignKey(number: period.keys.signNumber, key: period.keys.sign)
        .check(signature, hash: hash)) != nil
    }
  }

  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["partner", "sig", "text"])
    partner = try object.identifier("partner")
    text = try object.bytes("text")
    sig = try object.bytes("sig")
  }
}

extension ListedBundle.Recipient {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["collected", "fetched", "partner", "received"])
    partner = try object.identifier("partner")
    fetched = Int(try object.requireInt("fetched", within: 0...Int64(BundleSealing.partLimit)))
    collected = try object.optionalTime("collected")
    received = try object.optionalTime("received")
  }
}

extension ListedBundle {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly([
      "bundle", "created", "dossier", "file", "kind", "manifest", "partners", "receipts", "sealer",
      "state", "valid_until", "way",
    ])
    bundle = try object.identifier("bundle")
    dossier = try object.identifier("dossier")
    state = try object.requireCase("state")
    created = try object.requireTime("created")
    validUntil = try object.requireTime("valid_until")
    kind = try object.requireCase("kind")
    manifest = try object.bytes("manifest", count: 32)
    file = if object["file"] != nil { try object.bytes("file", count: 32) } else { nil }
    sealer = try object.identifier("sealer")
    way = try object.optionalCase("way")
    var recipients: [Recipient] = []
    for item in try object.requireObjects("partners") { recipients.append(try Recipient(item)) }
    self.recipients = recipients
    var receipts: [Receipt] = []
    for item in try object.requireObjects("receipts") { receipts.append(try Receipt(item)) }
    self.receipts = receipts
  }
}
