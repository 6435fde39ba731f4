import Delivery
import Glibc

extension Configuration {
  /// Reads the beheerder's file; who can change it can have programs run, so that is checked first.
  static func read(_ path: String) throws(Mishap) -> Configuration {
    let bytes: [UInt8]
    do throws(OpenFile.Fault) {
      let file = try OpenFile(path)
      guard file.isSafe(owner: geteuid()) else { throw .notRegular }
      bytes = try file.bytes(atMost: largest)
    } catch {
      switch error {
      case .missing: throw .configurationMissing(ENOENT)
      case .notRegular: throw .configurationUnsafe
      case .tooLarge:
        throw .configurationMalformed(
          "longer than \(largest) bytes", "make it shorter")
      case .system(let code): throw .configurationMissing(code)
      }
    }
    do throws(ConfigurationError) { return try Configuration(reading: bytes) } catch {
      throw .configurationMalformed(error.text, error.hint)
    }
  }
}
