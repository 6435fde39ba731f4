package import Minisign
internal import Sodium
package import StrictJSON
internal import Vocabulary

/// Checks a bundle while it is being unpacked: signature, addressee, names, sizes and hashes.
///
/// The manifest and its signature stand first, so that everything after them is known before it comes: a
/// file that the manifest does not name is never written.
package struct BundleCheck {
  /// Who opens it.
  package enum Reader: Equatable, Sendable {
    /// Somebody with a key: the age recipient that opened the file.
    case key(age: String)
    /// Somebody with the code.
    case code
    /// The sender's own institution, after sealing.
    case sender
  }

  /// What whoever unpacks is to do next.
  package enum Step: Equatable, Sendable {
    /// Nothing: it was for the check.
    case taken
    case create(path: String)
    case write(ArraySlice<UInt8>)
    case close
  }

  private let key: MinisignKey?
  private let reader: Reader
  private var archive = ArchiveReader()
  private var place = Place.manifest
  private var kept: [UInt8] = []
  private var hash: SHA256.Running?
  private var missing: [String: Manifest.File] = [:]
  /// Read once its signature held.
  package private(set) var manifest: Manifest?

  private enum Place: Equatable {
    case manifest
    case signature
    case file(Manifest.File)
    case between
  }

  /// - Parameter key: the institution's key from the directory or from paper, never from the bundle; nil when
  ///   the reader has none, and then nobody knows who sealed it.
  package init(key: MinisignKey?, reader: Reader) {
    self.key = key
    self.reader = reader
  }

  /// Whether the sender was checked.
  package var isSigned: Bool { key != nil }

  /// Takes the next bytes of the archive, and says what to do with them, in order.
  ///
  /// Throws: `BundleError`, `ArchiveError`, or what `act` throws.
  package mutating func feed(_ bytes: ArraySlice<UInt8>, _ act: (Step) throws -> Void) throws {
    // The archive calls back while it is being changed, so the check works on a copy of itself.
    var reading = archive
    try reading.feed(bytes) { event in
      let step = try take(event)
      if step != .taken { try act(step) }
    }
    archive = reading
  }

  /// Says that no more comes: everything that the manifest names must have come.
  package func finish() throws -> Manifest {
    try archive.finish()
    guard let manifest else { throw BundleError.notABundle }
    guard missing.isEmpty, place == .between else { throw BundleError.incomplete }
    return manifest
  }

  private mutating func take(_ event: ArchiveReader.Event) throws -> Step {
    switch (event, place) {
    case (.begin(Manifest.name, let size), .manifest) where manifest == nil && kept.isEmpty:
      guard size <= Manifest.limit else { throw BundleError.notABundle }
      return .taken
    case (.begin(Manifest.signatureName, let size), .signature):
      guard size <= 16_384 else { throw BundleError.notABundle }
      return .taken
    case (.begin(let name, let size), .between):
      guard let file = missing.removeValue(forKey: name) else { throw BundleError.unlisted }
      guard file.size == size else { throw BundleError.changed }
      place = .file(file)
      hash = SHA256.Running()
      return .create(path: name)
    case (.begin, _): throw BundleError.notABundle
    case (.bytes(let part), .file):
      hash?.add(part)
      return .write(part)
    case (.bytes(let part), _):
      kept += part
      return .taken
    case (.end, _): return try end()
    }
  }

  private mutating func end() throws -> Step {
    switch place {
    case .manifest:
      signed = kept
      kept = []
      place = .signature
      return .taken
    case .signature:
      manifest = try accept()
      signature = kept
      kept = []
      place = .between
      return .taken
    case .file(let file):
      guard let found = hash?.finish(), found == file.sha256 else { throw BundleError.changed }
      hash = nil
      place = .between
      return .close
    case .between: throw BundleError.notABundle
    }
  }

  /// The manifest's bytes as they came: what is signed, and what a receipt names.
  package private(set) var signed: [UInt8] = []
  /// The signature's file as it came, checked or not.
  package private(set) var signature: [UInt8] = []

  private mutating func accept() throws -> Manifest {
    if let key {
      do throws(MinisignError) {
        try key.check(
          MinisignSignature(decoding: kept), hash: BLAKE2b.hash(signed, count: 64))
      } catch { throw BundleError.signature(error) }
    }
    let manifest: Manifest
    do throws(JSONError) { manifest = try Manifest(decoding: signed) } catch {
      throw BundleError.manifest(error)
    }
    guard isAddressed(manifest) else { throw BundleError.notForReader }
    missing = Dictionary(uniqueKeysWithValues: manifest.files.map { ($0.path, $0) })
    return manifest
  }

  private func isAddressed(_ manifest: Manifest) -> Bool {
    switch reader {
    case .sender: true
    case .code:
      manifest.recipients.contains { if case .code = $0 { true } else { false } }
    case .key(let age):
      manifest.recipients.contains {
        if case .key(_, _, let named) = $0 { named == age } else { false }
      }
    }
  }
}

/// Why a bundle was not opened.
package enum BundleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The archive does not begin as a bundle does.
  case notABundle
  case signature(MinisignError)
  case manifest(JSONError)
  /// The manifest does not name who opens it: somebody passed the bundle on.
  case notForReader
  /// A file that the manifest does not name.
  case unlisted
  /// A file that is not what the manifest says.
  case changed
  /// A file of the manifest did not come.
  case incomplete

  package var description: String {
    switch self {
    case .notABundle: "the file opened, and what is inside is not an overdracht"
    case .signature(let error): "the sender's signature: \(error)"
    case .manifest(let error): "the manifest cannot be read: \(error)"
    case .notForReader: "this bundle was sealed for somebody else: its manifest does not name you"
    case .unlisted: "the bundle has a file that its manifest does not name"
    case .changed: "a file in the bundle is not the one that its manifest names"
    case .incomplete: "a file that the manifest names is not in the bundle"
    }
  }

  package var hint: String {
    switch self {
    case .notABundle: "open it with age and look what it is, or ask the sender"
    case .signature(let error): error.hint
    case .manifest: "ask the sender for a bundle of a newer release, or update kluis"
    case .notForReader: "tell the institution that sealed it: somebody passed it on"
    case .unlisted, .changed, .incomplete: "do not rely on it; ask the sender for it again"
    }
  }
}
