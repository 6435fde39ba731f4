import Policy
import Records
import Store

/// The policy set that `vault.db` says is in force.
///
/// The files in the folder count once, at the first start of a vault. After that a set comes into
/// force by a request and its seconds only; files that say something else are refused by name, and
/// what was in force stays so.
/// - Source: Docs/protocol.md, Policy sets
enum StoredRules {
  /// Nil before the first start.
  static func inForce(_ tables: VaultTables) throws(StartError) -> RuleSet? {
    let newest: (set: StoredPolicy, bytes: [UInt8])?
    do {
      newest = try tables.policies.newest()
      if newest == nil, try !tables.policies.history().isEmpty { throw StoreError.corrupt }
    } catch { throw .policyDamaged }
    guard let newest else { return nil }
    guard let rules = try? RuleSet(stored: newest.bytes), rules.hash == newest.set.hash,
      rules.stored == newest.bytes
    else { throw .policyDamaged }
    return rules
  }

  /// Why the set in the folder does not count; nil when it is the one in force.
  static func refusal(
    of folder: String, inForce rules: RuleSet, _ tables: VaultTables
  ) -> RefusedRules? {
    let files: PolicyFiles
    do throws(StartError) { files = try RuleFiles.read(folder) } catch {
      return RefusedRules(reason: .unreadable(error), hash: nil)
    }
    let hash = files.hash
    guard hash != rules.hash else { return nil }
    do throws(PolicyError) { _ = try RuleSet(files) } catch {
      return RefusedRules(reason: .unfit(error), hash: hash)
    }
    let was = (try? tables.policies.history().contains { $0.hash == hash }) ?? false
    return RefusedRules(reason: was ? .older : .unsigned, hash: hash)
  }
}

/// A policy set in the folder that does not count, and why.
struct RefusedRules: Error, CustomStringConvertible {
  enum Reason: Sendable {
    case unreadable(StartError)
    /// Not whole, or below the floor.
    case unfit(PolicyError)
    /// It was in force before, and another came in its place.
    case older
    /// Nobody approved it.
    case unsigned
  }

  let reason: Reason
  /// Nil when the files could not be read.
  let hash: [UInt8]?

  /// A code for the leaf.
  var code: String {
    switch reason {
    case .unreadable: "policy-unreadable"
    case .unfit(let fault): fault.code
    case .older: "policy-older"
    case .unsigned: "policy-unsigned"
    }
  }

  var description: String {
    switch reason {
    case .unreadable(let error): "the policy files cannot be read: \(error)"
    case .unfit(let fault): "the policy files are refused: \(fault)"
    case .older: "the policy files are an older set than the one in force"
    case .unsigned: "the policy files are a set that nobody approved"
    }
  }

  var hint: String {
    switch reason {
    case .unreadable(let error): error.hint
    case .unfit(let fault): fault.hint
    case .older: "put the set in force in the folder: kluis beheer policy show --naar FOLDER"
    case .unsigned:
      "have it approved: kluis beheer policy propose FOLDER, then the FG and a leidinggevende"
    }
  }
}

extension StartError {
  init(_ refused: RefusedRules) { self = .policy(refused.description, hint: refused.hint) }
}
