import CLinux
import Delivery
import Glibc
import PrivateFile

/// One delivery: brings one file to one sink.
enum Carrier {
  /// What is brought.
  enum Load: ~Copyable {
    /// A signal and the bytes of its file.
    case signal(SpooledSignal, [UInt8])
    /// A mail that is whole; it is handed over as it is.
    case mail(OpenFile)
    /// The file is not there any more.
    case gone
  }

  /// False when there is nothing to bring: the file is gone, or was made another since it was sorted.
  static func bring(
    _ load: consuming Load, _ name: SpoolName, to sink: Sink, _ waking: inout Waking
  ) throws(DeliveryFault) -> Bool {
    switch consume load {
    case .gone: return false
    case .signal(let signal, let bytes):
      guard sink.wants(signal.kind) else { return false }
      let kind = signal.kind.code
      switch sink.way {
      case .program(let program):
        let input = try memoryFile(bytes)
        defer { close(input) }
        try Child.run(program, input: input, id: name.id, kind: kind, sink: sink.name, &waking)
      case .folder(let folder): try drop(bytes, name, into: folder)
      case .mail(let program, let post):
        let mail = SignalMail(signal, id: name.id, post: post, now: wallClock())
        let input = try memoryFile(mail.bytes)
        defer { close(input) }
        try Child.run(program, input: input, id: name.id, kind: kind, sink: sink.name, &waking)
      }
    case .mail(let file):
      guard case .mail(let program, _) = sink.way else { throw .start }
      try Child.run(
        program, input: file.descriptor, id: name.id, kind: "mail", sink: sink.name, &waking)
    }
    return true
  }

  /// Writes the file beside its place and gives it its name: who watches never sees half of it.
  private static func drop(
    _ bytes: [UInt8], _ name: SpoolName, into folder: String
  ) throws(DeliveryFault) {
    guard let found = stat.of(folder), found.isFolder else { throw .folder }
    do throws(PrivateFile.Fault) {
      try PrivateFile.replace(folder + "/" + name.text, bytes, forGroup: true)
    } catch { throw .folder }
  }

  /// The bytes as an anonymous file, at its beginning: no pipe that could fill or break.
  private static func memoryFile(_ bytes: [UInt8]) throws(DeliveryFault) -> Int32 {
    let raw = unsafe linux_memory_file("signaal")
    guard raw >= 0 else { throw .start }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.span.extracting(done..<bytes.count).withUnsafeBufferPointer {
        unsafe write(raw, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(raw)
        throw .start
      }
      done += count
    }
    guard lseek(raw, 0, SEEK_SET) == 0 else {
      close(raw)
      throw .start
    }
    return raw
  }
}
