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

  /// Oldest first; `regie`, `betrokken` and their ends.
  package let involvement: [Involvement]
  /// Oldest first, ended ones too.
  package let grants: [Access]
  /// Oldest first, those that are over too.
  package let emergencies: [Emergency]
}

extension VaultSession {
  /// Who has and had access to a dossier.
  package func access(to dossier: Identifier) throws(ClientError) -> AccessOverview {
    let ask = Ask(
      method: "access.list", args: .object([("dossier", .id(dossier))]), action: .accessList,
      dossier: dossier)
    let (involvement, grants, taken) = try perform(ask) { reply throws(CheckFailure) in
      let (signedGrants, signedEnds) = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly([
          "ends", "grants", "involvement", "noodtoegang", "outcome", "receipt",
        ])
        return (try reply.fields.signed("grants"), try reply.fields.signed("ends"))
      }
      let involvement = try verifiedInvolvement(reply.fields, dossier: dossier)
      var ends: [Identifier: GrantEnd] = [:]
      for signed in signedEnds {
        let end: GrantEnd = try againstDirectory { directory throws(CheckFailure) in
          try directory.verified(signed, or: .record) { $0.by }
        }
        try demand(ends.updateValue(end, forKey: end.grant) == nil, .record)
      }
      var grants: [AccessOverview.Access] = []
      for signed in signedGrants {
        let grant: Grant = try againstDirectory { directory throws(CheckFailure) in
          try directory.verified(signed, or: .record) { $0.by }
        }
        try demand(grant.dossier == dossier, .record)
        grants.append(.init(grant: grant, end: ends.removeValue(forKey: grant.id)))
      }
      try demand(ends.isEmpty, .record)
      return (involvement, grants, try readEmergencies(reply, of: dossier))
    }
    var emergencies: [AccessOverview.Emergency] = []
    for taken in taken { emergencies.append(try reviewed(taken)) }
    return AccessOverview(involvement: involvement, grants: grants, emergencies: emergencies)
  }

  /// Ends a grant before its time.
  ///
  /// - Parameter grant: its id, from `access(to:)`.
  /// - Returns: the id of the signed record.
  /// - Throws: `.stale` when it is over already
  @discardableResult
  package func endGrant(
    _ grant: Identifier, in dossier: Identifier
  ) throws(ClientError) -> Identifier {
    let record = GrantEnd(at: now(), by: member, grant: grant, id: .random())
    let signed = record.sign(with: keys.identity.signing)
    let ask = Ask(
      method: "access.end",
      args: .object([("dossier", .id(dossier)), ("record", signed.json)]), action: .grantEnd,
      dossier: dossier)
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, signed, GrantEnd.kind)
      return record.id
    }
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
