import Sodium
package import StrictJSON
package import Vocabulary

/// One text in its boxes, one for each role that must read it: what travels beside a body.
///
/// Canonical JSON: a list of `{box, epoch, role}` in the order of the roles, none twice, the FG's
/// always among them.
/// - Source: Docs/protocol.md, Words
package struct WordsBoxes: Equatable, Sendable {
  package struct Item: Equatable, Sendable {
    package let role: Role
    /// Epoch of the role key that the box is sealed to.
    package let epoch: UInt32
    package let box: [UInt8]

    package init(role: Role, epoch: UInt32, box: [UInt8]) {
      self.role = role
      self.epoch = epoch
      self.box = box
    }
  }

  /// Bytes of a list for every role that has a key, with room.
  package static let limit = 32_768
  private static let limits = JSONLimits(
    bytes: limit, depth: 2, string: 8_192, members: 3, elements: roles.count)
  /// Who has a key to seal to.
  private static let roles = Role.allCases.filter { $0.hasDossierKey || $0 == .fg }

  package let items: [Item]
  /// The exact bytes.
  package let bytes: [UInt8]

  /// H(bytes): what the body's `words_boxes` holds.
  package var hash: [UInt8] { BLAKE2b.hash(bytes) }

  /// Seals words to each of these keys.
  ///
  /// - Parameter keys: role, epoch and public key, one of each role.
  package init(
    _ words: Words, to keys: [(role: Role, epoch: UInt32, key: [UInt8])]
  ) throws(WordsError) {
    var items: [Item] = []
    for key in keys.sorted(by: { $0.role.rawValue < $1.role.rawValue }) {
      items.append(
        Item(role: key.role, epoch: key.epoch, box: try WordsBox.seal(words, to: key.key)))
    }
    self.items = items
    bytes = CanonicalJSON.encode(
      .array(
        items.map {
          ["box": .base64($0.box), "epoch": .number($0.epoch), "role": .string($0.role.name)]
        }))
  }

  /// Reads the list as it came; nothing is opened.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let list = try CanonicalJSON.decode(bytes, limits: WordsBoxes.limits)
    guard let elements = list.arrayValue else {
      throw JSONError(.wrongKind(expected: .array), path: [])
    }
    var items: [Item] = []
    for element in elements {
      let object = try JSONObject(element)
      try object.allowOnly(["box", "epoch", "role"])
      let item = Item(
        role: try object.requireRole("role"), epoch: try object.requireUInt32("epoch"),
        box: try object.requireBytes("box"))
      guard WordsBoxes.roles.contains(item.role),
        items.last.map({ $0.role.rawValue < item.role.rawValue }) ?? true
      else { throw object.error(.notAllowed(expected: "a role with a key, in order"), "role") }
      // One text has one length, whoever it is for.
      guard WordsBox.counts.contains(item.box.count),
        items.last.map({ $0.box.count == item.box.count }) ?? true
      else { throw object.error(.notAllowed(expected: "a box of these words"), "box") }
      items.append(item)
    }
    guard items.contains(where: { $0.role == .fg }) else {
      throw JSONError(.notAllowed(expected: "a list with a box for the FG"), path: [])
    }
    self.items = items
    self.bytes = bytes
  }
}

/// What goes with a request: H(words), which the member signs, and the words in their boxes.
package struct SealedWords: Equatable, Sendable {
  package let hash: [UInt8]
  package let boxes: WordsBoxes

  package init(hash: [UInt8], boxes: WordsBoxes) {
    self.hash = hash
    self.boxes = boxes
  }

  /// The arguments of a body that name words.
  package static let hashKey = "words_hash"
  package static let boxesKey = "words_boxes"
}
