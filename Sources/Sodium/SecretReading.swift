internal import Glibc

/// Why a passphrase could not be read.
package enum SecretReadError: Error, Equatable, CustomStringConvertible {
  /// More bytes than the limit before the end of the line.
  case tooLong
  /// The end came before any byte or line end.
  case nothing
  /// read(2) failed with this error number.
  case failed(Int32)
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .tooLong: "the passphrase is longer than is accepted"
    case .nothing: "no passphrase was given"
    case .failed(let number): "the passphrase could not be read (error \(number))"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .tooLong: "give one line, without the contents of a file"
    case .nothing, .failed: "type it, or give it on the descriptor that was named"
    case .memory(let error): error.hint
    }
  }
}

extension SecretBytes {
  /// Reads one line into locked memory, without its line feed; the end of input ends it too.
  ///
  /// Byte by byte, so that nothing after the line is taken from the descriptor, and straight to its
  /// place, so that no buffer keeps a copy. Turning the terminal's echo off is the caller's.
  /// - Parameter limit: the most bytes that are accepted.
  /// - Source: read(2)
  package static func read(
    fd: Int32, limit: Int
  ) throws(SecretReadError) -> SecretBytes {
    var line: SecretBytes
    do { line = try SecretBytes(count: limit + 1) } catch { throw .memory(error) }
    var count = 0
    while true {
      let got = unsafe Glibc.read(fd, line.pointer + count, 1)
      if got < 0 {
        let number = errno
        if number == EINTR { continue }
        throw .failed(number)
      }
      if got == 0 {
        guard count > 0 else { throw .nothing }
        break
      }
      if unsafe line.pointer[count] == UInt8(ascii: "\n") { break }
      count += 1
      guard count <= limit else { throw .tooLong }
    }
    line.truncate(to: count)
    return line
  }
}
