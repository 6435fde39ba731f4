import Policy
import Records
import StrictJSON
import Wire

/// The policy files that came with a request to put them in force.
struct ProposedRules: Sendable {
  /// Nil when they are not whole, or below the floor.
  let rules: RuleSet?
  let fault: PolicyError?

  /// Throws: `.invalidParams` when the files are not those that the request names.
  init(_ args: JSONObject, hash: [UInt8]) throws {
    let files = try PolicyFiles(args)
    guard files.hash == hash else { throw WireError(.invalidParams) }
    do throws(PolicyError) {
      rules = try RuleSet(files)
      fault = nil
    } catch {
      rules = nil
      fault = error
    }
  }
}
