package import StrictJSON

/// Why a signed record was refused.
package enum RecordError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not the canonical bytes of such a record; the path names the field.
  case malformed(JSONError)
  /// Not signed by the key that it should be signed by.
  case signature

  package var description: String {
    switch self {
    case .malformed(let error): "a signed record is malformed: \(error)"
    case .signature: "the signature of a record is not its author's"
    }
  }

  package var hint: String {
    switch self {
    case .malformed: "a newer version may have written it; otherwise report it to the FG"
    case .signature: "do not rely on it, and report it to the FG"
    }
  }
}
