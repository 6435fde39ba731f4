internal import Glibc
import Records
import Sodium
import StrictJSON
import Vocabulary

/// What rose since the pins were last written whole: one line per answer, appended and synced.
///
/// Replacing the whole file for each answer costs two syncs and grows with the number of dossiers;
/// a line costs one. A line is 32 hexadecimal digits, a space, canonical JSON, a line feed; the
/// digits are BLAKE2b-128 of the digits before them and the JSON, so that no line can change or go
/// missing among others. Pins only rise: reading lines again that are in the file already, as after
/// a crash between rewriting and emptying, changes nothing.
final class PinsJournal {
  private let directory: StateDirectory
  private let descriptor: Int32
  /// Bytes of the file that hold whole lines.
  private(set) var length: Int
  private var last: [UInt8]
  /// Set when a line may stand there half: nothing may follow it.
  private var isBroken = false

  static let name = "pins.journal"
  /// From here on the pins are written whole again: some four thousand answers.
  static let long = 1 << 20
  /// Heads in one line; an answer about more dossiers is worth writing all pins whole.
  static let mostHeads = 1000
  /// More is not ours: it is emptied long before.
  private static let limit = 4 << 20
  private static let start = [UInt8](repeating: 0x30, count: 32)

  /// Opens or makes the journal and applies its lines to `pins`.
  ///
  /// What follows the last line feed, or has zeros in it, is a line that a crash cut short: nobody
  /// was told that it was kept, and it is taken off. Any other line that is not ours is damage.
  /// - Throws: `.stateDamaged`, `.stateNotWritable`
  init(in directory: StateDirectory, raising pins: inout Pins) throws(ClientError) {
    self.directory = directory
    let bytes = try directory.read(Self.name, limit: Self.limit)
    let path = directory.file(Self.name)
    var last = Self.start
    var length = 0
    while let bytes, let end = bytes[length...].firstIndex(of: 0x0A) {
      let line = bytes[length..<end]
      do throws(JSONError) {
        guard let sum = try Self.apply(line, after: last, to: &pins) else {
          throw JSONError(.missing, path: [])
        }
        last = sum
      } catch {
        // Only at the very end can a crash have left zeros in the place of what was written.
        guard line.contains(0), end == bytes.count - 1 else {
          throw .stateDamaged(.pins, path: path)
        }
        break
      }
      length = end + 1
    }
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .stateNotWritable(path: path) }
    self.descriptor = descriptor
    self.length = length
    self.last = last
    if bytes == nil { try directory.sync() }
    if let bytes, bytes.count > length, ftruncate(descriptor, length) != 0 {
      throw .stateNotWritable(path: path)
    }
  }

  deinit { close(descriptor) }

  /// Appends what rose and returns when it is on the disk.
  ///
  /// - Source: fdatasync(2)
  func append(_ risen: Pins.Risen) throws(ClientError) {
    let json = risen.encode()
    let sum = Self.sum(of: json[...], after: last)
    let line = sum + [0x20] + json + [0x0A]
    guard !isBroken else { throw .stateNotWritable(path: directory.file(Self.name)) }
    guard StateDirectory.write(line[...], to: descriptor), fdatasync(descriptor) == 0 else {
      // After a failed sync nobody knows what is on the disk; cut off what is known to be whole.
      isBroken = ftruncate(descriptor, length) != 0
      throw .stateNotWritable(path: directory.file(Self.name))
    }
    length += line.count
    last = sum
  }

  /// Takes all lines off for good, once the pins with them were written whole.
  func empty() throws(ClientError) {
    guard ftruncate(descriptor, 0) == 0, fsync(descriptor) == 0 else {
      throw .stateNotWritable(path: directory.file(Self.name))
    }
    length = 0
    last = Self.start
    isBroken = false
  }

  /// The sum of a line that follows `last`; nil when it is another.
  private static func apply(
    _ line: ArraySlice<UInt8>, after last: [UInt8], to pins: inout Pins
  ) throws(JSONError) -> [UInt8]? {
    let json = line.dropFirst(33)
    guard line.count > 33, line[line.startIndex + 32] == 0x20 else { return nil }
    let sum = sum(of: json, after: last)
    guard sum.elementsEqual(line.prefix(32)) else { return nil }
    pins.raise(try Pins.Risen(decoding: Array(json)))
    return sum
  }

  private static func sum(of json: ArraySlice<UInt8>, after last: [UInt8]) -> [UInt8] {
    Array(Hex.encode(BLAKE2b.hash(last + json, count: 16)).utf8)
  }
}
