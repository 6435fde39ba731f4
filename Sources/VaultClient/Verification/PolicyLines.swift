import Records
import Sodium
import StrictJSON

/// The policy sets of a copy, by the hash under which entries name them.
struct PolicyLines {
  /// What each set asks for acts under four eyes; sets whose bytes make their hash, and no others.
  private(set) var rules: [[UInt8]: FourEyesRules] = [:]

  /// Bytes of one line at most: the files of a policy.
  private static let limit = 4 << 20

  init(folder: String) throws(LineReader.Fault) {
    let reader = try LineReader(
      path: folder + "/" + LogPart.policies.fileName, limit: PolicyLines.limit)
    while let line = try reader.next() {
      if let (hash, read) = PolicyLines.read(line) { rules[hash] = read }
    }
  }

  /// Reads `{"hash":b64,"overdracht"?:b64,"rollen":b64,"toegang":b64}`; nil when the hash is not the set's, or the set
  /// asks for less than four eyes are.
  private static func read(_ line: [UInt8]) -> ([UInt8], FourEyesRules)? {
    guard
      let value = try? CanonicalJSON.decode(line, limits: JSONLimits(bytes: limit, depth: 2)),
      let object = try? JSONObject(value), let hash = try? object.bytes("hash", count: 32),
      let files = try? PolicyFiles(object), files.hash == hash,
      let rules = try? FourEyesRules(toegang: files.toegang)
    else { return nil }
    return (hash, rules)
  }
}
