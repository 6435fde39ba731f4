import Desk
import Directory
import StrictJSON

// The small files that this tool is given, by what they hold.

extension InputFile {
  /// A file that anybody may have: `institution.pub`.
  static func anchor(_ path: String) throws(Failure) -> Anchor {
    let bytes = try read(path, limit: smallLimit)
    do throws(JSONError) { return try Anchor.decode(bytes) } catch {
      throw Failure(IdentityError.malformed(error), path)
    }
  }

  /// A request to enrol, with its proof checked.
  static func request(_ path: String) throws(Failure) -> EnrolmentRequest {
    let bytes = try read(path, limit: smallLimit)
    do throws(DirectoryError) { return try EnrolmentRequest.decode(bytes) } catch {
      throw Failure(error)
    }
  }

  /// An identity file by its name; it stays sealed.
  static func identity(_ path: String) throws(Failure) -> IdentityFile {
    let bytes = try readOwn(path)
    do throws(IdentityError) { return try IdentityFile.decode(bytes) } catch {
      throw Failure(error, path)
    }
  }
}
