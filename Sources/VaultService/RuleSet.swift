import Policy
import Records
import Sodium
import StrictJSON

/// The policy in force, with the hash under which the log and the records know it.
struct RuleSet: Sendable {
  let policy: Policy
  let files: PolicyFiles
  let hash: [UInt8]

  /// Parses and checks the files whole, the floor included.
  init(_ files: PolicyFiles) throws(PolicyError) {
    policy = try Policy(
      rollen: files.rollen, toegang: files.toegang, overdracht: files.overdracht)
    self.files = files
    hash = files.hash
  }

  /// Reads what `stored` wrote, and checks it as any set.
  init(stored line: [UInt8]) throws {
    let object = try JSONObject(
      CanonicalJSON.decode(line, limits: Self.lineLimits))
    try self.init(PolicyFiles(object))
  }

  /// Three files in base64.
  static let lineLimits = JSONLimits(bytes: 5 * Policy.fileLimit.bytes, depth: 2)

  /// How leaves name a set.
  static let recordKind = "policy"

  /// The line in which the rules are kept and handed to the FG.
  var stored: [UInt8] {
    CanonicalJSON.encode(.object([JSONMember("hash", .base64(hash))] + files.members))
  }
}
