// kluis-bench-age: seals and opens single files with AgeFile, as a process of its own.
//
// `Benchmarks/run` measures it beside the stock `age`, which is such a process too. It is not installed, and
// it is no tool for people: it overwrites, asks nothing and keeps half a file when it fails.
//
//   kluis-bench-age key KEYFILE              makes an identity, prints the recipient
//   kluis-bench-age seal RECIPIENT IN OUT
//   kluis-bench-age open KEYFILE IN OUT

import AgeFile
import Glibc
import Sodium

@main
struct KluisBenchAge {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    do {
      switch (words.first, words.count) {
      case ("key", 2): try makeKey(words[2])
      case ("seal", 4): try seal(to: words[2], words[3], words[4])
      case ("open", 4): try open(with: words[2], words[3], words[4])
      default: throw Mistake("key KEYFILE | seal RECIPIENT IN OUT | open KEYFILE IN OUT")
      }
    } catch {
      let line = Array("kluis-bench-age: \(error)\n".utf8)
      _ = Glibc.write(2, line, line.count)
      exit(1)
    }
  }

  private static func makeKey(_ path: String) throws {
    let identity = try AgeIdentity.generate()
    let file = try File(path, O_WRONLY | O_CREAT | O_TRUNC)
    try identity.text().withSpan { try file.write($0) }
    try file.write([0x0A].span)
    print(try identity.recipient().text)
  }

  private static func seal(to recipient: String, _ input: String, _ output: String) throws {
    let (from, to) = (try File(input, O_RDONLY), try File(output, O_WRONLY | O_CREAT | O_TRUNC))
    var writer = try AgeWriter(to: [AgeRecipient(recipient)], sink: to.write)
    try writer.write(from: from.read)
    try writer.finish()
  }

  private static func open(with key: String, _ input: String, _ output: String) throws {
    let file = try File(key, O_RDONLY)
    let text = try SecretBytes.read(fd: file.descriptor, limit: 4096)
    let (from, to) = (try File(input, O_RDONLY), try File(output, O_WRONLY | O_CREAT | O_TRUNC))
    var reader = try AgeReader(from.read, identities: [AgeIdentity(text: text)])
    try reader.writeAll(to: to.write)
  }
}

/// An open file, as a source or a sink.
private struct File {
  let descriptor: Int32

  init(_ path: String, _ flags: Int32) throws {
    descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Mistake("\(path) cannot be opened") }
  }

  func read(into out: inout OutputSpan<UInt8>) throws {
    let count = out.withUnsafeMutableBufferPointer { buffer, filled in
      let count = Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
      filled += max(0, count)
      return count
    }
    guard count >= 0 else { throw Mistake("a file cannot be read") }
  }

  func write(_ bytes: Span<UInt8>) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
        guard count > 0 else { throw Mistake("a file cannot be written") }
        written += count
      }
    }
  }
}

private struct Mistake: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
