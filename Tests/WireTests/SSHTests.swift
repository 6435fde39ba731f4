// ssh as a program: what it may be told, what it inherits, and how it ends.
import Foundation
import Socket
import Testing
import VaultTestKit

@Suite("ssh is started with care")
struct SSHTests {
  @Test(
    "addresses that are read",
    arguments: [
      ("unix:/run/x.sock", "/run/x.sock"), ("/run/x.sock", "/run/x.sock"),
      (
        "ssh://kluis@host",
        "-T -a -x -o ClearAllForwardings=yes -o BatchMode=yes -- kluis@host kluis-gate"
      ),
      (
        "ssh://host.example:2222",
        "-T -a -x -o ClearAllForwardings=yes -o BatchMode=yes -p 2222 -- host.example kluis-gate"
      ),
      (
        "ssh://a_b.c-d@[fd00::1]:22",
        "-T -a -x -o ClearAllForwardings=yes -o BatchMode=yes -p 22 -- a_b.c-d@fd00::1 kluis-gate"
      ),
    ])
  func addresses(_ text: String, _ meaning: String) throws {
    switch try ServiceAddress(text) {
    case .unix(let path): #expect(path == meaning)
    case .ssh(let destination):
      var options = SSHOptions(mayAsk: false)
      options.configuration = nil
      #expect(options.arguments(for: destination).joined(separator: " ") == meaning)
    }
  }

  @Test(
    "addresses that are refused: options, shells, white space, nonsense",
    arguments: [
      "", "unix:", "unix:run", "http://host", "ssh://", "ssh://-oProxyCommand=x", "ssh://u@-host",
      "ssh://-u@host", "ssh://u@host;id", "ssh://u@ho st", "ssh://u@host:0", "ssh://u@host:65536",
      "ssh://u@host:", "ssh://u@host:022", "ssh://u@host:+2", "ssh://u@host/path", "ssh://@host",
      "ssh://a@b@c", "ssh://u@$(id)", "ssh://u@hóst", "ssh://u@[::1", "ssh://u@[]",
      "ssh://u@[::1]x", "ssh://u@[-o]", "ssh://u@host\n", "ssh://u:pw@host", "unix:/a\u{0}b",
    ])
  func refused(_ text: String) {
    #expect(socketFault { () throws(SocketError) in _ = try ServiceAddress(text) } == .badAddress)
  }

  @Test("KLUIS_SSH_CONFIG goes to -F, and asking is off unless allowed")
  func options() throws {
    guard case .ssh(let destination) = try ServiceAddress("ssh://h") else {
      Issue.record("not read")
      return
    }
    var options = SSHOptions(mayAsk: true)
    options.configuration = "/etc/kluis/ssh_config"
    #expect(
      options.arguments(for: destination)
        == [
          "-T", "-a", "-x", "-o", "ClearAllForwardings=yes", "-o", "BatchMode=no", "-F",
          "/etc/kluis/ssh_config", "--", "h",
          "kluis-gate",
        ])
  }

  /// A stand-in for ssh that runs a shell script.
  func fake(_ script: String, in scratch: Scratch) throws -> SSHOptions {
    let path = scratch.path("ssh-\(UInt32.random(in: 0...9999))")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o755)
    var options = SSHOptions(mayAsk: false)
    options.program = path
    return options
  }

  /// Connects through a stand-in, again while another test's fork still holds the script open.
  func connect(_ address: String, _ options: SSHOptions) throws -> Transport {
    for _ in 0..<100 {
      do throws(SocketError) {
        return try Transport.connect(to: try ServiceAddress(address), ssh: options)
      } catch {
        guard error.fault == .system("ssh", ETXTBSY) else { throw error }
        usleep(10_000)
      }
    }
    throw SocketError(.system("ssh", ETXTBSY))
  }

  @Test("frames go through it, and it inherits no descriptor, mask or ignored signal")
  func carries() throws {
    let scratch = try Scratch()
    let report = scratch.path("report")
    // Left open on purpose, without close-on-exec.
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    signal(SIGPIPE, SIG_IGN)
    let script = #"echo "$$ $@" > \#(report); exec cat"#
    let transport = try connect("ssh://kluis@vault", try fake(script, in: scratch))
    for size in [1, 100, 1 << 20] {
      let message = [UInt8](repeating: 7, count: size)
      let writer = Reply<Bool>()
      _ = try WorkerThread.start("write") {
        try? transport.writeFrame(message)
        writer.fulfil(true)
      }
      #expect(try transport.readFrame(idle: .seconds(10)) == message)
      _ = writer.wait()
    }
    // By now the script has become `cat`, so what /proc shows is what it was given.
    let words = try String(contentsOfFile: report, encoding: .utf8)
      .trimmingCharacters(in: .newlines).split(separator: " ", maxSplits: 1)
    #expect(words[1].hasSuffix("-- kluis@vault kluis-gate"))
    let process = "/proc/\(words[0])"
    let open = try FileManager.default.contentsOfDirectory(atPath: process + "/fd")
    #expect(Set(open) == ["0", "1", "2"])
    let status = try String(contentsOfFile: process + "/status", encoding: .utf8)
    #expect(status.contains("SigBlk:\t0000000000000000"))
    let mask = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:\t") })
    let ignored = try #require(UInt64(mask.dropFirst("SigIgn:\t".count), radix: 16))
    // Numbers from 32 up belong to the C library.
    #expect(ignored & 0x7FFF_FFFF == 0)
  }

  @Test("the child is gone when the transport is, also one that does not listen")
  func reaped() throws {
    let scratch = try Scratch()
    let pidFile = scratch.path("pid")
    let script = "trap '' TERM HUP; echo $$ > \(pidFile); while :; do sleep 0.05; done"
    do {
      let transport = try connect("ssh://h", try fake(script, in: scratch))
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: pidFile) { usleep(10_000) }
      transport.close()
    }
    usleep(50_000)
    let text = try String(contentsOfFile: pidFile, encoding: .utf8)
    let pid = try #require(Int32(text.trimmingCharacters(in: .newlines)))
    #expect(kill(pid, 0) == -1 && errno == ESRCH)
  }

  @Test("when ssh fails, the error says so and what to do, with exit 69")
  func failure() throws {
    let scratch = try Scratch()
    for status: Int32 in [255, 69] {
      let transport = try connect("ssh://h", try fake("exit \(status)", in: scratch))
      let fault = socketFault { () throws(SocketError) in
        _ = try transport.readFrame(idle: .seconds(10))
      }
      #expect(fault == .ssh(status: status))
    }
    #expect(SocketError(.ssh(status: 255)).exit == 69)
    #expect(SocketError(.ssh(status: 255)).hint.contains("ssh"))
    var missing = SSHOptions(mayAsk: false)
    missing.program = "/nonexistent/ssh"
    let address = try ServiceAddress("ssh://h")
    #expect(
      socketFault { () throws(SocketError) in
        _ = try Transport.connect(to: address, ssh: missing)
      } == .system("ssh", ENOENT))
  }
}
