/// What makes a file ours, and how it came to its present form.
///
/// `migrations[i]` brings version i to version i + 1; a released one is never edited.
struct Schema: Sendable {
  /// In the file's header; a file with another one is refused.
  let applicationID: Int32
  /// Bytes in a page; fixed when the file is made.
  let pageSize: Int32
  /// SQL scripts, oldest first.
  let migrations: [String]

  /// The version that this program reads and writes.
  var version: Int32 { Int32(migrations.count) }
}
