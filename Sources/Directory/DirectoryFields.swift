internal import Records
package import StrictJSON

/// The texts and lists that only directory records have.
extension JSONObject {
  /// Longest text in a directory record, in bytes.
  static let longestText = 200

  /// A name as people read it: not empty, no control or invisible direction characters.
  package func requireText(_ key: String) throws(JSONError) -> String {
    guard let text = try optionalText(key) else { throw error(.missing, key) }
    return text
  }

  package func optionalText(_ key: String) throws(JSONError) -> String? {
    guard let text = try optionalString(key) else { return nil }
    guard Self.isPlainText(text) else {
      throw error(.notAllowed(expected: "a text of 1 to \(Self.longestText) bytes"), key)
    }
    return text
  }

  /// Whether a text may stand on a screen as it is: it cannot move the cursor or turn words round.
  package static func isPlainText(_ text: String) -> Bool {
    guard (1...longestText).contains(text.utf8.count), text.first != " ", text.last != " "
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        false
      default: true
      }
    }
  }

  /// The vault's name, which is also a folder's: `[a-z0-9._-]` in parts between single slashes.
  package func requireOrigin(_ key: String) throws(JSONError) -> String {
    let text = try requireString(key)
    guard Anchor.isOrigin(text) else { throw error(.notAllowed(expected: "an origin"), key) }
    return text
  }

  /// Boxes, each for another member, in the order of the members' ids; at least one.
  func requireCustody(_ key: String) throws(JSONError) -> [CustodyBox] {
    var boxes: [CustodyBox] = []
    for object in try requireObjects(key) {
      try object.allowOnly(["box", "member"])
      let box = CustodyBox(
        member: try object.requireIdentifier("member"), box: try object.requireBytes("box"))
      guard boxes.last.map({ $0.member < box.member }) ?? true else {
        throw error(.notAllowed(expected: "members in order"), key)
      }
      boxes.append(box)
    }
    guard !boxes.isEmpty else { throw error(.notAllowed(expected: "boxes"), key) }
    return boxes
  }
}
