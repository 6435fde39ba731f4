import Glibc
import Sodium
import Testing

@testable import AgeFile

/// Bytes to look for, kept as their complement so that the search does not find itself.
private struct Needle {
  /// Bytes that are looked through at a time.
  private static let windowCount = 1 << 20

  private let complement: [UInt8]

  init(_ secret: borrowing SecretBytes, from start: Int = 0) {
    complement = secret.withSpan { span in (start..<span.count).map { ~span[$0] } }
  }

  /// How often it occurs in the memory of this process that can be written.
  func count() throws -> Int {
    let memory = open("/proc/self/mem", O_RDONLY)
    try #require(memory >= 0)
    defer { close(memory) }
    let size = Needle.windowCount
    let window = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer {
      // It held copies of whatever there was.
      memset(window, 0, size)
      window.deallocate()
    }
    var found = 0
    for range in try Needle.ranges() {
      var start = range.lowerBound
      while start < range.upperBound {
        let count = pread(memory, window, min(size, Int(range.upperBound - start)), Int(start))
        guard count >= complement.count else { break }
        found += occurrences(in: window, count, from: start)
        // The ends overlap, so that nothing hides between two windows.
        start += UInt(count == size ? count - complement.count + 1 : count)
      }
    }
    return found
  }

  /// Those in a copy of what begins at `start`; not those that lie in the copy itself.
  private func occurrences(
    in window: UnsafeMutablePointer<UInt8>, _ count: Int, from start: UInt
  ) -> Int {
    let own = UInt(bitPattern: window)..<UInt(bitPattern: window) + UInt(Needle.windowCount)
    var found = 0
    var next = 0
    while next <= count - complement.count,
      let place = memchr(window + next, Int32(~complement[0]), count - complement.count + 1 - next)
    {
      let here = place.assumingMemoryBound(to: UInt8.self)
      let isSame = complement.indices.allSatisfy { here[$0] == ~complement[$0] }
      if isSame, !own.contains(start + UInt(here - window)) { found += 1 }
      next = here - window + 1
    }
    return found
  }

  /// What `/proc/self/maps` shows as readable and writable.
  private static func ranges() throws -> [Range<UInt>] {
    let file = try #require(fopen("/proc/self/maps", "r"))
    defer { fclose(file) }
    var found: [Range<UInt>] = []
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, 512, file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      let fields = text.split(separator: " ")
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      if ends.count == 2, fields[1].hasPrefix("rw") { found.append(ends[0]..<ends[1]) }
    }
    return found
  }
}

@Suite("Secrets of sealed files")
struct WipingTests {
  /// Everything that a file needs, used and ended; what is left of it are needles.
  ///
  /// In one function, whose frame is gone when the search begins.
  private static func work() throws -> [(String, Needle)] {
    var needles: [(String, Needle)] = []
    let identity = try AgeIdentity.generate()
    let text = try identity.text()
    // The first and last byte of a scalar have bits that the curve fixes.
    needles.append(("identity", Needle(try identity.pair.secret.slice(1..<31))))
    needles.append(("its text", Needle(text, from: 16)))
    let again = try AgeIdentity(text: text)
    let other = try AgeIdentity.readFile(text)

    let file = try Files.seal(
      Files.bytes(300_000), to: [identity.recipient()], form: .armored)
    _ = try Files.open(file, with: [again, other[0]])
    let opened = try OpenedHeader.read(from: Files.source(file))
    let fileKey = try Unlocking.fileKey(opened.stanzas, [identity])
    needles.append(("file key", Needle(fileKey)))
    var nonce: [UInt8] = []
    try opened.input.fill(&nonce, to: 16)
    needles.append(("payload key", Needle(try FileKey.payloadKey(fileKey, nonce: nonce))))

    let code = try BundleCode.generate()
    needles.append(("code", Needle(code.text)))
    let sink = Collected()
    var writer = try AgeWriter(passphrase: code.text, logN: 2, sink: sink.take)
    try writer.write(Files.bytes(300_000))
    try writer.finish()
    let typed = try BundleCode(typed: code.text)
    var reader = try AgeReader(Files.source(sink.bytes), passphrase: typed.text)
    try reader.writeAll { _ in }
    // Whoever searches must be able to find: each of these is alive, and so is one on the heap.
    let onHeap = identity.publicKey
    #expect(try Needle(SecretBytes(copying: onHeap)).count() > 1)
    for (name, needle) in needles where !name.contains("payload") {
      let count = try needle.count()
      #expect(count > 0, "\(name) is not found while it is there")
    }
    withExtendedLifetime((identity, again, other)) {}
    _ = (fileKey.count, code.text.count, typed.text.count, text.count)
    return needles
  }

  @Test func `identities, their text, file keys, payload keys and codes are nowhere afterwards`()
    async
  {
    await #expect(processExitsWith: .success) {
      for (name, needle) in try WipingTests.work() {
        let count = try needle.count()
        #expect(count == 0, "\(name): \(count)")
      }
    }
  }
}
