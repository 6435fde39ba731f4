/// Why bytes are not a header, a link or a list of links.
package enum LinkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not the fixed length, or not a whole number of links.
  case length
  case tooMany(limit: Int)
  case section
  case kind
  case role
  /// Another cipher suite than 1.
  case suite
  /// Reserved bytes that are not zero.
  case reserved
  /// A number that counts from 1 is 0.
  case zero
  /// A time outside what JSON readers keep exactly.
  case time
  /// A section record with an entry id or a later revision, or another kind without an entry id.
  case shape

  package var description: String {
    switch self {
    case .length: "a list of links has the wrong length"
    case .tooMany(let limit): "more than \(limit) links at once"
    case .section: "a link names a section that does not exist"
    case .kind: "a link is of a kind that does not exist"
    case .role: "a link names a role that does not exist"
    case .suite: "a link asks for a cipher that this version does not have"
    case .reserved: "a link uses bytes that are reserved"
    case .zero: "a link has a number 0 where numbers start at 1"
    case .time: "a link has an impossible time"
    case .shape: "a link's entry or revision does not fit its kind"
    }
  }

  package var hint: String {
    switch self {
    case .suite, .reserved, .kind: "a newer version may have written it; update, or report it"
    case .tooMany: "ask for fewer at a time"
    default: "the data is damaged or was changed; do not use it, and report it to the FG"
    }
  }
}
