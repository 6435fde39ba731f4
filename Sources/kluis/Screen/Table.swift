import Desk
import Dossier

/// Rows in columns, for a screen or a pipe: two spaces between, nothing at the end of a line.
struct Table {
  private let head: [String]
  private var rows: [[String]] = []

  init(_ head: String...) {
    self.head = head
  }

  /// Cells are made harmless here, so that no command can forget it.
  mutating func add(_ cells: String...) {
    rows.append(cells.map { VisibleText.neutral($0, keepingLines: false) })
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Lines, each ended by a newline; the heading too when there are no rows.
  func text(in terminal: Terminal) -> String {
    let all = [head] + rows
    let columns = head.indices.map { column in
      all.map { column < $0.count ? Table.columns($0[column]) : 0 }.max() ?? 0
    }
    var lines: [String] = []
    for (number, row) in all.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column + 1 < row.count {
          line += String(repeating: " ", count: columns[column] - Table.columns(cell) + 2)
        }
      }
      while line.last == " " { line.removeLast() }
      lines.append(number == 0 && terminal.colour ? "\u{1B}[1m\(line)\u{1B}[0m" : line)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// How wide a text is: characters, since names here are in Latin letters.
  private static func columns(_ text: String) -> Int { text.count }
}
