internal import Sodium

/// The lines of a public file, taken one by one.
///
/// A line ends with LF or CR LF; the last may end with the file.
struct MinisignLines {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) throws(MinisignError) {
    guard bytes.count <= Format.fileLimit else { throw .tooLarge }
    rest = bytes[...]
  }

  /// The next line; an absent one is malformed.
  mutating func next(limit: Int) throws(MinisignError) -> [UInt8] {
    guard !rest.isEmpty else { throw .malformed }
    let end = rest.firstIndex(of: 0x0A)
    var line = rest[..<(end ?? rest.endIndex)]
    rest = end.map { rest[rest.index(after: $0)...] } ?? []
    if end != nil, line.last == 0x0D { line = line.dropLast() }
    guard line.count <= limit, !line.contains(0x0D), !line.contains(0) else { throw .malformed }
    return Array(line)
  }

  /// A comment behind its label, as bytes: they are what is signed.
  mutating func comment(_ label: String, limit: Int) throws(MinisignError) -> [UInt8] {
    let line = try next(limit: label.utf8.count + limit)
    guard line.starts(with: label.utf8) else { throw .malformed }
    let comment = Array(line.dropFirst(label.utf8.count))
    guard String(validating: comment, as: UTF8.self) != nil else { throw .malformed }
    return comment
  }

  /// A line of base64 that stands for exactly `count` bytes.
  mutating func base64(_ count: Int) throws(MinisignError) -> [UInt8] {
    let line = try next(limit: Base64.encodedCount(count))
    guard let bytes = Base64.decode(line), bytes.count == count else { throw .malformed }
    return bytes
  }

  /// Nothing comes after the last line.
  func end() throws(MinisignError) {
    guard rest.isEmpty else { throw .malformed }
  }
}

extension MinisignError {
  /// A comment that may be written: one line of UTF-8.
  static func checkComment(_ text: String, limit: Int) throws(MinisignError) {
    let plain = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t"
    }
    guard plain, text.utf8.count <= limit else { throw .badComment }
  }
}
