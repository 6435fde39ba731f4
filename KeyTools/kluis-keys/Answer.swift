import CommandTree
import Desk
import Dossier
import StrictJSON

/// What a command has to say: facts on stdout, and what to do with them.
struct Answer {
  private struct Field {
    let key: String
    let label: Text
    let value: JSONValue

    func line(in language: CommandTree.Language) -> String {
      switch value {
      case .string(let text): "\(label[language]): \(text)"
      case .int(let number): "\(label[language]): \(number)"
      case .array(let items):
        "\(label[language]): "
          + (items.isEmpty ? "-" : items.compactMap(\.stringValue).joined(separator: ", "))
      default: label[language]
      }
    }
  }

  private var fields: [Field] = []
  private(set) var notes: [Text] = []

  mutating func add(_ key: String, _ label: Text, _ value: String) {
    fields.append(Field(key: key, label: label, value: .string(value)))
  }

  mutating func add(_ key: String, _ label: Text, _ value: UInt32) {
    fields.append(Field(key: key, label: label, value: .int(Int64(value))))
  }

  mutating func add(_ key: String, _ label: Text, _ value: Int) {
    fields.append(Field(key: key, label: label, value: .int(Int64(value))))
  }

  mutating func add(_ key: String, _ label: Text, _ values: [String]) {
    fields.append(Field(key: key, label: label, value: .array(values.map { .string($0) })))
  }

  mutating func note(_ text: Text) { notes.append(text) }

  var json: JSONValue { .object(fields.map { ($0.key, $0.value) }) }

  /// One line per fact; names and paths of others cannot drive the terminal.
  func text(in language: CommandTree.Language) -> String {
    fields.map { VisibleText.neutral($0.line(in: language), keepingLines: false) + "\n" }.joined()
  }
}

extension Screen {
  /// The facts on stdout, what they ask of people on stderr.
  func answer(_ answer: Answer) {
    self.answer(answer.json, text: answer.text(in: language))
    for note in answer.notes { self.note(note) }
  }
}
