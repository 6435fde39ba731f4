// The canonical spelling is defined by a program that we did not write; here we ask it.
import Foundation
import StrictJSON
import Testing

@Suite("Canonical JSON is what Python writes")
struct PythonAgreementTests {
  static var installed: Bool { locatePython() != nil }

  static func locatePython() -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
      .map { "\($0)/python3" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  @Test("random values survive encode and decode")
  func roundTrip() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<2000 {
      let value = randomValue(&random, depth: 4)
      let bytes = CanonicalJSON.encode(value)
      let decoded = try CanonicalJSON.decode(bytes)
      #expect(CanonicalJSON.encode(decoded) == bytes)
      #expect(try OrdinaryJSON.decode(OrdinaryJSON.encode(value)) == value)
      #expect(try OrdinaryJSON.decode(OrdinaryJSON.encode(value, pretty: true)) == value)
    }
  }

  @Test(
    "four hundred random values: Python's bytes are ours",
    .enabled(if: PythonAgreementTests.installed, "python3 is not installed: not compared"))
  func sameAsPython() throws {
    var random = SplitMix(seed: 11)
    let values = (0..<400).map { _ in randomValue(&random, depth: 4) }
    // What Python reads is the free spelling in our order; what it writes must be the canonical one.
    let input = values.map { OrdinaryJSON.encode($0) + [0x0A] }.joined()
    let program = """
      import json, sys
      for line in sys.stdin.buffer:
        v = json.loads(line.decode('utf-8'))
        t = json.dumps(v, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
        sys.stdout.buffer.write(t.encode('utf-8') + b'\\n')
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.locatePython()))
    process.arguments = ["-c", program]
    let stdin = Pipe()
    let stdout = Pipe()
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    let feeder = Thread {
      stdin.fileHandleForWriting.write(Data(input))
      try? stdin.fileHandleForWriting.close()
    }
    feeder.start()
    let output = [UInt8](stdout.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let lines = output.split(separator: 0x0A)
    #expect(lines.count == values.count)
    for (line, value) in zip(lines, values) {
      #expect(Array(line) == CanonicalJSON.encode(value))
      #expect(try CanonicalJSON.encode(CanonicalJSON.decode(Array(line))) == Array(line))
    }
  }
}

func randomValue(_ random: inout SplitMix, depth: Int) -> JSONValue {
  switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &random) {
  case 0: return .null
  case 1: return .bool(Bool.random(using: &random))
  case 2: return .int(Int64.random(in: CanonicalJSON.integers, using: &random))
  case 3: return .int(Int64.random(in: -20...20, using: &random))
  case 4: return .string(randomText(&random))
  case 5:
    return .array(
      (0..<Int.random(in: 0...5, using: &random)).map { _ in
        randomValue(&random, depth: depth - 1)
      })
  default:
    var keys: Set<String> = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let alphabet = Array("abcxyz0129_")
      let length = Int.random(in: 1...4, using: &random)
      keys.insert(String((0..<length).map { _ in alphabet.randomElement(using: &random) ?? "a" }))
    }
    return .object(
      keys.shuffled(using: &random).map { ($0, randomValue(&random, depth: depth - 1)) })
  }
}

/// Text of all planes, with many of the characters that need care.
private func randomText(_ random: inout SplitMix) -> String {
  var text = String.UnicodeScalarView()
  for _ in 0..<Int.random(in: 0...30, using: &random) {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x22, 0x5C...0x5C, 0x20...0x7F, 0x80...0x7FF, 0x2020...0x206F, 0xE000...0xFFFF,
      0x1F600...0x1F64F, 0x10FFF0...0x10FFFF,
    ]
    let range = ranges.randomElement(using: &random) ?? 0x20...0x7E
    if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
  }
  return String(text)
}
