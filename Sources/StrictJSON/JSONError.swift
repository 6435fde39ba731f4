/// Why JSON was refused, and where.
///
/// Messages never quote the input: a path step is shown only when it is a plain short name.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  package let fault: JSONFault
  /// From the top to the value at fault; empty for the top itself.
  package internal(set) var path: [JSONStep]
  /// The byte at fault, from 0; nil when a decoded value was asked for something it is not.
  package let offset: Int?
  /// Line of that byte, from 1.
  package internal(set) var line: Int?
  /// Column of that byte, from 1, in code points.
  package internal(set) var column: Int?

  package init(_ fault: JSONFault, path: [JSONStep] = []) {
    self.fault = fault
    self.path = path
    offset = nil
  }

  init(_ fault: JSONFault, at offset: Int) {
    self.fault = fault
    self.offset = offset
    path = []
  }

  /// The same error seen from one level further up.
  func inside(_ step: JSONStep) -> JSONError {
    var error = self
    error.path.insert(step, at: 0)
    return error
  }

  /// The same error with its line and column looked up in the input.
  func placed(in bytes: [UInt8]) -> JSONError {
    guard let offset else { return self }
    var error = self
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    error.line = line
    error.column = column
    return error
  }

  /// What went wrong, with the place.
  package var description: String {
    var text = ""
    if !path.isEmpty { text += path.text + ": " }
    text += fault.description
    if let line, let column { text += " (line \(line), column \(column))" }
    return text
  }

  /// What to do next.
  package var hint: String { fault.hint }
}

/// One step of a path: into a member or into an element.
package enum JSONStep: Equatable, Sendable {
  case key(String)
  case index(Int)
}

extension [JSONStep] {
  /// The path as people read it, such as `entries[3].datum`.
  package var text: String {
    var text = ""
    for step in self {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .key(let key): text += (text.isEmpty ? "" : ".") + (key.isPlainName ? key : "?")
      }
    }
    return text
  }
}

extension String {
  /// Whether a key may be shown: at most 40 of `[A-Za-z0-9_-]`.
  fileprivate var isPlainName: Bool {
    !isEmpty && utf8.count <= 40
      && utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
        default: false
        }
      }
  }
}
