/// Policy answers one question: may this member do this, to this dossier, for this purpose, now?
///
/// Three files say what is allowed: `rollen.json` (role × section × right, and on which ground),
/// `toegang.json` (purposes, acts, terms, four eyes, limits) and `overdracht.json` (which partner may
/// get what, see `Sharing`), without which nothing is shared. Below them lies a floor that no file
/// can go under (`FloorRule`). The answer is one pure function over the policy, the facts that the
/// caller collected and the time; it explains itself rule by rule.
///
/// It is not enforcement: it reads no database, checks no signature and writes no log. The service
/// logs the decision, permit or refusal, and only then acts on it.
///
/// Calls to make: `Policy(rollen:toegang:overdracht:)`, `Policy.decide(question)`, `Involvement.periods(of:)`
/// for the facts about involvement, `access.rule(for:)` for what four eyes take; `Records.FourEyes`
/// judges a request by it.

package import Sharing
package import StrictJSON

/// Everything that the policy files say, checked whole.
package struct Policy: Equatable, Sendable {
  package let roles: RolePolicy
  package let access: AccessPolicy
  /// Nil for a set without `overdracht.json`: nothing is shared.
  package let sharing: SharePolicy?

  /// Largest policy file, in bytes; the shipped ones are below 4 kB.
  package static let fileLimit = JSONLimits(bytes: 1 << 18)

  /// Reads the files and holds them against the floor.
  ///
  /// - Parameter overdracht: nil for a set of two files.
  /// - Throws: the first thing that is wrong, with file, place and rule. The caller takes the hash
  ///   of the same bytes; nothing is re-encoded.
  package init(
    rollen: [UInt8], toegang: [UInt8], overdracht: [UInt8]? = nil
  ) throws(PolicyError) {
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
    do throws(JSONError) {
      sharing = if let overdracht { try SharePolicy(overdracht: overdracht) } else { nil }
    } catch {
      throw PolicyError(file: .overdracht, reason: .malformed(error))
    }
    try FloorRule.check(roles)
    try FloorRule.check(access)
    if let sharing { try FloorRule.check(sharing) }
  }
}
