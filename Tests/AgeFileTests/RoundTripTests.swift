import Sodium
import Testing

@testable import AgeFile

@Suite("Sealed and opened")
struct RoundTripTests {
  private struct Stop: Error {}

  @Test(
    "what was sealed comes back, in both forms, for every reader",
    arguments: [0, 1, 16, 47, 48, 49, 65535, 65536, 65537, 131_072, 131_073, 1_000_000])
  func comesBack(_ count: Int) throws {
    let content = Files.bytes(count)
    let identities = try (0..<3).map { _ in try AgeIdentity.generate() }
    for form in [AgeWriter.Form.binary, .armored] {
      let file = try Files.seal(content, to: identities.map { try $0.recipient() }, form: form)
      for identity in identities { #expect(try Files.open(file, with: [identity]) == content) }
      let pulled = Collected()
      var writer = try AgeWriter(
        to: identities.map { try $0.recipient() }, form: form, sink: pulled.take)
      try writer.write(from: Files.source(content, step: 70_000))
      try writer.finish()
      #expect(try Files.open(pulled.bytes, with: identities) == content)
      #expect(pulled.bytes.count == file.count)
      #expect(throws: AgeOpenError.wrongIdentity) {
        _ = try Files.open(file, with: [AgeIdentity.generate()])
      }
      let summary = try AgeSummary(of: Files.source(file))
      #expect(summary.openers == [.x25519, .x25519, .x25519])
      #expect(summary.isArmored == (form == .armored))
      let locked = try Files.seal(content, passphrase: "vier woorden", logN: 2, form: form)
      #expect(try Files.open(locked, passphrase: "vier woorden") == content)
      #expect(
        try AgeSummary(of: Files.source(locked)).openers == [.passphrase(logN: 2)])
      // Header, nonce, a tag for each piece.
      let pieces = max(1, (count + 65535) / 65536)
      if form == .binary { #expect(locked.count == 149 + 16 + count + 16 * pieces) }
    }
  }

  @Test func `however the pieces are cut, pushed, pulled or copied, the content is the same`()
    throws
  {
    let identity = try AgeIdentity.generate()
    let recipient = try identity.recipient()
    var seed: UInt64 = 20_261_121
    func next(_ below: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % below
    }
    for round in 0..<40 {
      let content = Files.bytes(next(400_000), seed: UInt64(round + 1))
      let sink = Collected()
      var writer = try AgeWriter(
        to: [recipient], form: round % 2 == 0 ? .binary : .armored, sink: sink.take)
      var rest = content[...]
      while !rest.isEmpty {
        let part = Array(rest.prefix(1 + next(150_000)))
        rest = rest.dropFirst(part.count)
        if next(2) == 0 {
          try writer.write(part)
        } else {
          try writer.write(from: Files.source(part, step: 1 + next(70_000)))
        }
      }
      try writer.finish()
      let step = 1 + next(100_000)
      var reader = try AgeReader(Files.source(sink.bytes, step: step), identities: [identity])
      var opened: [UInt8] = []
      while opened.count < content.count, next(5) > 0 {
        try opened.append(addingCapacity: 1 + next(90_000)) { try reader.read(into: &$0) }
      }
      let rest2 = Collected()
      try reader.writeAll(to: rest2.take)
      #expect(opened + rest2.bytes == content, "round \(round)")
    }
  }

  @Test func `two files of the same content share nothing`() throws {
    let recipient = try AgeIdentity.generate().recipient()
    let files = try (0..<2).map { _ in try Files.seal(Files.bytes(100), to: [recipient]) }
    #expect(files[0].count == files[1].count)
    let same = zip(files[0], files[1]).dropFirst(33).count { $0 == $1 }
    // Besides what is fixed (`\n---` and two line ends), one byte in 256, or in 64 of the header.
    #expect(same < 30)
  }

  @Test func `nobody, too many, an empty passphrase and a useless work factor are refused`() throws
  {
    let recipient = try AgeIdentity.generate().recipient()
    let ignore: ByteSink = { _ in }
    #expect(throws: AgeSealError.noRecipients) { _ = try AgeWriter(to: [], sink: ignore) }
    let many = [AgeRecipient](repeating: recipient, count: 129)
    #expect(throws: AgeSealError.tooManyRecipients(129)) {
      _ = try AgeWriter(to: many, sink: ignore)
    }
    #expect(throws: AgeSealError.emptyPassphrase) {
      _ = try AgeWriter(passphrase: SecretBytes(count: 0), sink: ignore)
    }
    for logN in [-1, 0, 23, 64] {
      #expect(throws: AgeSealError.workFactor(logN)) {
        _ = try AgeWriter(passphrase: Files.secret("x"), logN: logN, sink: ignore)
      }
    }
    let identity = try AgeIdentity.generate()
    let most = try Files.seal(
      [7], to: Array(many.prefix(127)) + [identity.recipient()])
    #expect(try Files.open(most, with: [identity]) == [7])
  }

  @Test func `errors of source and sink come through, and what was cut off is not a file`() throws {
    let identity = try AgeIdentity.generate()
    let recipients = [try identity.recipient()]
    // More pieces than any machine has in work at once.
    let content = Files.bytes(5_000_000)
    let file = try Files.seal(content, to: recipients)

    // A sink that fails: no later write pretends to have worked.
    var left = 3
    var writer = try AgeWriter(to: recipients) { _ in
      left -= 1
      if left < 0 { throw Stop() }
    }
    var failures: [String] = []
    for _ in 0..<2 {
      do { try writer.write(content) } catch { failures.append("\(type(of: error))") }
    }
    do { try writer.finish() } catch { failures.append("\(error)") }
    #expect(failures == ["Stop", "AgeSealError", "\(AgeSealError.broken)"])

    // A source that fails: what it gave before is delivered, then its error, again and again.
    var taken = 0
    let source = Files.source(file)
    var reader = try AgeReader(
      { out in
        taken += 1
        if taken == 20 { throw Stop() }
        try source(&out)
      }, identities: [identity])
    let given = Collected()
    for _ in 0..<2 { #expect(throws: Stop.self) { try reader.writeAll(to: given.take) } }
    #expect(given.bytes.count % 65536 == 0 && content.starts(with: given.bytes))
    #expect(!given.bytes.isEmpty)

    // Dropped without its end.
    let half = Collected()
    var dropped = try AgeWriter(to: recipients, sink: half.take)
    try dropped.write(content)
    _ = consume dropped
    #expect(throws: AgeOpenError.self) { _ = try Files.open(half.bytes, with: [identity]) }
  }

  @Test func `many writers and readers at once, some dropped in the middle`() async throws {
    let identity = try AgeIdentity.generate()
    let recipients = [try identity.recipient()]
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<8 {
        group.addTask {
          let content = Files.bytes(700_000 + number, seed: UInt64(number + 1))
          let file = try Files.seal(content, to: recipients)
          var reader = try AgeReader(Files.source(file), identities: [identity])
          var some: [UInt8] = []
          try some.append(addingCapacity: 10) { try reader.read(into: &$0) }
          _ = consume reader
          return try content.starts(with: some) && Files.open(file, with: [identity]) == content
        }
      }
      for try await same in group { #expect(same) }
    }
  }
}
