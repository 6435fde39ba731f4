package import StrictJSON

/// Why a set of policy files was refused, and where.
package struct PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum File: String, Sendable {
    case rollen = "rollen.json"
    case toegang = "toegang.json"
    case overdracht = "overdracht.json"
  }

  package enum Reason: Equatable, Sendable {
    /// Not the shape that the schema describes.
    case malformed(JSONError)
    /// The right shape, but weaker than the floor; the place as `rollen.fg.secties`.
    case belowFloor(FloorRule, place: String)
  }

  package let file: File
  package let reason: Reason

  /// What went wrong: the file, the place and the rule.
  package var description: String {
    switch reason {
    case .malformed(let error): "\(file.rawValue): \(error.description)"
    case .belowFloor(let rule, let place):
      "\(file.rawValue): \(place): \(rule.rawValue): \(rule.wording.en)"
    }
  }

  /// What to do next.
  package var hint: String {
    switch reason {
    case .malformed(let error): error.hint
    case .belowFloor: "this rule cannot be weakened by policy; see Policies/README.md"
    }
  }

  /// What is wrong, as a code for log and answer.
  package var code: String {
    switch reason {
    case .malformed: "policy-malformed"
    case .belowFloor: "policy-below-floor"
    }
  }

  /// The rule's name; `form` for a file that has not the shape of the schema.
  package var rule: String {
    switch reason {
    case .malformed: "form"
    case .belowFloor(let rule, _): rule.rawValue
    }
  }

  /// Where in the file, such as `vier_ogen.policy.tweeden[1]`; the line where it is no JSON.
  package var place: String {
    switch reason {
    case .belowFloor(_, let place): place
    case .malformed(let error):
      error.path.isEmpty ? error.line.map { "line \($0)" } ?? "" : error.path.text
    }
  }
}
