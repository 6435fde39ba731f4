import Directory
import Records
import StrictJSON
import Vocabulary
import Wire

/// A signed record that came with a request: of the member who sends it, and under the key that the
/// directory gives that member now.
struct RecordBrought<Record: SignedRecord> {
  let record: Record
  let signed: Signed

  /// - Parameters:
  ///   - key: the argument in which it stands, as `{bytes, sig}`.
  ///   - signer: whom the record's own fields name.
  /// Throws: `.notSignedIn` for a member who may not act any more, `.invalidParams` for the record
  /// of another; `JSONError`, `RecordError`.
  init(
    _ key: String = "record", in args: JSONObject, by member: Identifier,
    _ directory: DirectoryView, signer: (Record) -> Identifier
  ) throws {
    guard let acting = directory.acting(member) else { throw WireError(.notSignedIn) }
    signed = try Signed(args.requireObject(key))
    record = try Record.verify(signed, by: acting.key)
    guard signer(record) == member else { throw WireError(.invalidParams) }
  }
}
