import AgeFile
import Foundation
import Sodium
import Testing
import VaultTestKit

/// Runs a program on a terminal of its own and answers each of its prompts with the same line.
///
///     usage: terminal.py TYPED PROGRAM ARGUMENT…
private let terminalScript = #"""
  import os, pty, select, sys

  typed, program = sys.argv[1], sys.argv[2:]
  child, terminal = pty.fork()
  if child == 0:
      os.execv(program[0], program)
  shown, answered = b"", 0
  while True:
      if not select.select([terminal], [], [], 120)[0]:
          sys.exit("nothing happens: " + shown.decode())
      try:
          part = os.read(terminal, 4096)
      except OSError:
          break
      if not part:
          break
      shown += part
      if shown.count(b": ") > answered and shown.endswith(b": "):
          answered = shown.count(b": ")
          os.write(terminal, typed.encode() + b"\n")
  status = os.waitpid(child, 0)[1]
  sys.stdout.write(shown.decode())
  sys.exit(os.waitstatus_to_exitcode(status))
  """#

@Suite("With the stock age", .serialized)
struct StockAgeTests {
  private static let sizes = [0, 1, 65535, 65536, 65537, 16 * 1024 * 1024 + 1]

  private let scratch: Scratch
  private let age: String

  init() throws {
    scratch = try Scratch()
    age = try #require(Program.find("age"), "the Debian package age is not installed")
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: scratch.url.appendingPathComponent(name))
    return scratch.path(name)
  }

  private func read(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: scratch.url.appendingPathComponent(name)))
  }

  /// With a passphrase, which `age` takes from a terminal only.
  private func onTerminal(_ typed: String, _ arguments: [String]) throws -> ProgramResult {
    let script = try write(
      Array(terminalScript.utf8), "terminal.py")
    return try Program.run("python3", [script, typed, age] + arguments)
  }

  private func keyFile(_ identity: AgeIdentity, _ name: String = "key.txt") throws -> String {
    try write(identity.text().bytes + [0x0A], name)
  }

  @Test("what we seal the stock age opens, to several keys, binary and armored", arguments: sizes)
  func theyOpen(_ size: Int) throws {
    let content = Files.bytes(size)
    let identities = try (0..<2).map { _ in try AgeIdentity.generate() }
    for form in [AgeWriter.Form.binary, .armored] where form == .binary || size < 1_000_000 {
      let file = try Files.seal(content, to: identities.map { try $0.recipient() }, form: form)
      let path = try write(file, "sealed.age")
      for identity in identities {
        let result = try Program.run(
          age, ["-d", "-i", try keyFile(identity), path])
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.output == content)
      }
      let other = try Program.run(age, ["-d", "-i", try keyFile(.generate()), path])
      #expect(other.status == 1 && other.output.isEmpty)
    }
  }

  @Test("what the stock age seals we open, to several keys, binary and armored", arguments: sizes)
  func weOpen(_ size: Int) throws {
    let content = Files.bytes(size)
    let path = try write(content, "plain")
    let identities = try (0..<2).map { _ in try AgeIdentity.generate() }
    let recipients = try identities.flatMap { ["-r", try $0.recipient().text] }
    for armor in [[], ["-a"]] where armor.isEmpty || size < 1_000_000 {
      let result = try Program.run(age, recipients + armor + ["-o", scratch.path("sealed"), path])
      #expect(result.status == 0, "\(result.errorText)")
      let file = try read("sealed")
      for identity in identities { #expect(try Files.open(file, with: [identity]) == content) }
      #expect(try AgeSummary(of: Files.source(file)).openers.filter { $0 == .x25519 }.count == 2)
      #expect(throws: AgeOpenError.wrongIdentity) {
        _ = try Files.open(file, with: [.generate()])
      }
    }
  }

  @Test func `keys of age-keygen are ours, and ours are its`() throws {
    let keygen = try #require(Program.find("age-keygen"))
    let made = try Program.run(keygen, [])
    #expect(made.status == 0)
    let theirs = try AgeIdentity.readFile(SecretBytes(copying: made.output))
    #expect(theirs.count == 1)
    #expect(made.text.contains("# public key: \(try theirs[0].recipient().text)\n"))
    let ours = try AgeIdentity.generate()
    let asked = try Program.run(keygen, ["-y", try keyFile(ours)])
    #expect(asked.text == "\(try ours.recipient().text)\n")
  }

  /// The one test that pays for the usual work factors: ours, 2¹⁶, and the stock tool's, 2¹⁸.
  @Test func `a code as it is printed opens our file in the stock age, and the other way round`()
    throws
  {
    let code = try BundleCode.generate()
    let printed = code.text.string
    let content = Files.bytes(65537)
    let sink = Collected()
    var writer = try AgeWriter(passphrase: code.text, sink: sink.take)
    try writer.write(content)
    try writer.finish()
    #expect(try AgeSummary(of: Files.source(sink.bytes)).openers == [.passphrase(logN: 16)])
    let path = try write(sink.bytes, "sealed.age")
    let opened = try onTerminal(printed, ["-d", "-o", scratch.path("opened"), path])
    #expect(opened.status == 0, "\(opened.text) \(opened.errorText)")
    #expect(try read("opened") == content)
    let refused = try onTerminal(printed.lowercased(), ["-d", path])
    #expect(refused.status == 1 && refused.text.contains("incorrect passphrase"))

    let plain = try write(content, "plain")
    let sealed = try onTerminal(printed, ["-p", "-o", scratch.path("theirs.age"), plain])
    #expect(sealed.status == 0, "\(sealed.text) \(sealed.errorText)")
    let typed = try BundleCode(typed: Files.secret(printed.lowercased().replacing("-", with: " ")))
    var reader = try AgeReader(Files.source(read("theirs.age")), passphrase: typed.text)
    let collected = Collected()
    try reader.writeAll(to: collected.take)
    #expect(collected.bytes == content)
  }
}
