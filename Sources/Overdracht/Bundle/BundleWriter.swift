package import AgeFile
internal import Sodium
internal import StrictJSON

/// Seals a bundle: contents and signed manifest into an archive, the archive into an age file, as it goes.
///
/// The manifest stands first and was signed before, so what is read while sealing is held against it: a file
/// that changed in between ends the work. Memory is the same whatever the size.
package enum BundleWriter {
  /// The age file that was made, as the one to whom it is handed on may check it.
  package struct Made: Equatable, Sendable {
    package let size: Int64
    /// SHA-256, 32 bytes.
    package let sha256: [UInt8]
  }

  /// Seals to keys: all recipients of the manifest have one.
  ///
  /// - Parameters:
  ///   - manifest: as `Manifest.encode` gave it, since these bytes were signed.
  ///   - signature: minisign's file over them.
  ///   - sink: takes the age file in order; it is whole when this returns, and nothing before.
  /// - Throws: `AgeKeyError`, `AgeSealError`, `ArchiveError`, `BundleError.changed` and `.manifest`; what a source or
  ///   the sink throws.
  package static func write(
    _ contents: [BundleContent], manifest: [UInt8], signature: [UInt8],
    sink: @escaping ByteSink
  ) throws -> Made {
    let read = try read(manifest)
    let keys = try read.recipients.map { recipient in
      guard case .key(_, _, let age) = recipient else { throw BundleError.notForReader }
      return try AgeRecipient(age)
    }
    let output = Output(sink)
    let writer = try AgeWriter(to: keys, sink: output.take)
    return try write(contents, read, manifest, signature, into: Sealing(writer), output)
  }

  /// Seals under a code: the manifest has one recipient, who was given it.
  package static func write(
    _ contents: [BundleContent], manifest: [UInt8], signature: [UInt8],
    code: borrowing BundleCode, sink: @escaping ByteSink
  ) throws -> Made {
    let read = try read(manifest)
    guard case .code = read.recipients.first else { throw BundleError.notForReader }
    let output = Output(sink)
    let writer = try AgeWriter(passphrase: code.text, sink: output.take)
    return try write(contents, read, manifest, signature, into: Sealing(writer), output)
  }

  private static func read(_ manifest: [UInt8]) throws -> Manifest {
    do throws(JSONError) { return try Manifest(decoding: manifest) } catch {
      throw BundleError.manifest(error)
    }
  }

  private static func write(
    _ contents: [BundleContent], _ manifest: Manifest, _ bytes: [UInt8], _ signature: [UInt8],
    into sealing: Sealing, _ output: Output
  ) throws -> Made {
    var missing = Dictionary(uniqueKeysWithValues: manifest.files.map { ($0.path, $0) })
    var archive = ArchiveWriter(modified: manifest.created / 1000) { try sealing.write($0) }
    try archive.add(Manifest.name, bytes)
    try archive.add(Manifest.signatureName, signature)
    for content in contents {
      guard let file = missing.removeValue(forKey: content.path), file.size == content.size
      else { throw BundleError.changed }
      try archive.begin(content.path, size: content.size)
      var hash = SHA256.Running()
      try content.forEachPart { part in
        hash.add(part[...])
        try archive.write(part[...])
      }
      guard hash.finish() == file.sha256 else { throw BundleError.changed }
    }
    guard missing.isEmpty else { throw BundleError.incomplete }
    try archive.finish()
    try sealing.finish()
    return output.made
  }

  /// The age file that the archive goes into.
  private final class Sealing {
    private var writer: AgeWriter?

    init(_ writer: consuming AgeWriter) {
      self.writer = consume writer
    }

    func write(_ bytes: [UInt8]) throws { try writer?.write(bytes) }

    func finish() throws { try writer.take()?.finish() }
  }

  /// Counts and hashes what goes out.
  private final class Output {
    private let sink: ByteSink
    private var hash = SHA256.Running()
    private var size: Int64 = 0

    init(_ sink: @escaping ByteSink) {
      self.sink = sink
    }

    func take(_ bytes: Span<UInt8>) throws {
      try sink(bytes)
      hash.add(bytes)
      size += Int64(bytes.count)
    }

    var made: Made { Made(size: size, sha256: hash.finish()) }
  }
}
