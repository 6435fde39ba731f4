import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Records

@Suite("Words: a text of the log in its boxes")
struct WordsTests {
  private static let salt = [UInt8](repeating: 9, count: 32)

  private func boxes(_ words: Words, _ pairs: [(Role, UInt8)]) throws -> WordsBoxes {
    try WordsBoxes(
      words, to: pairs.map { (role: $0.0, epoch: 1, key: Examples.box($0.1).publicKey) })
  }

  @Test func onlyWhiteSpaceAtTheEndsComesOff() throws {
    let words = try Words(" \n\tOma belde.\n\nZij is  ongerust.\u{2003}\n", salt: Self.salt)
    #expect(words.text == "Oma belde.\n\nZij is  ongerust.")
    #expect(words.hash == BLAKE2b.hash(Self.salt, Array("Oma belde.\n\nZij is  ongerust.".utf8)))
    // Not composed: what was written is what is hashed.
    #expect(Array(try Words("e\u{301}").text.utf8) == Array("e\u{301}".utf8))
  }

  @Test func theSameTextNeverHasTheSameHashTwice() throws {
    #expect(try Words("Oma belde.").hash != Words("Oma belde.").hash)
  }

  @Test(arguments: [
    ("", WordsError.empty), (" \n ", .empty), (String(repeating: "x", count: 4_001), .tooLong),
    ("een\u{0}twee", .character), ("een\rtwee", .character), ("een\ttwee", .character),
    ("een\u{1B}[2Jtwee", .character), ("een\u{85}twee", .character), ("een\u{7F}twee", .character),
  ])
  func aTextThatIsNoneIsRefused(text: String, error: WordsError) {
    #expect(throws: error) { try Words(text) }
  }

  @Test func theLimitIsInBytesAndWithinIt() throws {
    #expect(try Words(String(repeating: "x", count: 4_000)).text.utf8.count == 4_000)
    #expect(throws: WordsError.tooLong) { try Words(String(repeating: "é", count: 2_001)) }
  }

  @Test func aBoxOpensForItsRoleAndItsHashOnly() throws {
    let words = try Words("Oma belde.")
    let box = try WordsBox.seal(words, to: Examples.box(1).publicKey)
    let right = Examples.box(1)
    let wrong = Examples.box(2)
    #expect(try WordsBox.open(box, hash: words.hash, with: right) == words)
    #expect(throws: WordsError.box(.refused)) {
      try WordsBox.open(box, hash: words.hash, with: wrong)
    }
    #expect(throws: WordsError.otherText) {
      try WordsBox.open(box, hash: BLAKE2b.hash([1]), with: right)
    }
    for place in [0, 40, box.count - 1] {
      var changed = box
      changed[place] ^= 1
      #expect(throws: WordsError.self) {
        try WordsBox.open(changed, hash: words.hash, with: right)
      }
    }
  }

  @Test func textsUpToAQuarterPageLookAlike() throws {
    let key = Examples.box(1).publicKey
    let short = try WordsBox.seal(Words("x"), to: key)
    let longer = try WordsBox.seal(Words(String(repeating: "x", count: 470)), to: key)
    #expect(short.count == longer.count && short.count == WordsBox.counts.lowerBound)
    let longest = try WordsBox.seal(Words(String(repeating: "x", count: 4_000)), to: key)
    #expect(longest.count == WordsBox.counts.upperBound)
  }

  /// What a hostile client could seal: the right context, and inside it no text, or another's.
  @Test func whatIsInsideIsHeldAgainstTheHash() throws {
    let key = Examples.box(1)
    let label = Array("dossierkluis/v1/words".utf8)
    func box(_ inside: [UInt8], named hash: [UInt8], pad: Bool = true) throws -> [UInt8] {
      let plain = try SecretBytes(copying: label + hash + (pad ? Padding.pad(inside) : inside))
      return try SealedBox.seal(plain, to: key.publicKey)
    }
    let salt = Self.salt
    let cases: [([UInt8], WordsError)] = [
      (salt, .notWords), (salt + [0xFF], .notWords), (salt + [0x20, 0x41], .notWords),
      (salt + [0x41, 0x07], .notWords), (salt + Array(repeating: 0x41, count: 4_001), .notWords),
      ([], .notWords),
    ]
    for (inside, error) in cases {
      let hash = BLAKE2b.hash(inside)
      let sealed = try box(inside, named: hash)
      #expect(throws: error, "\(inside.count)") { try WordsBox.open(sealed, hash: hash, with: key) }
    }
    let other = try box(salt + [0x41], named: BLAKE2b.hash([1]))
    #expect(throws: WordsError.otherText) {
      try WordsBox.open(other, hash: BLAKE2b.hash([1]), with: key)
    }
    let bare = try box([UInt8](repeating: 0x41, count: 512), named: Self.salt, pad: false)
    #expect(throws: WordsError.notWords) { try WordsBox.open(bare, hash: Self.salt, with: key) }
  }

  @Test func theListReadsBackInTheOrderOfTheRoles() throws {
    let words = try Words("Oma belde.")
    let list = try boxes(words, [(.fg, 1), (.leidinggevende, 2)])
    #expect(list.items.map(\.role) == [.leidinggevende, .fg])
    let read = try WordsBoxes(decoding: list.bytes)
    #expect(read == list && read.hash == BLAKE2b.hash(list.bytes))
    let all = try boxes(
      Words(String(repeating: "x", count: 4_000)),
      [(.jeugdbeschermer, 1), (.jurist, 2), (.leidinggevende, 3), (.toezichthouder, 4), (.fg, 5)])
    #expect(try WordsBoxes(decoding: all.bytes).items.count == 5)
  }

  @Test func aListThatIsNotOursIsRefused() throws {
    let words = try Words("Oma belde.")
    let longer = try Words(String(repeating: "x", count: 1_000))
    let one = try boxes(words, [(.fg, 1)]).items[0]
    let big = try boxes(longer, [(.fg, 1)]).items[0]
    func item(_ role: String, _ box: [UInt8], _ epoch: Int64 = 1) -> JSONValue {
      ["box": .base64(box), "epoch": .int(epoch), "role": .string(role)]
    }
    let lists: [(String, JSONValue)] = [
      ("empty", []), ("no FG", [item("leidinggevende", one.box)]),
      ("twice", [item("fg", one.box), item("fg", one.box)]),
      ("out of order", [item("fg", one.box), item("leidinggevende", one.box)]),
      ("a role without a key", [item("fg", one.box), item("beheerder", one.box)]),
      ("epoch 0", [item("fg", one.box, 0)]),
      ("a box of another length", [item("leidinggevende", big.box), item("fg", one.box)]),
      ("a box too short", [item("fg", Array(one.box.dropLast()))]),
      ("a box too long", [item("fg", [UInt8](repeating: 0, count: 4_198))]),
      ("another key", [["box": .base64(one.box), "epoch": 1, "role": "fg", "x": 1]]),
      ("no list", ["fg": item("fg", one.box)]),
    ]
    for (name, list) in lists {
      #expect(throws: JSONError.self, "\(name)") {
        try WordsBoxes(decoding: CanonicalJSON.encode(list))
      }
    }
    let spaced = Array(" ".utf8) + (try boxes(words, [(.fg, 1)]).bytes)
    #expect(throws: JSONError.self) { try WordsBoxes(decoding: spaced) }
    #expect(throws: JSONError.self) {
      try WordsBoxes(decoding: [UInt8](repeating: 0x5B, count: WordsBoxes.limit + 1))
    }
  }
}
