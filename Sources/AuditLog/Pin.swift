package import StrictJSON

/// A size and root that were seen: what a client keeps, and any later log must continue.
package struct Pin: Hashable, Sendable {
  /// How many entries; at least 1, because an empty log binds to nothing.
  package let size: Int
  /// 32 bytes.
  package let root: [UInt8]

  /// Nil for an empty log, a size beyond 2^53 or a root that has not 32 bytes.
  package init?(size: Int, root: [UInt8]) {
    guard (1...TreeHash.maximumSize).contains(size), root.count == TreeHash.byteCount else {
      return nil
    }
    self.size = size
    self.root = root
  }

  /// `{root, size}`.
  package init(_ json: JSONValue) throws(JSONError) {
    let object = try JSONObject(json)
    try object.allowOnly(["root", "size"])
    size = Int(try object.requireInt("size", within: 1...CanonicalJSON.integers.upperBound))
    root = try object.requireBytes("root", count: TreeHash.byteCount)
  }

  package var json: JSONValue {
    .object([("root", .base64(root)), ("size", .int(Int64(size)))])
  }
}

extension Checkpoint {
  /// The checkpoint as a pin; nil for an empty log.
  package var pin: Pin? { Pin(size: size, root: root) }
}
