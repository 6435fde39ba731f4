/// A value that is known by its place: `DOSSIER`, `[SECTIE...]`.
package struct Argument: Equatable, Sendable {
  package enum Count: Equatable, Sendable {
    case one
    case optional
    case many
    case oneOrMore
  }

  /// In capitals; also the key under which the parsed value is found.
  package let name: String
  package let summary: Text
  package let shape: ValueShape
  package let count: Count

  package init(
    _ name: String, _ summary: Text, shape: ValueShape = .text, count: Count = .one
  ) {
    self.name = name
    self.summary = summary
    self.shape = shape
    self.count = count
  }

  var isRequired: Bool { count == .one || count == .oneOrMore }

  var takesTheRest: Bool { count == .many || count == .oneOrMore }

  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "[\(name)...]"
    case .oneOrMore: "\(name)..."
    }
  }
}
