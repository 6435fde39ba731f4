import Glibc
import Sodium
import Store
import VaultService

/// A replacement of the root key, from `wrap.key` on the host.
///
/// Prints by how many KiB the most memory that it had at once grew.
enum Replacement {
  static func run(_ folder: String, killedAt step: String?) throws {
    let replacement = try RootReplacement.begin(folder)
    guard let old = try replacement.presentWrapKey() else { exit(1) }
    let root = try SecretBytes.random(HostKey.count)
    forgetPeak()
    let before = peak()
    do throws(RootReplacement.Fault) {
      try replacement.finish(from: old, to: root, ceremony: 2) { now in
        if now.rawValue == step { Glibc.kill(getpid(), SIGKILL) }
      }
    } catch {
      print("Replacement: \(error)")
      exit(1)
    }
    print("grew \(peak() - before)")
  }

  /// Most memory held at once since the start or `forgetPeak`, KiB; proc(5), VmHWM.
  private static func peak() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { exit(70) }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("VmHWM:") else { continue }
      return Int(text.split { $0 == " " || $0 == "\t" }[1]) ?? 0
    }
    exit(70)
  }

  /// proc(5), clear_refs: 5 sets the peak to what is held now.
  private static func forgetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { exit(70) }
    fputs("5", file)
    fclose(file)
  }
}
