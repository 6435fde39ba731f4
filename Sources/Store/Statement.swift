internal import CSQLite

/// A value to bind; what the tables hold and nothing else.
enum Value {
  case integer(Int64)
  case blob([UInt8])
  case text(String)
  case null
}

/// A prepared statement that its connection keeps for the next time.
@safe final class Statement {
  let handle: OpaquePointer
  /// Whether a cursor is on it now; a second one gets a statement of its own.
  var isInUse = false

  init(_ sql: StaticString, on connection: OpaquePointer) throws(StoreError) {
    var prepared: OpaquePointer?
    let code = sql.withUTF8Buffer { text in
      unsafe text.withMemoryRebound(to: CChar.self) { characters in
        unsafe sqlite3_prepare_v3(
          connection, characters.baseAddress, Int32(characters.count),
          UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
      }
    }
    // Our SQL is constant: what does not compile meets tables that are not ours.
    if code == SQLITE_ERROR { throw .corrupt }
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw StoreError(code: code) }
    unsafe handle = prepared
  }

  deinit { unsafe sqlite3_finalize(handle) }

  func bind(_ values: [Value]) throws(StoreError) {
    var place: Int32 = 1
    for value in values {
      let code: Int32
      switch value {
      case .integer(let number): code = unsafe sqlite3_bind_int64(handle, place, number)
      case .null: code = unsafe sqlite3_bind_null(handle, place)
      case .blob(let bytes):
        code = unsafe bytes.withUnsafeBytes { raw in
          unsafe kluis_sqlite3_bind_blob_copy(handle, place, raw.baseAddress, Int32(raw.count))
        }
      case .text(let text):
        var text = text
        code = text.withUTF8 { utf8 in
          unsafe utf8.withMemoryRebound(to: CChar.self) { characters in
            unsafe kluis_sqlite3_bind_text_copy(
              handle, place, characters.baseAddress, Int32(characters.count))
          }
        }
      }
      guard code == SQLITE_OK else { throw StoreError(code: code) }
      place += 1
    }
  }

  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
    isInUse = false
  }
}
