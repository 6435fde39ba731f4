package import Foundation

/// A directory that only this user can read and that goes when the value goes.
package final class Scratch: Sendable {
  package let url: URL

  package init() throws {
    let base = FileManager.default.temporaryDirectory
    url = base.appendingPathComponent("dk-\(UInt32.random(in: 0...UInt32.max))", isDirectory: true)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file or folder inside.
  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
