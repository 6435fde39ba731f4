import CSQLite
import Foundation

/// A database file as somebody with an ordinary SQLite sees and changes it.
final class Database {
  private var handle: OpaquePointer?

  struct Fault: Error {
    let text: String
  }

  init(_ path: String, create: Bool = false) throws {
    let flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0)
    guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK else { throw fault }
  }

  deinit { close() }

  /// Copies the WAL back and lets go.
  func close() {
    sqlite3_close_v2(handle)
    handle = nil
  }

  private var fault: Fault { Fault(text: String(cString: sqlite3_errmsg(handle))) }

  func run(_ script: String) throws {
    guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw fault }
  }

  /// Every row, each value as text; nil for NULL.
  func rows(_ query: String) throws -> [[String?]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK else { throw fault }
    defer { sqlite3_finalize(statement) }
    var rows: [[String?]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append(
          (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_text(statement, column).map { String(cString: $0) }
          })
      case SQLITE_DONE: return rows
      default: throw fault
      }
    }
  }
}

/// A column of a table, as the schema has it.
struct Column: Hashable, Comparable, CustomStringConvertible {
  let table: String
  let name: String
  let type: String
  let isKey: Bool

  var description: String { "\(table).\(name)" }

  static func < (left: Column, right: Column) -> Bool { left.description < right.description }

  /// Every column of every table, read from `sqlite_schema`.
  static func all(_ database: Database) throws -> [Column] {
    try database.rows(
      """
      SELECT s.name, c.name, c.type, c.pk FROM sqlite_schema s, pragma_table_info(s.name) c
      WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' ORDER BY s.name, c.cid
      """
    ).map {
      Column(table: $0[0] ?? "", name: $0[1] ?? "", type: $0[2] ?? "", isKey: $0[3] != "0")
    }
  }
}

extension Database {
  /// Lets everything be written that a hex editor could write.
  func permitAnything() throws {
    try run("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;")
  }

  /// Changes one bit of a blob, one letter of a text, or a number by one, in one row of the column.
  ///
  /// - Parameter place: which row, as a part of all: 0 first, 1 last.
  /// - Returns: false for a table without rows.
  func flip(_ column: Column, place: Double) throws -> Bool {
    let table = column.table
    let names = try Column.all(self).filter { $0.table == table }.map(\.name)
    let count = Int(try rows("SELECT count(*) FROM \(table)")[0][0] ?? "0") ?? 0
    guard count > 0 else { return false }
    // A key that is a running number can only be moved at the end.
    let keys = try Column.all(self).filter { $0.table == table && $0.isKey }
    let isNumber = column.isKey && column.type == "INTEGER" && keys.count == 1
    let offset = Int(Double(count - 1) * place)
    let quoted = names.map { "quote(\($0))" }.joined(separator: ", ")
    let row = try rows("SELECT \(quoted) FROM \(table) ORDER BY 1 LIMIT 1 OFFSET \(offset)")[0]
    var found = zip(names, row).map { "\($0) IS \($1 ?? "NULL")" }.joined(separator: " AND ")
    if isNumber {
      found = "\(column.name) = (SELECT max(\(column.name)) FROM \(table))"
    }
    let value = try rows(
      "SELECT hex(\(column.name)), typeof(\(column.name)), \(column.name) FROM \(table) WHERE \(found)"
    )[0]
    let change = changed(value, column)
    do { try run("UPDATE \(table) SET \(column.name) = \(change) WHERE \(found)") } catch {
      // Taken by the next row of a key of several parts: a number that is not.
      try run("UPDATE \(table) SET \(column.name) = \(change) + 64 WHERE \(found)")
    }
    return true
  }

  private func changed(_ value: [String?], _ column: Column) -> String {
    switch value[1] {
    case "integer": return "\(column.name) + 1"
    case "null": return column.type == "INTEGER" ? "1" : "x'\(String(repeating: "5A", count: 16))'"
    default:
      var digits = Array(value[0] ?? "")
      guard !digits.isEmpty else { return "x'\(String(repeating: "5A", count: 16))'" }
      let middle = digits.count / 4 * 2 + 1
      let nibble = (digits[middle].hexDigitValue ?? 0) ^ 1
      digits[middle] = Character(String(nibble, radix: 16))
      let blob = "x'\(String(digits))'"
      return value[1] == "text" ? "CAST(\(blob) AS TEXT)" : blob
    }
  }

  /// Exchanges one column's values of the first and the last row of a table.
  func swapEnds(_ column: String, of table: String, by key: String) throws {
    let first = try rows(
      """
      SELECT quote(\(key)), quote(\(column)) FROM \(table) WHERE \(column) IS NOT NULL
      ORDER BY \(key)
      """)
    guard let low = first.first, let high = first.last, first.count > 1 else { return }
    for (row, value) in [(low, high[1]), (high, low[1])] {
      try run("UPDATE \(table) SET \(column) = \(value ?? "NULL") WHERE \(key) = \(row[0] ?? "")")
    }
  }
}
