import CommandTree
import Desk
import Dossier
import StrictJSON

/// What a member typed in options, read as the domain reads it.
enum TypedContent {
  /// One content of a dossier, or every problem at once, by the option's name.
  ///
  /// - Parameters:
  ///   - type: of the plaintext, such as `entry`.
  ///   - option: what was typed for a place in the plaintext.
  /// - Throws: 65 `entry-refused`
  static func read(
    _ type: String, _ fields: [(String, JSONValue?)], option: (String) -> String
  ) throws(Failure) -> EntryContent {
    let first: [(String, JSONValue?)] = [("type", .string(type))]
    let bytes = OrdinaryJSON.encode(.object(present: first + fields))
    do throws(GezinFileError) { return try EntryContent.decode(bytes) } catch {
      var failure = Failure(
        ExitCode.data, "entry-refused", Texts.entryRefused, hint: Texts.nothingWritten)
      failure.problems = error.problems.map {
        Failure.Problem(place: option($0.place), text: Text($0.fault.phrase))
      }
      throw failure
    }
  }

  /// The fields of a content as they would have been typed, for one that is changed and read again.
  ///
  /// - Throws: 65 `entry-refused`
  static func fields(of content: EntryContent) throws(Failure) -> [(String, JSONValue?)] {
    guard let value = try? OrdinaryJSON.decode(content.encode()), let members = value.objectValue
    else { throw Failure(ExitCode.data, "entry-refused", Texts.entryRefused) }
    return members.filter { $0.key != "type" }.map { ($0.key, Optional($0.value)) }
  }
}
