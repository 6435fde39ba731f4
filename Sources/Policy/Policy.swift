/// Policy answers one question: may this member do this, to this dossier, for this purpose, now?
///
/// Two files say what is allowed: `rollen.json` (role × section × right, and on which ground) and
/// `toegang.json` (purposes, acts, terms, four eyes, limits). Below them lies a floor that no file
/// can go under (`FloorRule`). The answer is one pure function over the policy, the facts that the
/// caller collected and the time; it explains itself rule by rule.
///
/// It is not enforcement: it reads no database, checks no signature and writes no log. The service
/// logs the decision, permit or refusal, and only then acts on it.
///
/// Calls to make: `Policy(rollen:toegang:)`, `Policy.decide(question)`, `Involvement.periods(of:)`
/// for the facts about involvement, `access.rule(for:)` for what four eyes take; `Records.FourEyes`
/// judges a request by it.

package import StrictJSON

/// Everything that the policy files say, checked whole.
package struct Policy: Equatable, Sendable {
  package let roles: RolePolicy
  package let access: AccessPolicy

  /// Largest policy file, in bytes; the shipped ones are below 4 kB.
  package static let fileLimit = JSONLimits(bytes: 1 << 18)

  /// Reads both files and holds them against the floor.
  ///
  /// - Throws: the first thing that is wrong, with file, place and rule. The caller takes the hash
  ///   of the same bytes; nothing is re-encoded.
  package init(rollen: [UInt8], toegang: [UInt8]) throws(PolicyError) {
    do throws(JSONError) {
      roles = try RolePolicy(OrdinaryJSON.decode(rollen, limits: Self.fileLimit))
    } catch {
      throw PolicyError(file: .rollen, reason: .malformed(error))
    }
    do throws(JSONError) {
      access = try AccessPolicy(OrdinaryJSON.decode(toegang, limits: Self.fileLimit))
    } catch {
      throw PolicyError(file: .toegang, reason: .malformed(error))
    }
    try FloorRule.check(roles)
    try FloorRule.check(access)
  }
}
