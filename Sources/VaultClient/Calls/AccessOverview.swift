import AuditLog
import Directory
package import Records
import Sodium
import StrictJSON
package import Vocabulary

/// Who has and had access to a dossier, each line signed by who made it.
package struct AccessOverview: Sendable {
  /// One grant, and who ended it before its time.
  package struct Access: Equatable, Sendable {
    package let grant: Grant
    package let end: GrantEnd?

    /// Whether it gives access at an instant, milliseconds UTC.
    package func holds(at time: Int64) -> Bool {
      end == nil && grant.from <= time && time < grant.until
    }
  }

  /// One noodtoegang, and what others said of it.
  package struct Emergency: Equatable, Sendable {
    /// How far its review is.
    package enum Review: String, Sendable {
      /// Others must still say something.
      case open
      case akkoord
      case tegen
    }

    package let request: RequestAct
    /// The first millisecond after it: what was taken, or when a reviewer was against it.
    package let until: Int64
    package let review: Review
    /// The first millisecond after the term of its review.
    package let due: Int64?

    /// Whether it gives access at an instant, milliseconds UTC.
    package func holds(at time: Int64) -> Bool { request.at <= time && time < until }
  }

  /// Words that came with one of the records, closed as yet.
  package struct Said: Equatable, Sendable {
    /// The involvement or grant that the record began or ended.
    package let about: Identifier
    /// Place in the log.
    package let leaf: Int
    /// H(words), as the record names them.
    package let words: [UInt8]
    /// The consult that they are the question of.
    package let consult: Grant?
  }

  /// Oldest first; `regie`, `betrokken` and their ends.
  package let involvement: [Involvement]
  /// Oldest first, ended ones too.
  package let grants: [Access]
  /// Oldest first, those that are over too.
  package let emergencies: [Emergency]
  /// In the order of the log.
  package let said: [Said]
}

extension VaultSession {
  /// Who has and had access to a dossier.
  package func access(to dossier: Identifier) throws(ClientError) -> AccessOverview {
    let ask = Ask(
      method: "access.list", args: .object([("dossier", .id(dossier))]), action: .accessList,
      dossier: dossier)
    let (involvement, grants, said, taken) = try perform(ask) { reply throws(CheckFailure) in
      let (signedGrants, signedEnds, leaves) = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly([
          "ends", "grants", "involvement", "leaves", "noodtoegang", "outcome", "receipt",
        ])
        return (
          try reply.fields.signed("grants"), try reply.fields.signed("ends"),
          try reply.fields.indices("leaves")
        )
      }
      let involvement = try verifiedInvolvement(reply.fields, dossier: dossier)
      var named = involvement.map { record in
        Named(about: record.sort == .end ? record.closes ?? record.id : record.id, record.reason)
      }
      var ends: [Identifier: GrantEnd] = [:]
      var ended: [Named] = []
      for signed in signedEnds {
        let end: GrantEnd = try againstDirectory { directory throws(CheckFailure) in
          try directory.verified(signed, or: .record) { $0.by }
        }
        try demand(ends.updateValue(end, forKey: end.grant) == nil, .record)
        ended.append(Named(about: end.grant, end.reason))
      }
      var grants: [AccessOverview.Access] = []
      for signed in signedGrants {
        let grant: Grant = try againstDirectory { directory throws(CheckFailure) in
          try directory.verified(signed, or: .record) { $0.by }
        }
        try demand(grant.dossier == dossier, .record)
        grants.append(.init(grant: grant, end: ends.removeValue(forKey: grant.id)))
        named.append(Named(about: grant.id, grant.reason, consult: grant))
      }
      try demand(ends.isEmpty, .record)
      named += ended
      try demand(leaves.count == named.count, .answer)
      let said = zip(named, leaves).compactMap { named, leaf in
        named.words.map {
          AccessOverview.Said(about: named.about, leaf: leaf, words: $0, consult: named.consult)
        }
      }
      return (
        involvement, grants, said.sorted { $0.leaf < $1.leaf },
        try readEmergencies(reply, of: dossier)
      )
    }
    var emergencies: [AccessOverview.Emergency] = []
    for taken in taken { emergencies.append(try reviewed(taken)) }
    return AccessOverview(
      involvement: involvement, grants: grants, emergencies: emergencies, said: said)
  }

  /// Ends a grant before its time.
  ///
  /// - Parameters:
  ///   - grant: its id, from `access(to:)`.
  ///   - words: why, for the FG and for those who let others in: regie and leidinggevende.
  /// - Returns: the id of the signed record.
  /// - Throws: `.stale` when it is over already
  @discardableResult
  package func endGrant(
    _ grant: Identifier, in dossier: Identifier, words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let record = GrantEnd(at: now(), by: member, grant: grant, id: .random(), reason: words?.hash)
    let signed = record.sign(with: keys.identity.signing)
    var ask = Ask(
      method: "access.end",
      args: .object([("dossier", .id(dossier)), ("record", signed.json)]), action: .grantEnd,
      dossier: dossier)
    ask.words = try sealed(words, for: Role.standing)
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, signed, GrantEnd.kind)
      return record.id
    }
  }
}

/// What a record of the answer is about, and the words that it names.
private struct Named {
  let about: Identifier
  let words: [UInt8]?
  let consult: Grant?

  init(about: Identifier, _ words: [UInt8]?, consult: Grant? = nil) {
    self.about = about
    self.words = words
    self.consult = consult
  }
}

extension JSONObject {
  /// A list of `{bytes, sig}`.
  fileprivate func signed(_ key: String) throws(JSONError) -> [Signed] {
    var records: [Signed] = []
    for item in try requireObjects(key) { records.append(try Signed(item)) }
    return records
  }
}
