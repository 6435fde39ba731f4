/// Why an archive was not taken, or not made.
///
/// No case carries a name or content of the archive: it comes from outside.
package enum ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The block of the entry with this number, from 1, is not one that our writer makes: a link, a device,
  /// a longer name, another kind of archive, or damage.
  case header(entry: Int)
  /// A name that leads out of the folder, or that some system would not keep as it is.
  case name(entry: Int)
  /// The same name twice, or two that differ in case only.
  case twin(entry: Int)
  case tooManyEntries
  case tooLarge
  /// The archive ends before its end mark.
  case truncated
  /// Something else than zeros follows the end mark or fills up a block.
  case filling
  /// More or fewer bytes of a file were written than were announced.
  case size

  package var description: String {
    switch self {
    case .header(let entry): "entry \(entry) of the archive is not a plain file as a bundle has it"
    case .name(let entry): "entry \(entry) of the archive has a name that is not allowed"
    case .twin(let entry): "entry \(entry) of the archive has a name that was there already"
    case .tooManyEntries: "the archive has more files than a bundle may have"
    case .tooLarge: "the archive is larger than a bundle may be"
    case .truncated: "the archive ends too early"
    case .filling: "the archive has something where nothing belongs"
    case .size: "a file changed its length while it was being read"
    }
  }

  package var hint: String {
    switch self {
    case .header, .name, .twin, .filling: "do not open it by other means; ask the sender about it"
    case .tooManyEntries, .tooLarge: "divide it over several bundles"
    case .truncated: "fetch the file again: it did not arrive whole"
    case .size: "wait until nobody writes in the file, and try again"
    }
  }
}
