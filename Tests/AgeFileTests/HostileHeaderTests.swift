import Foundation
import Sodium
import Testing

@testable import AgeFile

@Suite("Headers that somebody changed")
struct HostileHeaderTests {
  private func failure(_ file: [UInt8], _ identities: [AgeIdentity] = []) -> AgeOpenError? {
    Outcome.of(file) { try AgeReader($0, identities: identities) }.openError
  }

  /// A source without an end, and how much was taken from it.
  private final class Flood {
    var taken = 0
    private let beginning: [UInt8]
    private let unit: [UInt8]

    init(_ beginning: String, _ unit: String) {
      self.beginning = Array(beginning.utf8)
      self.unit = Array(unit.utf8)
    }

    func read(into out: inout OutputSpan<UInt8>) {
      while out.freeCapacity > 0 {
        let past = taken - beginning.count
        out.append(past < 0 ? beginning[taken] : unit[past % unit.count])
        taken += 1
      }
    }
  }

  @Test func `floods of lines, stanzas, arguments and bodies end at the limits`() {
    let first = "age-encryption.org/v1\n"
    let floods: [(String, String, AgeOpenError)] = [
      (first, "-> x\n\n", .header(.tooLarge)),
      (first, "-", .header(.tooLarge)),
      (first + "-> ", "a", .header(.tooLarge)),
      (first + "-> ", "a ", .header(.tooLarge)),
      (first + "-> a\n", String(repeating: "A", count: 64) + "\n", .header(.tooLarge)),
      ("age-encryption.org/", "v", .header(.tooLarge)),
      ("", " ", .notAge),
      ("", "\n", .notAge),
      ("", "-", .armor(.firstLine)),
      ("-----BEGIN AGE ENCRYPTED FILE-----\n", "A", .armor(.lineLength)),
    ]
    for (beginning, unit, expected) in floods {
      let flood = Flood(beginning, unit)
      #expect(throws: expected) { _ = try AgeSummary(of: flood.read) }
      #expect(flood.taken <= AgeFormat.longestHeader + 8192, "\(beginning)\(unit)")
    }
  }

  @Test func `128 stanzas are read, one more is not`() throws {
    let forge = try Forge()
    let unknown = Stanza(arguments: [Array("grease".utf8), [0x21, 0x7E]], body: [1, 2, 3])
    func file(_ others: Int) throws -> [UInt8] {
      try forge.header([Stanza](repeating: unknown, count: others) + forge.stanzas) + Forge.nonce
        + forge.chunk([7], 0, flag: 1)
    }
    #expect(forge.open(try file(127)).bytes == [7])
    #expect(forge.open(try file(128)).openError == .header(.tooLarge))
  }

  @Test func `a passphrase stanza that asks for gibibytes is refused before anything is taken`()
    throws
  {
    let salt = String(
      decoding: UnpaddedBase64.encode([UInt8](repeating: 1, count: 16)), as: UTF8.self)
    let body = String(
      decoding: UnpaddedBase64.encode([UInt8](repeating: 1, count: 32)), as: UTF8.self)
    let mac = body
    func failure(_ logN: String) -> AgeOpenError? {
      let file = "age-encryption.org/v1\n-> scrypt \(salt) \(logN)\n\(body)\n--- \(mac)\n"
      return Outcome.of(Array(file.utf8)) {
        try AgeReader($0, passphrase: Files.secret("x"))
      }.openError
    }
    let start = ContinuousClock.now
    for logN in ["23", "30", "63", "64", "99", "100", "4294967298", "18446744073709551618"] {
      #expect(failure(logN) == .workFactor, "\(logN)")
    }
    #expect(failure(String(repeating: "9", count: 10_000)) == .workFactor)
    for logN in ["", "0", "01", "-1", "+2", "0x10", "1e1", "２", " 2", "2 "] {
      let error = failure(logN)
      #expect(error == .header(.scrypt) || error == .header(.arguments), "\(logN)")
    }
    // One at the limit would take 4 GiB and seconds; the lowest takes next to nothing.
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(failure("1") == .wrongPassphrase)
  }

  @Test func `a malformed stanza of a known kind fails the file for everybody`() throws {
    let forge = try Forge()
    let good = try #require(forge.stanzas.first)
    func outcome(_ stanza: Stanza) throws -> AgeOpenError? {
      let payload = try Forge.nonce + forge.chunk([7], 0, flag: 1)
      let after = forge.open(try forge.header([good, stanza]) + payload)
      let before = forge.open(try forge.header([stanza, good]) + payload)
      #expect(after.openError == before.openError)
      #expect(after.error == nil || after.bytes.isEmpty)
      return after.openError
    }
    let (name, share) = (good.arguments[0], good.arguments[1])
    #expect(try outcome(good) == nil)
    let malformed = [
      Stanza(arguments: [name], body: good.body),
      Stanza(arguments: [name, share, share], body: good.body),
      Stanza(arguments: [name, Array(share.dropLast())], body: good.body),
      Stanza(arguments: [name, share + [0x41]], body: good.body),
      Stanza(arguments: [name, share + [0x3D]], body: good.body),
      Stanza(arguments: [name, share], body: Array(good.body.dropLast())),
      Stanza(arguments: [name, share], body: good.body + [0]),
      Stanza(arguments: [name, share], body: []),
    ]
    for stanza in malformed { #expect(try outcome(stanza) == .header(.x25519)) }
    let scrypt = try #require(
      FileKey.wrap(
        SecretBytes(copying: forge.fileKey), passphrase: Files.secret("x"), logN: 1
      ).stanza)
    #expect(try outcome(scrypt) == .header(.scryptNotAlone))
    for unknown in ["x25519", "X25519 ", "SCRYPT", "scrypt2", "mlkem768x25519"] {
      let name = Array(unknown.utf8.filter { $0 != 0x20 })
      let expected: AgeOpenError? = unknown == "X25519 " ? .header(.x25519) : nil
      #expect(try outcome(Stanza(arguments: [name], body: [1])) == expected)
    }
    let worthless = UnpaddedBase64.encode([UInt8](repeating: 0, count: 32))
    let first = forge.open(
      try forge.header([Stanza(arguments: [name, worthless], body: good.body), good]))
    #expect(first.openError == .header(.worthlessShare))
  }

  @Test func `a header that is not the sealed one is refused before the payload is looked at`()
    throws
  {
    let forge = try Forge()
    var header = try forge.header()
    let grease = Array("-> added\n\n".utf8)
    header.insert(contentsOf: grease, at: AgeFormat.versionLine.count + 1)
    #expect(failure(header + [1, 2, 3], [forge.identity]) == .headerChanged)
    #expect(failure(header, [forge.identity]) == .headerChanged)
    #expect(failure(header, [try AgeIdentity.generate()]) == .wrongIdentity)
  }

  @Test func `each line of a header has one form`() throws {
    let forge = try Forge()
    let text = try String(decoding: forge.header(), as: UTF8.self)
    let unsigned = String(
      text[..<(try #require(text.range(of: " ", options: .backwards)).lowerBound)])
    let payload = try Forge.nonce + forge.chunk([7], 0, flag: 1)
    #expect(forge.open(try forge.header(text: unsigned) + payload).bytes == [7])
    let changes: [(String, String, AgeOpenError)] = [
      ("v1\n", "v2\n", .version), ("v1\n", "v1 \n", .header(.versionLine)),
      ("v1\n", "v1\r\n", .header(.versionLine)), ("v1\n", "\n", .header(.versionLine)),
      ("v1\n", "v1\n\n", .header(.line)), ("-> X", "->  X", .header(.arguments)),
      ("-> X", "->X", .header(.line)), ("-> X", "-> \u{7F}X", .header(.arguments)),
      ("-> X", "-> \tX", .header(.arguments)), ("-> X", "\n-> X", .header(.line)),
      ("-> X", "-> é\n\n-> X", .header(.arguments)), ("\n---", "=\n---", .header(.body)),
      ("\n---", "\n\n---", .header(.line)), ("\n---", " \n---", .header(.body)),
      ("\n---", "\r\n---", .header(.body)), ("\n---", "A\n---", .header(.x25519)),
    ]
    for (from, to, expected) in changes {
      let changed = unsigned.replacing(from, with: to)
      #expect(changed != unsigned)
      let outcome = forge.open(try forge.header(text: changed) + payload)
      #expect(outcome.openError == expected, "\(from.debugDescription) -> \(to.debugDescription)")
    }
    let none = try forge.header(text: "age-encryption.org/v1\n---")
    #expect(failure(none, [forge.identity]) == .header(.noStanza))
    for ending in ["", "A", "=", " ", "\r"] {
      var bytes = try forge.header()
      bytes.removeLast(ending.isEmpty ? 2 : 1)
      bytes += Array(ending.utf8) + [0x0A] + payload
      #expect(forge.open(bytes).openError == .header(.mac), "\(ending.debugDescription)")
    }
  }

  @Test func `the other kind of key is told from the wrong one, and other files from age files`()
    throws
  {
    let forge = try Forge()
    let file = try forge.file([forge.chunk([7], 0, flag: 1)])
    let locked = try Files.seal([7], passphrase: "correct")
    #expect(failure(file, []) == .wrongIdentity)
    #expect(failure(locked, [forge.identity]) == .needsPassphrase)
    #expect(throws: AgeOpenError.needsIdentity) { _ = try Files.open(file, passphrase: "x") }
    #expect(throws: AgeOpenError.wrongPassphrase) {
      _ = try Files.open(locked, passphrase: "Correct")
    }
    #expect(try Files.open(locked, passphrase: "correct") == [7])
    for other in [
      "PK\u{3}\u{4}", "<!doctype html>", "age-encryption.com/v1\n", "a\n",
      " age-encryption.org/v1\n",
    ] {
      #expect(failure(Array(other.utf8)) == .notAge, "\(other)")
    }
    #expect(failure([]) == .truncated(.header))
    #expect(failure([0x61]) == .truncated(.header))
  }

  @Test func `every error says what is wrong and what to do, in words of its own`() {
    let errors: [AgeOpenError] = [
      .notAge, .version, .header(.versionLine), .header(.line), .header(.arguments), .header(.body),
      .header(.mac), .header(.noStanza), .header(.tooLarge), .header(.x25519), .header(.scrypt),
      .header(.scryptNotAlone), .header(.worthlessShare), .workFactor, .needsPassphrase,
      .needsIdentity, .wrongIdentity, .wrongPassphrase, .headerChanged, .truncated(.header),
      .truncated(.payload), .truncated(.armor), .damaged(chunk: 3), .damagedEnd, .trailing,
      .armor(.before), .armor(.firstLine), .armor(.lineLength), .armor(.lineEnd), .armor(.base64),
      .armor(.after), .workingMemory,
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(errors.allSatisfy { !$0.hint.isEmpty && $0.hint != $0.description })
  }
}
