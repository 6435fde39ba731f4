import Sodium
import Testing

@testable import SLIP39

struct RecoveryTests {
  @Test(
    "every subset of m shares recovers, every subset of m - 1 is refused",
    arguments: [(1, 1), (2, 2), (2, 3), (3, 3), (3, 5), (5, 7), (16, 16)])
  func everySubset(threshold: Int, count: Int) throws {
    let sheets = try Sheets.make(threshold, of: count)
    for subset in Sheets.subsets(sheets, threshold) {
      let recovery = try Sheets.recovery(subset.shuffled())
      #expect(recovery.missing == 0)
      try recovery.verify()
      #expect(try recovery.secret().bytes == Sheets.secret)
    }
    for subset in Sheets.subsets(sheets, threshold - 1) where threshold > 1 {
      let recovery = try Sheets.recovery(subset)
      #expect(recovery.missing == 1)
      #expect(throws: RecoveryError.tooFew(missing: 1)) { try recovery.verify() }
      #expect(throws: RecoveryError.tooFew(missing: 1)) { _ = try recovery.secret() }
    }
  }

  @Test func `m - 1 shares that claim to be enough are refused by the digest`() throws {
    let sheets = try Sheets.make(3, of: 5)
    for pair in Sheets.subsets(sheets, 2) {
      let recovery = try Sheets.recovery(pair.map { try Sheets.forge($0, threshold: 2) })
      #expect(recovery.missing == 0)
      #expect(throws: RecoveryError.digest) { try recovery.verify() }
      #expect(throws: RecoveryError.digest) { _ = try recovery.secret() }
    }
  }

  @Test func `secrets of 16 to 64 bytes come back; a set is another one each time`() throws {
    for count in [16, 18, 30, 32, 64] {
      let secret = (0..<count).map { UInt8(255 - $0) }
      let sheets = try Sheets.make(2, of: 3, secret: secret)
      #expect(try Sheets.recover([sheets[2], sheets[0]]) == secret)
    }
    #expect(try Sheets.make(2, of: 3)[0] != Sheets.make(2, of: 3)[0])
  }

  @Test func `a passphrase is needed to the letter; another gives another secret`() throws {
    let sheets = try Sheets.make(2, of: 2, passphrase: "wacht zin~")
    #expect(try Sheets.recover(sheets, passphrase: "wacht zin~") == Sheets.secret)
    #expect(try Sheets.recover(sheets, passphrase: "wacht zin") != Sheets.secret)
    #expect(try Sheets.recover(sheets) != Sheets.secret)
    for strange in ["\u{7F}", "a\n", "\u{1F}", "\u{E9}"] {
      #expect(throws: RecoveryError.passphrase) { try Sheets.recover(sheets, passphrase: strange) }
      #expect(throws: SplitError.passphrase) { try Sheets.make(2, of: 2, passphrase: strange) }
    }
  }

  @Test func `a key is divided into 2 to 16, in lengths that the standard has`() throws {
    for (threshold, count) in [(0, 3), (-1, 3), (1, 2), (4, 3), (2, 17), (17, 17), (1, 0)] {
      #expect(throws: SplitError.numbers) { try Sheets.make(threshold, of: count) }
    }
    for length in [0, 14, 15, 17, 31, 66] {
      #expect(throws: SplitError.secretLength) {
        try Sheets.make(2, of: 3, secret: [UInt8](repeating: 1, count: length))
      }
    }
  }

  @Test func `a new mnemonic of 32 bytes has 33 words and says where it belongs`() throws {
    let set = try MnemonicSet.split(
      SecretBytes(copying: Sheets.secret), threshold: 3, count: 5)
    #expect(set.threshold == 3 && set.count == 5)
    for index in 0..<5 {
      let mnemonic = try Mnemonic.parse(set.text(of: index))
      #expect(try mnemonic.words().count == 33)
      #expect(
        mnemonic.info
          == Mnemonic.Info(
            identifier: set.identifier, isExtendable: true, iterationExponent: 1, groupIndex: 0,
            groupThreshold: 1, groupCount: 1, memberIndex: index, memberThreshold: 3))
      #expect(mnemonic.info.memberNumber == index + 1)
    }
  }

  @Test func `a foreign, double or contradicting share is refused at once and changes nothing`()
    throws
  {
    let sheets = try Sheets.make(2, of: 3)
    let other = try Sheets.parse(sheets[0]).info.identifier ^ 1
    var recovery = try Recovery()
    #expect(recovery.missing == nil)
    #expect(throws: RecoveryError.nothing) { try recovery.verify() }
    #expect(throws: RecoveryError.nothing) { _ = try recovery.secret() }
    try recovery.add(Sheets.parse(sheets[0]))
    #expect(recovery.missing == 1)

    func refusal(_ sheet: String) throws -> Recovery.AddError? {
      let mnemonic = try Sheets.parse(sheet)
      do {
        try recovery.add(mnemonic)
        return nil
      } catch {
        return error
      }
    }
    #expect(try refusal(Sheets.forge(sheets[1], identifier: other)) == .foreign)
    #expect(try refusal(Sheets.make(2, of: 3, secret: Array(1...16))[1]) == .foreign)
    #expect(try refusal(Sheets.forge(sheets[1], threshold: 3)) == .differentThreshold)
    #expect(try refusal(sheets[0]) == .duplicate(member: 1))
    #expect(try refusal(Sheets.forge(sheets[1], member: 0)) == .contradiction(member: 1))
    #expect(recovery.missing == 1)
    #expect(recovery.mnemonics.count == 1)

    #expect(try refusal(sheets[2]) == nil)
    #expect(recovery.mnemonics.map(\.memberNumber) == [1, 3])
    #expect(try recovery.secret().bytes == Sheets.secret)
  }

  @Test func `a share that was changed behind its checksum is refused, wherever it is changed`()
    throws
  {
    let sheets = try Sheets.make(3, of: 5)
    for place in 0..<32 {
      let changed = try Sheets.forge(sheets[1]) { $0[place] ^= 0x80 }
      let recovery = try Sheets.recovery([sheets[0], changed, sheets[4]])
      #expect(throws: RecoveryError.digest) { try recovery.verify() }
    }
  }

  @Test func `every share beyond those needed must fit; the one that does not is named`() throws {
    let sheets = try Sheets.make(3, of: 5)
    let all = try Sheets.recovery(sheets)
    #expect(all.missing == 0)
    try all.verify()
    #expect(try all.secret().bytes == Sheets.secret)

    for place in [0, 13, 31] {
      let changed = try Sheets.forge(sheets[4]) { $0[place] ^= 1 }
      let recovery = try Sheets.recovery(Array(sheets[..<4]) + [changed])
      #expect(throws: RecoveryError.strayMember(group: 1, member: 5)) { try recovery.verify() }
      #expect(throws: RecoveryError.strayMember(group: 1, member: 5)) {
        _ = try recovery.secret()
      }
      // Among the first m nobody can say which it is.
      let early = try Sheets.recovery([changed] + Array(sheets[..<4]))
      #expect(throws: RecoveryError.digest) { try early.verify() }
    }
  }

  @Test func `no error text holds a word of the list that is typed on a sheet`() throws {
    // The texts are fixed but for numbers: what was typed cannot be in them.
    let errors: [(String, String)] = [
      (MnemonicError.unknownWord(position: 7).description, "7"),
      (MnemonicError.wordCount(32).description, "32"),
      (Recovery.AddError.duplicate(member: 4).description, "4"),
      (Recovery.AddError.contradiction(member: 4).description, "4"),
      (RecoveryError.tooFew(missing: 2).description, "2"),
      (RecoveryError.strayMember(group: 1, member: 5).description, "5"),
      (RecoveryError.strayGroup(3).description, "3"),
    ]
    for (text, number) in errors {
      #expect(text.filter(\.isNumber) == number)
    }
  }
}
