import Policy
import Records
import StrictJSON
import Wire

/// The two policy files that came with a request to put them in force.
struct ProposedRules: Sendable {
  /// Nil when they are not whole, or below the floor.
  let rules: RuleSet?
  let fault: PolicyError?

  /// Throws: `.invalidParams` when the files are not those that the request names.
  init(_ args: JSONObject, hash: [UInt8]) throws {
    let rollen = try args.requireBytes("rollen")
    let toegang = try args.requireBytes("toegang")
    guard RuleSet.hash(rollen: rollen, toegang: toegang) == hash else {
      throw WireError(.invalidParams)
    }
    do throws(PolicyError) {
      rules = try RuleSet(rollen: rollen, toegang: toegang)
      fault = nil
    } catch {
      rules = nil
      fault = error
    }
  }
}
