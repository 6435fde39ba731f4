/// What the value of an option or an argument may be.
package enum ValueShape: Equatable, Sendable {
  case text
  /// One of a fixed list; a mistake names them all.
  case code([String])
  /// A decimal number in its one spelling: no plus, no leading zero.
  case number(ClosedRange<Int>)
  /// A file to read or write. Completion offers files for this shape and `directory` only.
  case file
  case directory

  func fault(in value: String) -> ValueFault? {
    guard !value.isEmpty else { return .empty }
    switch self {
    case .text, .file, .directory:
      return nil
    case .code(let allowed):
      return allowed.contains(value) ? nil : .notAllowed(allowed)
    case .number(let range):
      guard let number = Int(value), String(number) == value, range.contains(number) else {
        return .notANumber(range)
      }
      return nil
    }
  }

  var codes: [String] {
    guard case .code(let allowed) = self else { return [] }
    return allowed
  }
}

/// Why a value was refused.
package enum ValueFault: Equatable, Sendable {
  case empty
  case notAllowed([String])
  case notANumber(ClosedRange<Int>)
}
