import Sodium
import Testing

@testable import SLIP39

@Suite("A share's check tells it from any other")
struct CheckTests {
  private static let info = Mnemonic.Info(
    identifier: 0x1234, isExtendable: true, iterationExponent: 1, groupIndex: 0, groupThreshold: 1,
    groupCount: 1, memberIndex: 2, memberThreshold: 3)

  private func check(_ info: Mnemonic.Info, _ value: [UInt8] = Sheets.secret) throws -> [UInt8] {
    try Mnemonic(info: info, value: SecretBytes(copying: value)).check()
  }

  /// The expected bytes are from Python's hashlib.blake2b.
  @Test("It is keyed BLAKE2b over the label and the first four words")
  func bytes() throws {
    let hex = try check(Self.info).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    #expect(hex.joined() == "15c6d89782c9b749aec831bbf0150c82ffa1f9a3faa6b59c2cdf7f5736e0b1ad")
  }

  @Test("It survives the way over paper, and differs between the shares of a set and between sets")
  func differs() throws {
    let sheets = try Sheets.make(3, of: 5) + Sheets.make(3, of: 5)
    let checks = try sheets.map { try Sheets.parse($0).check() }
    #expect(Set(checks).count == 10 && checks.allSatisfy { $0.count == Mnemonic.checkCount })
    #expect(try sheets.map { try Sheets.parse($0).check() } == checks)
  }

  @Test("One bit of the value, or any of the numbers, gives another")
  func binds() throws {
    var value = Sheets.secret
    value[31] ^= 1
    var all = [try check(Self.info), try check(Self.info, value)]
    for (identifier, extendable, exponent, group, member, threshold) in [
      (0x1235, true, 1, 0, 2, 3), (0x1234, false, 1, 0, 2, 3), (0x1234, true, 2, 0, 2, 3),
      (0x1234, true, 1, 1, 2, 3), (0x1234, true, 1, 0, 3, 3), (0x1234, true, 1, 0, 2, 4),
    ] {
      all.append(
        try check(
          Mnemonic.Info(
            identifier: identifier, isExtendable: extendable, iterationExponent: exponent,
            groupIndex: group, groupThreshold: 1, groupCount: 1, memberIndex: member,
            memberThreshold: threshold)))
    }
    #expect(Set(all).count == all.count)
  }
}
