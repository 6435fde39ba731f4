// kluis-gate as a process: it relays, and refuses to do anything else.
import Foundation
import Socket
import Testing
import VaultTestKit
import Wire

@Suite("The gate relays bytes and nothing else")
struct GateTests {
  let gate = Places.tools.appendingPathComponent("kluis-gate").path

  @Test("5 MiB both ways, by pipes, with a half-close at the end")
  func relays() throws {
    let service = try EchoService()
    let scratch = try Scratch()
    let ssh = SSHTests()
    // Pipes on both sides of the gate, as sshd may use.
    let options = try ssh.fake("cat | KLUIS_SOCKET=\(service.path) \(gate) | cat", in: scratch)
    let transport = try ssh.connect("ssh://h", options)
    var random = SplitMix(seed: 9)
    let message = (0..<(5 << 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let sent = Reply<Bool>()
    _ = try WorkerThread.start("write") {
      sent.fulfil((try? transport.writeFrame(message)) != nil)
    }
    #expect(try transport.readFrame(idle: .seconds(30)) == message)
    #expect(sent.wait(within: .seconds(5)) == true)
  }

  @Test("input that ends is answered first; exit 0")
  func halfClose() throws {
    let service = try EchoService()
    let message = Frame.encode(Array("laatste vraag".utf8))
    let result = try Program.run(
      gate, [], input: message, environment: ["KLUIS_SOCKET": service.path])
    #expect(result.status == 0)
    #expect(result.output == message)
    #expect(result.errors.isEmpty)
  }

  @Test("the service's end ends the gate, also while the client stays silent")
  func serviceEnds() throws {
    let scratch = try Scratch()
    let path = scratch.path("s")
    let listener = try Listener.open(path: path)
    _ = try WorkerThread.start("bye") {
      if let client = try? listener.accept() {
        let transport = Transport(client)
        try? transport.writeFrame(Array("dag".utf8))
      }
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: gate)
    process.environment = ["KLUIS_SOCKET": path]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect([UInt8](bytes) == Frame.encode(Array("dag".utf8)))
    #expect(process.terminationStatus == 0)
    listener.stop()
  }

  @Test("no arguments, no other command, no vault: a clear refusal and its exit code")
  func refuses() throws {
    let service = try EchoService()
    let here = ["KLUIS_SOCKET": service.path]
    #expect(try Program.run(gate, ["--shell"], environment: here).status == 64)
    #expect(try Program.run(gate, ["--help", "x"], environment: here).status == 64)
    for command in ["sh", "kluis-gate x", "kluis-gate\n", "scp -t /"] {
      let result = try Program.run(
        gate, [], environment: here.merging(["SSH_ORIGINAL_COMMAND": command]) { $1 })
      #expect(result.status == 64)
      #expect(result.output.isEmpty)
      #expect(result.errorText.contains("hint: "))
      #expect(!result.errorText.contains("scp"))
    }
    // One option, and it leads elsewhere: by itself it does not reach the members' socket.
    #expect(try Program.run(gate, ["--collect"], environment: here).status == 69)
    #expect(try Program.run(gate, ["--collect", "--collect"], environment: here).status == 64)
    #expect(try Program.run(gate, ["--collect=x"], environment: here).status == 64)
    let collect = ["KLUIS_COLLECT_SOCKET": service.path]
    #expect(try Program.run(gate, ["--collect"], environment: collect).status == 0)
    #expect(try Program.run(gate, [], environment: collect).status == 69)
    let other = collect.merging(["SSH_ORIGINAL_COMMAND": "kluis-gate --collect"]) { $1 }
    #expect(try Program.run(gate, ["--collect"], environment: other).status == 64)
    let allowed = here.merging(["SSH_ORIGINAL_COMMAND": "kluis-gate"]) { $1 }
    #expect(try Program.run(gate, [], environment: allowed).status == 0)
    let absent = try Program.run(gate, [], environment: ["KLUIS_SOCKET": "/nonexistent/s"])
    #expect(absent.status == 69)
    let long = "/" + String(repeating: "x", count: 200)
    #expect(try Program.run(gate, [], environment: ["KLUIS_SOCKET": long]).status == 64)
  }
}
