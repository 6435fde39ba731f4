import Foundation
import Glibc
import StrictJSON
import Testing
import VaultTestKit

@Suite("kluis-bode: sinks", .serialized)
struct SinkTests {
  @Test("A program gets the file byte for byte, the id, and nothing else of where bode runs")
  func program() throws {
    let world = try BodeWorld()
    let out = world.scratch.path("out")
    try world.sink(
      "alarm",
      """
      cat > \(out); env > \(out).env; pwd > \(out).pwd; printf '%s\\n' "$@" > \(out).args
      grep -E '^Sig(Blk|Ign)' /proc/self/status > \(out).signals
      ls -l /proc/$$/fd > \(out).fd
      cut -d' ' -f1,5 /proc/$$/stat > \(out).group
      echo 'repeats what it read'; echo 'and complains' >&2
      """, arguments: ["-t", "$(touch \(out).shell)", "two words"])
    try world.configure()
    let bytes = try world.put()
    // Started with a descriptor, variables and ignored signals that a sink must not see.
    let result = try Program.run(
      "/bin/sh",
      [
        "-c", #"trap '' PIPE HUP CHLD; exec 9</etc/passwd; exec "$@""#, "sh", BodeWorld.tool,
        "once",
        "--config", world.config,
      ], environment: ["LEAK": "leaked", "LC_ALL": "C"])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(world.read("out") == String(decoding: bytes, as: UTF8.self))
    let variables = (world.read("out.env") ?? "").split(separator: "\n")
      .filter { !$0.hasPrefix("PWD=") && !$0.hasPrefix("_=") && !$0.hasPrefix("SHLVL=") }.sorted()
    #expect(
      variables == [
        "KLUIS_ID=1898845200000-noodtoegang-0a1b2c3d", "KLUIS_KIND=noodtoegang",
        "KLUIS_SINK=alarm", "LANG=C.UTF-8",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      ])
    #expect(world.read("out.pwd") == "/\n")
    #expect(world.read("out.args") == "-t\n$(touch \(out).shell)\ntwo words\n")
    #expect(!FileManager.default.fileExists(atPath: out + ".shell"), "no shell")
    // 32 and 33 are glibc's own, which no program can ask for.
    let signals = (world.read("out.signals") ?? "").split(separator: "\n")
      .compactMap { UInt64($0.split(separator: "\t")[1], radix: 16) }.map { $0 & ~0x1_8000_0000 }
    #expect(signals == [0, 0], "none held back, none ignored")
    let open = world.read("out.fd") ?? ""
    #expect(open.contains("memfd:signaal") && open.contains("/dev/null"))
    #expect(!open.contains("passwd") && !open.contains("/state/"), "\(open)")
    let group = (world.read("out.group") ?? "").split(whereSeparator: \.isWhitespace)
    #expect(group.count == 2 && group.first == group.last, "its own process group")
    #expect(!result.errorText.contains("repeats") && !result.errorText.contains("complains"))
    #expect(world.waiting.isEmpty && world.bad.isEmpty)
  }

  @Test("A sink that hangs is killed at its limit with all that it started, and tried again")
  func hanging() throws {
    let world = try BodeWorld()
    let mark = world.scratch.path("children")
    try world.sink("slow", "sleep 300 & echo $! >> \(mark); wait", seconds: 1)
    try world.configure()
    try world.put()
    let began = ContinuousClock.now
    let result = try world.once()
    #expect(ContinuousClock.now - began < .seconds(15))
    #expect(result.status == 75, "\(result.errorText)")
    #expect(result.errorText.contains("slow failed (the program took too long), 1 times"))
    let child = try #require(pid_t((world.read("children") ?? "").dropLast()))
    #expect(
      world.wait(seconds: 10) {
        kill(child, 0) != 0
          || (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?
            .contains(") Z ") ?? true
      }, "the child of the sink is gone too")
    #expect(world.waiting == [BodeWorld.noodtoegang])
    // It was repaired.
    _ = try world.program("slow", "cat > \(world.scratch.path("out"))")
    usleep(1_200_000)
    #expect(try world.once().status == 0)
    #expect(world.read("out") != nil && world.waiting.isEmpty)
  }

  @Test("Two sinks of which one fails: the other has it once, the file stays until both have it")
  func two() throws {
    let world = try BodeWorld()
    try world.sink("good", "cat > /dev/null; echo x >> \(world.scratch.path("good"))")
    try world.sink("bad", "exit 3")
    try world.configure()
    try world.put()
    for _ in 0..<2 {
      #expect(try world.once().status == 75)
      #expect(world.waiting == [BodeWorld.noodtoegang])
      usleep(1_200_000)
    }
    #expect(world.read("good") == "x\n", "once, though the other failed twice")
    _ = try world.program("bad", "cat > \(world.scratch.path("late"))")
    usleep(1_200_000)
    #expect(try world.once().status == 0)
    #expect(world.read("good") == "x\n" && world.read("late") != nil && world.waiting.isEmpty)
  }

  @Test("Which kind goes where is as configured; what nobody wants stays and is told")
  func routing() throws {
    let world = try BodeWorld()
    try world.sink(
      "nood", "cat >> \(world.scratch.path("nood"))", signals: ["noodtoegang"])
    try world.configure()
    try world.put()
    try world.put("1898845200001-sessie-vals-0a1b2c3d.json", BodeWorld.signal("sessie-vals"))
    let result = try world.once()
    #expect(result.status == 1)
    #expect(result.errorText.contains("1898845200001-sessie-vals-0a1b2c3d: no sink wants this"))
    #expect(world.read("nood") == String(decoding: BodeWorld.signal(), as: UTF8.self))
    #expect(world.waiting == ["1898845200001-sessie-vals-0a1b2c3d.json"])
    let check = try world.bode(["check"])
    #expect(check.status == 1 && check.text.contains("sessie-vals: nobody gets this"))
    #expect(check.text.contains("noodtoegang -> nood"))
  }

  @Test("A program that others can change, or that is missing, is not started")
  func unsafe() throws {
    let world = try BodeWorld()
    let path = try world.sink("alarm", "touch \(world.scratch.path("ran"))")
    try world.configure()
    try world.put()
    chmod(path, 0o777)
    let result = try world.once()
    #expect(result.status == 75 && result.errorText.contains("others can change the program"))
    #expect(try world.bode(["check"]).status == 1)
    #expect(world.read("ran") == nil)
    unlink(path)
    usleep(1_200_000)
    let missing = try world.once()
    #expect(missing.errorText.contains("the program does not start"), "\(missing.errorText)")
    #expect(world.waiting == [BodeWorld.noodtoegang])
  }

  @Test("A file drop is whole or not there, under the same name when it is repeated")
  func drop() throws {
    let world = try BodeWorld()
    try world.folder("drop")
    world.sinks.append([
      "name": "map", "type": "folder", "folder": .string(world.scratch.path("drop")),
      "signals": "all",
    ])
    try world.configure()
    let bytes = try world.put()
    // The name is taken by a link to what must not be written through.
    try world.write([1], world.scratch.path("other"))
    symlink(world.scratch.path("other"), world.scratch.path("drop/\(BodeWorld.noodtoegang)"))
    #expect(try world.once().status == 0)
    #expect(world.read("other") == "\u{1}")
    #expect(world.names(world.scratch.path("drop")) == [BodeWorld.noodtoegang])
    #expect(
      world.read("drop/\(BodeWorld.noodtoegang)") == String(decoding: bytes, as: UTF8.self))
    try world.put()
    #expect(try world.once().status == 0)
    #expect(world.names(world.scratch.path("drop")) == [BodeWorld.noodtoegang])
    // No room: nothing half in the folder, and it stays in the spool.
    try world.put("1898845200009-noodtoegang-00000000.json")
    let full = try Program.run(
      "/bin/sh",
      ["-c", #"ulimit -f 0; exec "$@""#, "sh", BodeWorld.tool, "once", "--config", world.config],
      environment: ["LC_ALL": "C"])
    #expect(full.status == 75, "\(full.errorText)")
    #expect(world.names(world.scratch.path("drop")) == [BodeWorld.noodtoegang])
    #expect(world.waiting == ["1898845200009-noodtoegang-00000000.json"])
    #expect(try world.once().status == 0)
    #expect(world.waiting.isEmpty)
  }
}
