import Glibc
import Policy
import Records
import Sodium
import StrictJSON

/// The policy files as they lie in their folder; `overdracht.json` need not be there.
enum RuleFiles {
  static func read(_ folder: String) throws(StartError) -> PolicyFiles {
    PolicyFiles(
      rollen: try file(folder + "/rollen.json"), toegang: try file(folder + "/toegang.json"),
      overdracht: try optionalFile(folder + "/overdracht.json"))
  }

  /// Reads and checks the first set of a vault.
  static func first(_ folder: String) throws(StartError) -> RuleSet {
    let files = try read(folder)
    do throws(PolicyError) { return try RuleSet(files) } catch {
      throw .policy(error.description, hint: error.hint)
    }
  }

  private static func file(_ path: String) throws(StartError) -> [UInt8] {
    do throws(ReadFile.Fault) {
      return try ReadFile.bytes(path, limit: Policy.fileLimit.bytes)
    } catch { throw unavailable(path, error) }
  }

  private static func optionalFile(_ path: String) throws(StartError) -> [UInt8]? {
    do throws(ReadFile.Fault) {
      return try ReadFile.bytes(path, limit: Policy.fileLimit.bytes)
    } catch {
      // One that cannot be read is no set of two.
      guard case .missing = error else { throw unavailable(path, error) }
      return nil
    }
  }

  private static func unavailable(_ path: String, _ fault: ReadFile.Fault) -> StartError {
    .unavailable(
      .init("\(path): \(fault)", hint: "name the folder of the policy files (--policies)"))
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
