internal import CSodium
internal import Glibc

extension SHA256 {
  /// SHA-256 of bytes that come in parts, such as a file larger than memory.
  ///
  /// - Source: crypto_hash_sha256(3)
  package struct Running: Sendable {
    private var state = crypto_hash_sha256_state()

    package init() { unsafe crypto_hash_sha256_init(&state) }

    package mutating func add(_ bytes: ArraySlice<UInt8>) {
      unsafe bytes.withUnsafeBufferPointer {
        _ = unsafe crypto_hash_sha256_update(&state, $0.baseAddress, UInt64($0.count))
      }
    }

    package mutating func add(_ bytes: Span<UInt8>) {
      unsafe bytes.withUnsafeBufferPointer {
        _ = unsafe crypto_hash_sha256_update(&state, $0.baseAddress, UInt64($0.count))
      }
    }

    /// The 32 bytes of the hash of everything that was added.
    package consuming func finish() -> [UInt8] {
      var hash = [UInt8](repeating: 0, count: 32)
      unsafe crypto_hash_sha256_final(&state, &hash)
      return hash
    }
  }
}

extension SHA256 {
  /// What an open file holds from here to its end.
  package struct OfFile: Equatable, Sendable {
    package let size: Int64
    package let hash: [UInt8]
  }

  /// Reads an open file to its end; nil when it cannot be read.
  ///
  /// - Source: read(2)
  package static func ofFile(_ descriptor: Int32) -> OfFile? {
    var running = Running()
    var size: Int64 = 0
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return OfFile(size: size, hash: running.finish()) }
      running.add(bytes[..<count])
      size += Int64(count)
    }
  }
}
