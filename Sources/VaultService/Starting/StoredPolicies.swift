import Records
import Session
import Store
import StrictJSON

/// Every policy set that `vault.db` keeps, held against its hash; the acts of then are judged by it.
///
/// `StoredRules` reads from the newest what is in force.
enum StoredPolicies {
  /// What each set asks under four eyes, by its hash.
  ///
  /// Throws: `StartError.rights` for a set that does not have its hash, or one that was in force and
  /// is not kept.
  static func read(_ tables: VaultTables) throws -> [[UInt8]: FourEyesRules] {
    var sets: [[UInt8]: FourEyesRules] = [:]
    try tables.policies.scan { hash, line in
      guard let rules = rules(in: line, under: hash) else {
        throw StartError.rights("a set in table policy_set does not have its hash")
      }
      sets[hash] = rules
    }
    guard try tables.policies.history().allSatisfy({ sets[$0.hash] != nil }) else {
      throw StartError.rights("a set that table policy_force names is not kept")
    }
    return sets
  }

  private static func rules(in line: [UInt8], under hash: [UInt8]) -> FourEyesRules? {
    guard let value = try? CanonicalJSON.decode(line, limits: RuleSet.lineLimits),
      let fields = try? JSONObject(value), (try? fields.requireBytes("hash")) == hash,
      let files = try? PolicyFiles(fields), files.hash == hash
    else { return nil }
    return try? FourEyesRules(toegang: files.toegang)
  }
}
