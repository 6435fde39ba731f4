import Glibc
import Sodium
import Testing
import VaultTestKit

@testable import AgeFile

/// KiB that the kernel shows of this process, such as "VmHWM".
private func kibibytes(_ field: String) -> Int {
  guard let file = fopen("/proc/self/status", "r") else { return .max }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, 256, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    if text.hasPrefix(field + ":") { return Int(text.filter(\.isNumber)) ?? .max }
  }
  return .max
}

/// A file, as a sink and a source.
private enum Disk {
  static func sink(_ descriptor: Int32) -> ByteSink {
    { span in
      var rest = 0
      while rest < span.count {
        let count = span.withUnsafeBytes {
          write(descriptor, $0.baseAddress! + rest, $0.count - rest)
        }
        guard count > 0 else { throw AgeSealError.broken }
        rest += count
      }
    }
  }

  static func source(_ descriptor: Int32) -> ByteSource {
    { out in
      out.withUnsafeMutableBufferPointer { buffer, filled in
        filled += max(0, read(descriptor, buffer.baseAddress! + filled, buffer.count - filled))
      }
    }
  }
}

@Suite("Memory of sealed files")
struct MemoryTests {
  @Test func `sealing and opening 256 MiB takes no more memory than a few pieces`() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let file = open(scratch.path("sealed"), O_RDWR | O_CREAT | O_EXCL, 0o600)
      let identity = try AgeIdentity.generate()
      let block = Files.bytes(1 << 20)
      // What the process has by itself, test library included, and one round so that all is loaded.
      #expect(
        try Files.open(Files.seal(block, to: [identity.recipient()]), with: [identity]) == block)
      let before = kibibytes("VmHWM")

      var writer = try AgeWriter(to: [identity.recipient()], sink: Disk.sink(file))
      for _ in 0..<256 { try writer.write(block) }
      try writer.finish()
      #expect(lseek(file, 0, SEEK_END) > 256 << 20)

      lseek(file, 0, SEEK_SET)
      var reader = try AgeReader(Disk.source(file), identities: [identity])
      var given = 0
      try reader.writeAll { given += $0.count }
      #expect(given == 256 << 20)
      let grown = kibibytes("VmHWM") - before
      #expect(grown < 20 * 1024, "\(grown) KiB")
    }
  }
}
