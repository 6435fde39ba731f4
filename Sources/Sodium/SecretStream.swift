internal import CSodium

/// A long message in parts, such as a file larger than memory: encrypted one after the other, in one order.
///
/// XChaCha20-Poly1305 with a counter in each part, so that a part that was changed, moved, repeated or
/// left out does not open, and neither does what follows. Which part is the last is sealed in it: a
/// message that was cut off is told from one that ended. Two kinds of part, `message` and `final`; a
/// stream that holds another tag of libsodium is refused, so a plaintext has one spelling.
///
/// The state holds the key of the next part, so it lies among the secrets and is wiped with its value.
///
/// - Source: crypto_secretstream_xchacha20poly1305_push(3)
package enum SecretStream {
  package static let keyCount = 32
  /// Public bytes that a reader needs before the first part; random.
  package static let headerCount = 24
  /// By how much a sealed part is longer than what is in it.
  package static let overhead = 17

  /// Why a part was not opened; after any of them the stream opens nothing more.
  package enum OpenError: Error, Equatable, CustomStringConvertible {
    /// Shorter than any part is, or the key or header has another length.
    case malformed
    /// Not the next part of what was sealed under this key.
    case tampered
    /// A part after the last one.
    case pastTheEnd
    /// The last part never came.
    case truncated
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .malformed: "this is not a part of an encrypted file"
      case .tampered: "a part of an encrypted file was changed, or stands in another place"
      case .pastTheEnd: "something follows the end of an encrypted file"
      case .truncated: "the end of an encrypted file is missing"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .memory(let error): error.hint
      default: "do not use it; fetch it again, and report it if that fails"
      }
    }
  }

  /// The state of either direction, among the secrets.
  private static func state() throws(SecretMemoryError) -> SecretBytes {
    Library.start()
    // A cell of the arena lies on a multiple of its size: more than the state wants.
    return try SecretBytes(count: crypto_secretstream_xchacha20poly1305_statebytes())
  }

  /// Encrypts; each part once, in order.
  @safe package struct Writer: ~Copyable {
    private let state: SecretBytes
    /// 24 public bytes, for who reads.
    package let header: [UInt8]
    private var hasEnded = false

    /// - Parameter key: 32 bytes that seal this stream and nothing else.
    /// - Throws: `.wrongLength`
    package init(key: borrowing SecretBytes) throws(SecretMemoryError) {
      guard key.count == keyCount else { throw .wrongLength }
      state = try SecretStream.state()
      var header = [UInt8](repeating: 0, count: headerCount)
      unsafe crypto_secretstream_xchacha20poly1305_init_push(
        SecretStream.raw(state), &header, key.pointer)
      self.header = header
    }

    /// Appends the next part, sealed, to `sealed`.
    ///
    /// - Precondition: the last part was not written yet.
    package mutating func push(
      _ plain: ArraySlice<UInt8>, isLast: Bool, to sealed: inout [UInt8]
    ) {
      precondition(!hasEnded, "a part after the last one")
      hasEnded = isLast
      let tag =
        isLast
        ? crypto_secretstream_xchacha20poly1305_tag_final()
        : crypto_secretstream_xchacha20poly1305_tag_message()
      let state = unsafe SecretStream.raw(state)
      sealed.reserveCapacity(sealed.count + plain.count + overhead)
      unsafe plain.withUnsafeBufferPointer { plain in
        let part = unsafe [UInt8](unsafeUninitializedCapacity: plain.count + overhead) {
          out, filled in
          unsafe crypto_secretstream_xchacha20poly1305_push(
            state, out.baseAddress, nil, plain.baseAddress, UInt64(plain.count), nil, 0, tag)
          filled = plain.count + overhead
        }
        sealed += part
      }
    }
  }

  /// Decrypts; each part once, in order.
  @safe package struct Reader: ~Copyable {
    private let state: SecretBytes
    private enum Progress { case reading, ended, failed }
    private var progress = Progress.reading

    /// - Throws: `.malformed` for a key or header of another length.
    package init(key: borrowing SecretBytes, header: [UInt8]) throws(OpenError) {
      guard key.count == keyCount, header.count == headerCount else { throw .malformed }
      state = try Self.state(key, header)
    }

    private static func state(
      _ key: borrowing SecretBytes, _ header: [UInt8]
    ) throws(OpenError) -> SecretBytes {
      do throws(SecretMemoryError) {
        let state = try SecretStream.state()
        // Its answer is always 0.
        unsafe crypto_secretstream_xchacha20poly1305_init_pull(
          SecretStream.raw(state), header, key.pointer)
        return state
      } catch { throw .memory(error) }
    }

    /// Whether the last part was read.
    package var hasEnded: Bool { progress == .ended }

    /// Opens the next part.
    ///
    /// - Throws: `.malformed`, `.tampered`, `.pastTheEnd`; nothing of the part is given then.
    package mutating func pull(_ sealed: ArraySlice<UInt8>) throws(OpenError) -> [UInt8] {
      guard progress == .reading else { throw progress == .ended ? .pastTheEnd : .tampered }
      progress = .failed
      guard sealed.count >= overhead else { throw .malformed }
      let state = unsafe SecretStream.raw(state)
      var tag: UInt8 = 0
      var opened = false
      let plain = unsafe sealed.withUnsafeBufferPointer { sealed in
        unsafe [UInt8](unsafeUninitializedCapacity: sealed.count - overhead) { out, filled in
          opened =
            unsafe crypto_secretstream_xchacha20poly1305_pull(
              state, out.baseAddress, nil, &tag, sealed.baseAddress, UInt64(sealed.count), nil, 0)
            == 0
          filled = opened ? sealed.count - overhead : 0
        }
      }
      guard opened else { throw .tampered }
      switch tag {
      case crypto_secretstream_xchacha20poly1305_tag_message(): progress = .reading
      case crypto_secretstream_xchacha20poly1305_tag_final(): progress = .ended
      default: throw .tampered
      }
      return plain
    }

    /// Demands that the message was read to its end.
    ///
    /// - Throws: `.truncated`
    package func demandEnd() throws(OpenError) {
      guard progress == .ended else { throw .truncated }
    }
  }

  private static func raw(
    _ state: borrowing SecretBytes
  ) -> UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state> {
    unsafe UnsafeMutableRawPointer(state.pointer).assumingMemoryBound(
      to: crypto_secretstream_xchacha20poly1305_state.self)
  }
}
