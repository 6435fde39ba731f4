import Glibc
import Policy
import Sodium
import StrictJSON

/// The two policy files as they lie in their folder.
struct RuleFiles {
  let rollen: [UInt8]
  let toegang: [UInt8]

  init(_ folder: String) throws(StartError) {
    rollen = try Self.file(folder + "/rollen.json")
    toegang = try Self.file(folder + "/toegang.json")
  }

  var hash: [UInt8] { RuleSet.hash(rollen: rollen, toegang: toegang) }

  /// Checks both; neither is used when one is not whole.
  func rules() throws(PolicyError) -> RuleSet { try RuleSet(rollen: rollen, toegang: toegang) }

  /// Reads and checks the first set of a vault.
  static func first(_ folder: String) throws(StartError) -> RuleSet {
    let files = try RuleFiles(folder)
    do throws(PolicyError) { return try files.rules() } catch {
      throw .policy(error.description, hint: error.hint)
    }
  }

  private static func file(_ path: String) throws(StartError) -> [UInt8] {
    do { return try ReadFile.bytes(path, limit: Policy.fileLimit.bytes) } catch {
      throw .unavailable(
        .init("\(path): \(error)", hint: "name the folder of the policy files (--policies)"))
    }
  }
}

/// Reads a small file whole.
enum ReadFile {
  enum Fault: Error, CustomStringConvertible {
    case missing
    case unreadable
    case tooLarge

    var description: String {
      switch self {
      case .missing: "there is no such file"
      case .unreadable: "the file cannot be read"
      case .tooLarge: "the file is larger than such a file can be"
      }
    }
  }

  /// The bytes of a file of at most `limit` bytes.
  ///
  /// open(2), read(2).
  static func bytes(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable
      }
      guard bytes.count + count <= limit else { throw .tooLarge }
      bytes += chunk[..<count]
    }
  }
}
