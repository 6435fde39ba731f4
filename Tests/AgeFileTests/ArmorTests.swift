import AgeFile
import Testing

@Suite("Files as text")
struct ArmorTests {
  private let identity: AgeIdentity
  private let content = Files.bytes(1_000)
  private let text: String

  init() throws {
    identity = try AgeIdentity.generate()
    text = String(
      decoding: try Files.seal(content, to: [identity.recipient()], form: .armored), as: UTF8.self)
  }

  private func open(_ text: String) -> Outcome {
    Outcome.of(Array(text.utf8)) { try AgeReader($0, identities: [identity]) }
  }

  @Test func `lines have 64 characters, the last may have fewer, and both end marks stand`() {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "-----BEGIN AGE ENCRYPTED FILE-----")
    #expect(lines.dropLast().last == "-----END AGE ENCRYPTED FILE-----" && lines.last == "")
    #expect(lines.dropFirst().dropLast(3).allSatisfy { $0.count == 64 })
  }

  @Test func `white space around it and uniform line ends of mail are accepted`() {
    for accepted in [
      text, String(text.dropLast()), "\n\r\n \t" + text + " \n\n\t",
      text.replacing("\n", with: "\r\n"), String(text.replacing("\n", with: "\r\n").dropLast()),
      String(repeating: "\n", count: 1024) + text + String(repeating: " ", count: 1024),
    ] {
      let outcome = open(accepted)
      #expect(outcome.error == nil && outcome.bytes == content)
    }
  }

  @Test func `everything else that is not as it was written is refused`() throws {
    let lines = text.split(separator: "\n").map(String.init)
    let (first, last) = (lines[0], lines[lines.count - 1])
    func joined(_ change: (inout [String]) -> Void) -> String {
      var changed = lines
      change(&changed)
      return changed.joined(separator: "\n") + "\n"
    }
    let wrapped = lines.dropFirst().dropLast().joined()
    let wide = stride(from: 0, to: wrapped.count, by: 76).map {
      String(wrapped.dropFirst($0).prefix(76))
    }
    let refused: [(String, AgeOpenError)] = [
      ("Hallo\n" + text, .armor(.before)),
      (text + "x", .armor(.after)), (text + text, .armor(.after)),
      (text + String(repeating: " ", count: 1025), .armor(.after)),
      (joined { $0[0] = first.lowercased() }, .armor(.firstLine)),
      (joined { $0[0] = first + " " }, .armor(.firstLine)),
      (joined { $0[0] = "-----BEGIN PGP MESSAGE-----" }, .armor(.firstLine)),
      (joined { $0.insert("Version: 1", at: 1) }, .armor(.lineLength)),
      (joined { $0.insert("", at: 1) }, .armor(.lineLength)),
      (joined { $0.insert("", at: 5) }, .armor(.lineLength)),
      (joined { $0.insert("", at: $0.count - 1) }, .armor(.lineLength)),
      (joined { $0[3] += "A" }, .armor(.lineLength)),
      (joined { $0[3] += " " }, .armor(.lineLength)),
      (joined { $0[3].removeLast() }, .armor(.lineLength)),
      (joined { $0[3] = String($0[3].dropLast()) + "=" }, .armor(.lineLength)),
      (joined { $0[3] = String($0[3].dropLast()) + "-" }, .armor(.base64)),
      (joined { $0[3] += "\r" }, .armor(.lineEnd)),
      (
        text.replacing("\n", with: "\r\n").replacing(last + "\r\n", with: last + "\n"),
        .armor(.lineEnd)
      ),
      (text.replacing("\n", with: "\r"), .armor(.firstLine)),
      (joined { $0.removeLast() }, .truncated(.armor)),
      (joined { $0[$0.count - 1] = last.lowercased() }, .truncated(.armor)),
      (joined { $0[$0.count - 1] = last + " " }, .truncated(.armor)),
      (([first] + wide + [last]).joined(separator: "\n"), .armor(.lineLength)),
      (first + "\n" + last + "\n", .truncated(.header)),
    ]
    for (number, (text, expected)) in refused.enumerated() {
      let outcome = open(text)
      #expect(outcome.openError == expected, "case \(number)")
      #expect(outcome.bytes.isEmpty, "case \(number)")
    }
  }

  @Test func `cut anywhere, or with any character changed, it is refused`() {
    let bytes = Array(text.utf8)
    // Up to the end mark; the line feed after it may be missing.
    for count in 0..<bytes.count - 1 where count % 7 == 0 || count > bytes.count - 60 {
      #expect(open(String(decoding: bytes.prefix(count), as: UTF8.self)).error is AgeOpenError)
    }
    for index in bytes.indices.dropLast() where index % 5 == 0 {
      var changed = bytes
      changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
      let outcome = Outcome.of(changed) { try AgeReader($0, identities: [identity]) }
      #expect(outcome.error is AgeOpenError && outcome.bytes.isEmpty, "\(index)")
    }
  }
}
