import Records
import Sodium
import StrictJSON

/// The policy sets of a copy, by the hash under which entries name them.
struct PolicyLines {
  /// Hashes of the sets whose bytes are here and make that hash.
  private(set) var hashes: Set<[UInt8]> = []

  /// Bytes of one line at most: two files of a policy.
  private static let limit = 4 << 20

  init(folder: String) throws(LineReader.Fault) {
    let reader = try LineReader(
      path: folder + "/" + LogPart.policies.fileName, limit: PolicyLines.limit)
    while let line = try reader.next() {
      if let hash = PolicyLines.hash(of: line) { hashes.insert(hash) }
    }
  }

  /// Reads `{"hash":b64,"rollen":b64,"toegang":b64}`; nil when the hash is not the set's.
  ///
  /// H(length of rollen u32 ‖ rollen ‖ toegang).
  private static func hash(of line: [UInt8]) -> [UInt8]? {
    guard
      let value = try? CanonicalJSON.decode(line, limits: JSONLimits(bytes: limit, depth: 2)),
      let object = try? JSONObject(value), let hash = try? object.bytes("hash", count: 32),
      let rollen = try? object.bytes("rollen"), let toegang = try? object.bytes("toegang"),
      let length = UInt32(exactly: rollen.count)
    else { return nil }
    var bytes: [UInt8] = []
    bytes.append(bigEndian: length)
    return BLAKE2b.hash(bytes, rollen, toegang) == hash ? hash : nil
  }
}
