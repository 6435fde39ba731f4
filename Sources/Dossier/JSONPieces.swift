import Calendar
import StrictJSON

// Absent and empty are written alike: the key is left out.

extension JSONValue {
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  static func date(_ date: CalendarDate?) -> JSONValue? { date.map { .string($0.description) } }

  static func list<Item>(_ items: [Item], _ json: (Item) -> JSONValue) -> JSONValue? {
    items.isEmpty ? nil : .array(items.map(json))
  }

  static func texts(_ texts: [String]) -> JSONValue? { list(texts) { .string($0) } }
}
