import Desk
import Minisign

/// An institution's bundle key as a reader gives it: 56 characters, or a file of minisign.
enum SenderKey {
  /// - Throws: 1 `file-not-readable`; 65 `minisign-key`
  static func read(_ given: String) throws(Failure) -> MinisignKey {
    do throws(MinisignError) {
      if let key = try? MinisignKey(text: given) { return key }
      // A key with a slip in it is no name of a file.
      if given.hasPrefix("RW"), !given.contains("."), !given.contains("/") {
        return try MinisignKey(text: given)
      }
    } catch { throw .minisignKey(error) }
    let bytes = try InputFile.read(given, limit: InputFile.smallLimit)
    do throws(MinisignError) { return try MinisignKey(decoding: bytes) } catch {
      throw .minisignKey(error)
    }
  }
}
