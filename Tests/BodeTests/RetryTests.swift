import Foundation
import Glibc
import StrictJSON
import Testing
import VaultTestKit

@Suite("kluis-bode: again until it is there", .serialized)
struct RetryTests {
  @Test("A failing sink is asked again after a wait that doubles to its cap, over restarts")
  func backOff() throws {
    let world = try BodeWorld()
    world.retry = ["first": 100, "most": 300]
    try world.sink("down", "exit 1")
    try world.configure()
    try world.put()
    var waits: [Int64] = []
    // Each `once` is a new process: what it knows of the one before stands in the state.
    for round in 1...4 {
      #expect(
        try world.once().errorText.contains("down failed (the program failed), \(round) times"))
      let again = try world.once()
      #expect(again.status == 75 && !again.errorText.contains("failed ("), "not before its time")
      let sink = try #require(world.json(world.bode(["status", "--json"]))["sinks"]?[0])
      #expect(sink["attempts"] == .int(Int64(round)) && sink["why"] == "exit")
      let (last, next) = (sink["last"]?.intValue ?? 0, sink["next"]?.intValue ?? 0)
      waits.append((next - last) / 1000)
      try world.age(milliseconds: next - last)
    }
    #expect(waits == [100, 200, 300, 300])
    _ = try world.program("down", "cat > /dev/null")
    #expect(try world.once().status == 0)
    #expect(world.waiting.isEmpty)
    let well = try world.bode(["status"])
    #expect(well.status == 0 && well.text.contains("down: waiting 0"))
  }

  @Test(
    "A sink that is down rests as a whole; when it is back it gets all that waited, oldest first")
  func rest() throws {
    let world = try BodeWorld()
    world.retry = ["first": 100, "most": 300]
    let log = world.scratch.path("asked")
    try world.sink("down", "echo $KLUIS_ID >> \(log); exit 1")
    try world.configure()
    let names = (1...8).map { "\($0)-noodtoegang.json" }
    for name in names.reversed() { try world.put(name) }
    #expect(try world.once().status == 75)
    #expect(world.read("asked") == "1-noodtoegang\n2-noodtoegang\n3-noodtoegang\n")
    _ = try world.program("down", "echo $KLUIS_ID >> \(log)")
    #expect(try world.once().status == 75, "it still rests")
    unlink(log)
    try world.age(milliseconds: 300_000)
    #expect(try world.once().status == 0)
    #expect(
      world.read("asked")
        == [4, 5, 6, 7, 8, 1, 2, 3].map { "\($0)-noodtoegang\n" }.joined(),
      "first what failed least")
    #expect(world.waiting.isEmpty)
  }

  @Test("Killed between any two steps: each signal is there, and a repeat has the same id")
  func kills() throws {
    let world = try BodeWorld()
    let log = world.scratch.path("got")
    try world.sink("one", "cat > /dev/null; echo one $KLUIS_ID >> \(log)")
    try world.sink("two", "cat > /dev/null; echo two $KLUIS_ID >> \(log)")
    try world.configure()
    let names = (100..<160).map { "\($0)-noodtoegang" }
    for name in names { try world.put(name + ".json") }
    let kills = Torture.count(12, long: 400)
    var died = 0
    for number in 0..<kills {
      if number % 60 == 59 { for name in names { try world.put(name + ".json") } }
      let process = try world.start(["once"])
      usleep(UInt32.random(in: 2_000...60_000))
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        died += 1
      }
      process.waitUntilExit()
      // What is gone from the spool is with both.
      let got = Set((world.read("got") ?? "").split(separator: "\n").map(String.init))
      let waiting = Set(world.waiting)
      for name in names where !waiting.contains(name + ".json") {
        #expect(got.contains("one \(name)") && got.contains("two \(name)"), "\(name)")
      }
    }
    #expect(died > kills / 2, "they were killed at work")
    #expect(try world.wait(seconds: 60) { try world.once().status == 0 })
    let lines = (world.read("got") ?? "").split(separator: "\n").map(String.init)
    #expect(Set(lines) == Set(names.flatMap { ["one \($0)", "two \($0)"] }))
    // A kill can repeat the one delivery that was under way, and no other.
    #expect(lines.count - names.count * 2 * (1 + kills / 60) <= died)
    #expect(world.waiting.isEmpty && world.bad.isEmpty)
  }

  @Test("A state that is damaged is put aside: nothing is lost, and it may come twice")
  func damagedState() throws {
    let world = try BodeWorld()
    try world.sink("good", "cat > /dev/null; echo x >> \(world.scratch.path("good"))")
    try world.sink("bad", "exit 1")
    try world.configure()
    try world.put()
    #expect(try world.once().status == 75)
    try world.write(Array("{\"items\":".utf8), world.scratch.path("state/stand.json"))
    #expect(try world.bode(["status"]).status == 1)
    let result = try world.once()
    #expect(result.errorText.contains("the state was damaged"))
    #expect(world.read("good") == "x\nx\n" && world.waiting == [BodeWorld.noodtoegang])
    #expect(world.names(world.scratch.path("state")).contains("stand.json.bad"))
  }

  @Test("A state that cannot be written: nothing more is delivered, and nothing leaves the spool")
  func fullDisk() throws {
    let world = try BodeWorld()
    try world.sink("good", "cat > /dev/null; touch \(world.scratch.path("sinks"))/got-$KLUIS_ID")
    try world.configure()
    let names = (1...9).map { "\($0)-noodtoegang.json" }
    for name in names { try world.put(name) }
    func got() -> Int { world.names(world.scratch.path("sinks")).count { $0.hasPrefix("got-") } }
    // A block of 512 bytes holds the state of a few files, and not of all.
    let full = try Program.run(
      "/bin/sh",
      ["-c", #"ulimit -f 1; exec "$@""#, "sh", BodeWorld.tool, "once", "--config", world.config],
      environment: ["LC_ALL": "C"])
    #expect(full.status == 75 && full.errorText.contains("the state cannot be written"))
    let first = got()
    #expect((1...8).contains(first), "\(first)")
    #expect(world.waiting == names)
    #expect(try world.once().status == 0)
    #expect(got() == 9 && world.waiting.isEmpty)
  }

  @Test("SIGTERM ends it in order, also under a sink that hangs; one instance at a time")
  func daemon() throws {
    let world = try BodeWorld()
    try world.sink(
      "slow",
      "[ -e \(world.scratch.path("block")) ] && sleep 300; cat > \(world.scratch.path("out"))",
      seconds: 200)
    try world.configure()
    let first = try world.start()
    #expect(world.wait { (world.read("journal") ?? "").contains("started") })
    let second = try world.once()
    #expect(second.status == 75 && second.errorText.contains("running already"))
    try world.put()
    #expect(world.wait { world.waiting.isEmpty }, "it looks by itself")
    #expect(world.read("out") != nil)
    try world.write([], world.scratch.path("block"))
    try world.put()
    usleep(1_500_000)
    let began = ContinuousClock.now
    first.terminate()
    first.waitUntilExit()
    #expect(first.terminationStatus == 0 && first.terminationReason == .exit)
    #expect(ContinuousClock.now - began < .seconds(20))
    #expect((world.read("journal") ?? "").hasSuffix("kluis-bode: ended\n"))
    #expect(world.waiting == [BodeWorld.noodtoegang], "it was not delivered, so it is there")
  }
}

extension BodeWorld {
  /// Makes every time in the state so much older, as if that time had passed.
  func age(milliseconds: Int64) throws {
    func older(_ value: JSONValue) -> JSONValue {
      switch value {
      case .array(let list): .array(list.map(older))
      case .object(let members):
        .object(
          members.map { member in
            guard member.key == "next" || member.key == "last", let time = member.value.intValue
            else { return (member.key, older(member.value)) }
            return (member.key, .int(time - milliseconds))
          })
      default: value
      }
    }
    let path = scratch.path("state/stand.json")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    try write(CanonicalJSON.encode(older(CanonicalJSON.decode(bytes, limits: .record))), path)
  }
}
