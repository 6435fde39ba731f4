internal import Sodium

/// The log's size and root at the keystore's newest commit: beside a shorter log it stays sealed.
package struct LogStateTable {
  let connection: Connection
  let seal: KeystoreSeal

  static let name = "log"

  /// Records the log as it will be after this commit.
  ///
  /// - Parameter root: 32 bytes.
  package func record(size: Int, root: [UInt8]) throws(KeystoreError) {
    let value = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      let number = (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
      return try SecretBytes(copying: number + root)
    }
    let sealed = seal.seal(value, in: Self.name, at: [])
    try KeystoreError.from { () throws(StoreError) in
      try connection.run(
        "INSERT OR REPLACE INTO log (slot, sealed) VALUES (1, ?)", .blob(sealed))
    }
  }

  /// What was recorded last; nil before the first commit.
  package func recorded() throws(KeystoreError) -> (size: Int, root: [UInt8])? {
    let sealed = try KeystoreError.from { () throws(StoreError) -> [UInt8]? in
      var row = try connection.query("SELECT sealed FROM log WHERE slot = 1")
      return try row.next() ? row.blob(0) : nil
    }
    guard let sealed else { return nil }
    let value = try seal.open(sealed, in: Self.name, at: [])
    return value.withSpan { span in
      let size = (0..<8).reduce(0) { $0 << 8 | Int(span[$1]) }
      return (size, (8..<span.count).map { span[$0] })
    }
  }
}
