import Sodium

/// The bytes of a witness's signature: a time, then Ed25519 over that time and the checkpoint.
///
/// C2SP tlog-cosignature, version 1.
struct Cosignature: Equatable {
  /// Seconds since 1970 UTC.
  let time: Int64
  let signature: [UInt8]

  init(time: Int64, signature: [UInt8]) {
    self.time = time
    self.signature = signature
  }

  /// From the 72 bytes of a note's line; nil for another length or a time beyond 2^63 − 1.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 8 + Signature.count,
      let time = Int64(exactly: bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    else { return nil }
    self.init(time: time, signature: Array(bytes[8...]))
  }

  var bytes: [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: time >> $0) } + signature
  }

  /// What the witness signs; the first line keeps it apart from every log's signature.
  static func message(_ text: [UInt8], at time: Int64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
  }
}
