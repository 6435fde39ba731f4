internal import Records
package import StrictJSON
package import Vocabulary

/// Somebody who keeps a share of the root key.
///
/// A share holder has no account: the institution knows them by name, and calls them when the vault
/// must be unsealed.
package struct ShareHolder: Hashable, Sendable {
  /// The human being, as in accounts: somebody who was enrolled keeps this id.
  package let person: Identifier
  package let name: String
  /// Tells the share from any other, so that one that was made up takes no place: 32 bytes.
  package let check: [UInt8]

  package static let checkCount = 32

  package init(person: Identifier, name: String, check: [UInt8]) {
    self.person = person
    self.name = name
    self.check = check
  }
}

/// Who keeps the shares of the root key since one ceremony; the one after it replaces them all.
///
/// - Source: Docs/protocol.md, Directory; SLIP-0039 (identifier, member threshold)
package struct HolderSet: Hashable, Sendable {
  /// Shares that a set can have at most (SLIP-0039).
  package static let most = 16
  /// With one share enough, one person would hold the root key.
  package static let fewestNeeded = 2

  /// From 1; W is derived from the root key and this number.
  package let ceremony: UInt32
  /// The identifier that every share of the set carries: 15 bits.
  package let set: UInt16
  /// How many shares give the root key.
  package let threshold: Int
  /// In the order of their shares: the first has share 1.
  package let holders: [ShareHolder]

  package init(ceremony: UInt32, set: UInt16, threshold: Int, holders: [ShareHolder]) {
    self.ceremony = ceremony
    self.set = set
    self.threshold = threshold
    self.holders = holders
  }

  /// Reads the fields of a record or of a ceremony's file; who else has keys they cannot know.
  package init(_ object: JSONObject) throws(JSONError) {
    ceremony = try object.requireUInt32("ceremony")
    set = UInt16(truncatingIfNeeded: try object.requireInt("set", within: 0...0x7FFF))
    threshold = Int(
      try object.requireInt(
        "threshold", within: Int64(Self.fewestNeeded)...Int64(Self.most)))
    var holders: [ShareHolder] = []
    for item in try object.requireObjects("holders") {
      guard holders.count < Self.most else {
        throw object.error(.notAllowed(expected: "at most \(Self.most) holders"), "holders")
      }
      try item.allowOnly(["check", "name", "person"])
      holders.append(
        ShareHolder(
          person: try item.requireIdentifier("person"), name: try item.requireText("name"),
          check: try item.requireBytes("check", count: ShareHolder.checkCount)))
    }
    guard holders.count >= threshold else {
      throw object.error(.notAllowed(expected: "at least as many as are needed"), "holders")
    }
    self.holders = holders
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("ceremony", .number(ceremony)),
      (
        "holders",
        .array(
          holders.map {
            ["check": .base64($0.check), "name": .string($0.name), "person": .id($0.person)]
          })
      ),
      ("set", .int(Int64(set))), ("threshold", .int(Int64(threshold))),
    ]
  }

  /// Whether every share lies with another human being, as far as ids and names tell.
  var isOfDifferentPersons: Bool {
    Set(holders.map(\.person)).count == holders.count
      && Set(holders.map { Self.compared($0.name) }).count == holders.count
  }

  /// A name without case and repeated spaces.
  package static func compared(_ name: String) -> String {
    name.lowercased().split(separator: " ").joined(separator: " ")
  }

  /// Whether somebody is among the holders, by id or by name.
  func contains(person: Identifier, named name: String) -> Bool {
    let name = Self.compared(name)
    return holders.contains { $0.person == person || Self.compared($0.name) == name }
  }
}
