import AgeFile
import Desk
import Glibc
import Minisign
import Overdracht
import Sodium

/// A bundle that was opened, checked and unpacked: file -> `AgeReader` -> `BundleCheck` -> folder.
///
/// The folder appears with the last check. Whatever fails before leaves nothing of the bundle behind.
struct UnpackedBundle {
  /// What opens it.
  enum Opener {
    /// The keys of whoever reads; which of them the file is sealed to, the manifest must say too.
    case keys([AgeIdentity])
    case code(SealedCode)
  }

  /// A code or passphrase as somebody typed it.
  final class SealedCode {
    let typed: SecretBytes

    init(_ typed: consuming SecretBytes) {
      self.typed = typed
    }
  }

  let manifest: Manifest
  /// SHA-256 of the manifest's bytes, which a receipt names.
  let manifestHash: [UInt8]
  let folder: String

  /// Opens the age file at a path, binary or armored, or in a page.
  ///
  /// - Parameters:
  ///   - key: of whoever must have signed it, from a directory or from paper; nil leaves the sender unchecked.
  ///   - folder: where it goes; nothing may be there.
  /// - Throws: 1 for what this machine cannot do; 65 for a file that is damaged or is not what it says; 77 `code`,
  ///   `age-identity`, `not-for-reader` for who may not open it
  static func unpack(
    _ path: String, by opener: Opener, signedBy key: MinisignKey?, to folder: String
  ) throws(Failure) -> UnpackedBundle {
    let place = try UnpackFolder(folder)
    do {
      let check = try read(SealedSource(path), opener, key, into: place)
      let manifest = try check.finish()
      try place.add(Manifest.name, check.signed)
      try place.add(Manifest.signatureName, check.signature)
      try place.keep()
      return UnpackedBundle(
        manifest: manifest, manifestHash: SHA256.hash(check.signed), folder: folder)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(opening: error, path)
    }
  }

  private static func read(
    _ file: SealedSource, _ opener: Opener, _ key: MinisignKey?, into place: UnpackFolder
  ) throws -> BundleCheck {
    switch opener {
    case .keys(let identities):
      // One by one, so that it is known which of them opened it.
      for identity in identities {
        let source = try file.open()
        let recipient = try identity.recipient().text
        do {
          let reader = try AgeReader(source, identities: [identity])
          return try read(reader, BundleCheck(key: key, reader: .key(age: recipient)), into: place)
        } catch AgeOpenError.wrongIdentity { continue }
      }
      throw AgeOpenError.wrongIdentity
    case .code(let code):
      let check = BundleCheck(key: key, reader: .code)
      // In the one spelling of our codes when it may be one; any other passphrase counts as typed.
      if let ours = try? BundleCode(typed: code.typed) {
        do {
          let reader = try AgeReader(file.open(), passphrase: ours.text)
          return try read(reader, check, into: place)
        } catch AgeOpenError.wrongPassphrase where !ours.text.equals(code.typed) {}
      }
      let reader = try AgeReader(file.open(), passphrase: code.typed)
      return try read(reader, check, into: place)
    }
  }

  private static func read(
    _ reader: consuming AgeReader, _ check: BundleCheck, into place: UnpackFolder
  ) throws -> BundleCheck {
    var check = check
    try reader.writeAll { part in
      let bytes = unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
      try check.feed(bytes[...]) { step in
        switch step {
        case .create(let name): try place.create(name)
        case .write(let bytes): try place.write(bytes)
        case .close: try place.end()
        case .taken: break
        }
      }
    }
    return check
  }
}

/// A file that is read from its start to its end.
final class OpenedFile {
  private let descriptor: Int32
  private let path: String

  /// - Throws: 1 `file-not-readable`
  init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputFile.notReadable(path) }
  }

  deinit { close(descriptor) }

  /// Its bytes from where it is.
  ///
  /// - Source: read(2)
  var source: ByteSource {
    { out in
      try unsafe out.withUnsafeMutableBufferPointer { buffer, count in
        while true {
          let free = buffer.count - count
          guard free > 0, let start = buffer.baseAddress else { return }
          let got = unsafe Glibc.read(self.descriptor, start + count, free)
          if got < 0, errno == EINTR { continue }
          guard got >= 0 else { throw InputFile.notReadable(self.path) }
          count += got
          return
        }
      }
    }
  }
}
