import Foundation
import Glibc
import StrictJSON
import Testing
import VaultTestKit

@Suite("kluis-bode: a hostile spool", .serialized)
struct SpoolTests {
  /// Whether the tests may give files away; else the case cannot arise here.
  private static let isRoot = geteuid() == 0

  @Test(
    "Damaged, huge and linked files are set aside in bad/, told, never executed; the rest goes on")
  func hostile() throws {
    let world = try BodeWorld()
    try world.sink(
      "alarm", "cat >> \(world.scratch.path("out")); echo >> \(world.scratch.path("out"))")
    try world.configure()
    let good = try world.put()
    let whole = BodeWorld.signal()
    let path = world.spool + "/"
    // One more than fits; the JSON itself would do.
    try world.put("1-a.json", whole + [UInt8](repeating: 0x20, count: 65_537))
    try world.put("1-b.json", Array(whole.dropLast()))
    try world.put("1-c.json", [])
    try world.put("1-d.json", Array("#!/bin/sh\ntouch \(world.scratch.path("ran"))\n".utf8))
    chmod(path + "1-d.json", 0o755)
    try world.put("1-e.json", [0x20] + whole)
    try world.put(
      "1-f.json",
      Array(
        String(decoding: whole, as: UTF8.self)
          .replacingOccurrences(of: "\"leaf\":7", with: "\"leaf\":7,\"name\":\"Anne\"").utf8))
    try world.write(whole, world.scratch.path("elsewhere.json"))
    symlink(world.scratch.path("elsewhere.json"), path + "1-g.json")
    symlink("/dev/zero", path + "1-h.json")
    mkfifo(path + "1-i.json", 0o600)
    mkdir(path + "1-j.json", 0o700)
    try world.put("1\u{1B}[2J.json", whole)
    try world.put("..json", whole)
    try world.put("half.json.0a1b.new", Array("{".utf8))
    let result = try world.once()
    #expect(result.status == 65, "\(result.errorText)")
    #expect(world.read("out") == String(decoding: good, as: UTF8.self) + "\n", "one, and once")
    #expect(world.read("ran") == nil)
    #expect(world.waiting == ["half.json.0a1b.new"], "a file that is being written is left")
    #expect(
      world.bad
        == ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map { "1-\($0).json" }
        + ["unnamed", "unnamed.2"])
    #expect(world.read("elsewhere.json") != nil, "the link was moved, not what it leads to")
    for text in [
      "1-a: set aside in bad/ (too large)", "1-b: set aside in bad/ (no signal)",
      "1-g: set aside in bad/ (no regular file)", "a file: set aside in bad/ (its name",
    ] {
      #expect(result.errorText.contains(text), "\(text)")
    }
    #expect(!result.errorText.contains("\u{1B}") && !result.errorText.contains("Anne"))
    // A second one of the same name takes no place of the first.
    try world.put("1-b.json", [1])
    #expect(try world.once().status == 65)
    #expect(world.bad.contains("1-b.json.2"))
    let status = try world.bode(["status", "--json"])
    #expect(status.status == 1)
    #expect(try world.json(status)["set-aside"] == 13)
  }

  @Test(
    "A signal of another user is set aside; one of the folder's owner is delivered",
    .enabled(if: isRoot, "only root can give files away"))
  func foreign() throws {
    let world = try BodeWorld()
    try world.sink("alarm", "cat >> \(world.scratch.path("out"))")
    try world.configure()
    chown(world.spool, 4001, 4002)
    try world.put("1-own.json")
    try world.put("2-service.json")
    try world.put("3-foreign.json")
    chown(world.spool + "/2-service.json", 4001, 4002)
    chown(world.spool + "/3-foreign.json", 4003, 4002)
    let result = try world.once()
    #expect(result.status == 65)
    #expect(result.errorText.contains("3-foreign: set aside in bad/ (another user's)"))
    #expect(world.bad == ["3-foreign.json"] && world.waiting.isEmpty)
  }

  @Test(
    "As a user of its own, in the spool's group alone: reads, delivers and removes",
    .enabled(if: isRoot, "only root can become another user"))
  func ownUser() throws {
    let world = try BodeWorld()
    try world.folder("drop")
    world.sinks.append([
      "name": "map", "type": "folder", "folder": .string(world.scratch.path("drop")),
      "signals": "all",
    ])
    try world.configure()
    try world.put()
    // kluisd is 4001; the messenger 4003, and 4002 is the group that they share.
    chmod(world.scratch.url.path, 0o711)
    chmod(world.spool, 0o2770)
    chown(world.spool, 4001, 4002)
    chmod(world.spool + "/" + BodeWorld.noodtoegang, 0o640)
    chown(world.spool + "/" + BodeWorld.noodtoegang, 4001, 4002)
    for name in ["state", "drop", "bode.json"] { chown(world.scratch.path(name), 4003, 4003) }
    func once() throws -> ProgramResult {
      try Program.run(
        "setpriv",
        [
          "--reuid=4003", "--regid=4002", "--clear-groups", "--inh-caps=-all",
          "--bounding-set=-all", BodeWorld.tool, "once", "--config", world.config,
        ], environment: ["LC_ALL": "C"])
    }
    let result = try once()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(world.names(world.scratch.path("drop")) == [BodeWorld.noodtoegang])
    #expect(world.waiting.isEmpty)
    // Outside the group it says that it cannot read, and does not say that all is well.
    chmod(world.spool, 0o700)
    let closed = try once()
    #expect(closed.status == 69 && closed.errorText.contains("cannot be read"))
  }

  @Test("A spool that everybody can write in is not believed")
  func open() throws {
    let world = try BodeWorld()
    try world.sink("alarm", "touch \(world.scratch.path("ran"))")
    try world.configure()
    try world.put()
    chmod(world.spool, 0o777)
    #expect(try world.once().status == 69)
    #expect(world.read("ran") == nil && world.waiting == [BodeWorld.noodtoegang])
  }

  @Test("A mail folder that is a link does not keep signals from their way")
  func linkedMail() throws {
    let world = try BodeWorld()
    try world.sink("alarm", "cat > \(world.scratch.path("out"))")
    try world.configure()
    try world.put()
    symlink("/etc", world.spool + "/mail")
    let result = try world.once()
    #expect(result.status == 69 && result.errorText.contains("mail is no folder"))
    #expect(world.read("out") != nil && world.waiting.isEmpty)
  }
}
