/// A file's name such as it may be kept, shown and written again on any system.
///
/// It names no folder, hides nothing, and no program takes it for an option: what a colleague called a
/// file is where another one's file goes.
package enum FileName {
  /// Bytes; file systems take 255.
  package static let limit = 200
  /// Bytes of a path of such names.
  static let pathLimit = 1_000

  /// Whether this is one name that may be kept.
  package static func isAllowed(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, name.utf8.count <= limit
    else { return false }
    return !isSpace(first) && first != "." && first != "-" && !isSpace(last) && last != "."
      && scalars.allSatisfy(isAllowed)
  }

  /// Whether this is a path of such names that stays below the folder it starts from.
  ///
  /// `..` and an absolute path are none: a part that is empty or begins with a point is no name.
  package static func isAllowedPath(_ path: String) -> Bool {
    path.utf8.count <= pathLimit
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { isAllowed(String($0)) }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "\\", ":", "*", "?", "\"", "<", ">", "|": return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator,
      .paragraphSeparator:
      return false
    default: return true
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}

/// How large a file is, for people: `812 B`, `1,2 MB`.
package enum FileSize {
  private static let units = ["kB", "MB", "GB"]

  /// - Parameter bytes: not below 0.
  package static func text(_ bytes: Int, _ language: Language) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var tenths = bytes / 100
    var unit = 0
    while tenths >= 10_000, unit < units.count - 1 {
      tenths /= 1000
      unit += 1
    }
    let mark = Phrase(",", ".").text(language)
    return "\(tenths / 10)\(mark)\(tenths % 10) \(units[unit])"
  }
}
