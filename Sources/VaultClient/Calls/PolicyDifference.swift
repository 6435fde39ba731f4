internal import Records
package import StrictJSON

/// One place at which two policy sets differ, for a person who has to decide about it.
package struct PolicyDifference: Equatable, Sendable {
  /// `rollen.json`, `toegang.json` or `overdracht.json`.
  package let file: String
  /// As `vier_ogen.policy.aantal`.
  package let place: String
  /// Canonical JSON; nil where there was nothing.
  package let before: String?
  /// Nil where nothing is left.
  package let after: String?

  /// What is other in `next` than in `present`, file by file, in the order of the files.
  ///
  /// - Throws: where one of the files is no JSON.
  package static func between(
    _ present: PolicySet, _ next: PolicySet
  ) throws(JSONError) -> [PolicyDifference] {
    var found: [PolicyDifference] = []
    let (old, new) = (present.files, next.files)
    for (file, before, after) in [
      ("rollen.json", old.rollen, new.rollen), ("toegang.json", old.toegang, new.toegang),
      ("overdracht.json", old.overdracht, new.overdracht),
    ] {
      try compare(value(before), value(after), in: file, at: [], &found)
    }
    return found
  }

  /// A file that is not there says nothing: each of its lines is new, or gone.
  private static func value(_ file: [UInt8]?) throws(JSONError) -> JSONValue {
    guard let file else { return .object([] as [JSONMember]) }
    return try OrdinaryJSON.decode(file, limits: .policy)
  }

  private static func compare(
    _ before: JSONValue?, _ after: JSONValue?, in file: String, at path: [String],
    _ found: inout [PolicyDifference]
  ) throws(JSONError) {
    guard before != after else { return }
    if let old = before?.objectValue, let new = after?.objectValue {
      let added = new.map(\.key).filter { key in !old.contains { $0.key == key } }
      for key in old.map(\.key) + added {
        try compare(before?[key], after?[key], in: file, at: path + [key], &found)
      }
      // The same members in another order say the same.
      return
    }
    found.append(
      PolicyDifference(
        file: file, place: path.joined(separator: "."), before: text(before), after: text(after)))
  }

  private static func text(_ value: JSONValue?) -> String? {
    value.map { String(decoding: OrdinaryJSON.encode($0, pretty: false), as: UTF8.self) }
  }
}

extension JSONLimits {
  /// As the service reads policy files.
  fileprivate static let policy = JSONLimits(bytes: 1 << 18)
}
