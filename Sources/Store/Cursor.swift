internal import CSQLite
internal import Vocabulary

/// The rows of one query, one at a time; gives its statement back when it ends.
///
/// Columns count from 0 and may be read only after `next()` returned true.
struct Cursor: ~Copyable {
  private let statement: Statement

  init(_ statement: Statement) {
    statement.isInUse = true
    self.statement = statement
  }

  deinit { statement.reset() }

  /// Steps to the next row; false after the last one.
  mutating func next() throws(StoreError) -> Bool {
    switch unsafe sqlite3_step(statement.handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw StoreError(code: code)
    }
  }

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(statement.handle, column) == SQLITE_NULL
  }

  func integer(_ column: Int32) -> Int64 {
    unsafe sqlite3_column_int64(statement.handle, column)
  }

  func optionalInteger(_ column: Int32) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  /// Narrows an integer; a value out of range was not written by us.
  func integer<Number: FixedWidthInteger>(
    _ column: Int32, as type: Number.Type
  ) throws(StoreError) -> Number {
    guard let number = Number(exactly: integer(column)) else { throw .corrupt }
    return number
  }

  /// Lends a blob's bytes, where SQLite has them, for the length of `body`.
  func withBlob<R, E: Error>(
    _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let start = unsafe sqlite3_column_blob(statement.handle, column)
    let count = Int(unsafe sqlite3_column_bytes(statement.handle, column))
    let bytes = unsafe UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
    return try unsafe body(bytes)
  }

  /// Whether a blob is what `bytes` has from `start` to its end.
  func equals(_ column: Int32, _ bytes: [UInt8], from start: Int) -> Bool {
    unsafe withBlob(column) { blob in
      guard blob.count == bytes.count - start else { return false }
      for offset in 0..<blob.count where unsafe blob[offset] != bytes[start + offset] {
        return false
      }
      return true
    }
  }

  func blob(_ column: Int32) -> [UInt8] {
    unsafe withBlob(column) { unsafe Array($0) }
  }

  func optionalBlob(_ column: Int32) -> [UInt8]? {
    isNull(column) ? nil : blob(column)
  }

  /// Appends a blob to `bytes` without an array in between.
  func append(_ column: Int32, to bytes: inout [UInt8]) {
    unsafe withBlob(column) { unsafe bytes.append(contentsOf: $0) }
  }

  func identifier(_ column: Int32) throws(StoreError) -> Identifier {
    guard let identifier = Identifier(blob(column)) else { throw .corrupt }
    return identifier
  }

  func text(_ column: Int32) -> String {
    unsafe withBlob(column) { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
