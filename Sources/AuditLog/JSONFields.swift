import Sodium
import StrictJSON
import Vocabulary

/// The field kinds of leaves and receipts that JSON itself does not have.
extension JSONObject {
  /// Bytes as padded base64, exactly that many.
  func bytes(_ key: String, count: Int) throws(JSONError) -> [UInt8]? {
    try named(key, "\(count) bytes in base64") { text in
      Base64.decode(text).flatMap { $0.count == count ? $0 : nil }
    }
  }

  func requireBytes(_ key: String, count: Int) throws(JSONError) -> [UInt8] {
    guard let bytes = try bytes(key, count: count) else { throw error(.missing, key) }
    return bytes
  }

  func identifier(_ key: String) throws(JSONError) -> Identifier? {
    try named(key, "an id of 16 bytes in base64") { text in
      Base64.decode(text).flatMap { Identifier($0) }
    }
  }

  func requireIdentifier(_ key: String) throws(JSONError) -> Identifier {
    guard let id = try identifier(key) else { throw error(.missing, key) }
    return id
  }

  func code(_ key: String) throws(JSONError) -> String? {
    try named(key, "a code") { LogText.isCode($0) ? $0 : nil }
  }

  func label(_ key: String) throws(JSONError) -> String? {
    try named(key, "a label") { LogText.isLabel($0) ? $0 : nil }
  }

  /// A text that stands for a value; refused when it stands for none.
  func named<Value>(
    _ key: String, _ expected: String, _ read: (String) -> Value?
  ) throws(JSONError) -> Value? {
    guard let text = try optionalString(key) else { return nil }
    guard let value = read(text) else { throw error(.notAllowed(expected: expected), key) }
    return value
  }

  /// A proof: hashes of 32 bytes in base64, no more than a tree can ask for.
  func requireHashes(_ key: String) throws(JSONError) -> [[UInt8]] {
    let texts = try requireStrings(key)
    let hashes = texts.compactMap { text in
      Base64.decode(text).flatMap { $0.count == TreeHash.byteCount ? $0 : nil }
    }
    guard texts.count <= MerkleProof.maximumLength, hashes.count == texts.count else {
      throw error(.notAllowed(expected: "a proof of at most 54 hashes"), key)
    }
    return hashes
  }
}
