import Records
import Session
import Sodium
import StrictJSON
import Vocabulary
import Wire

/// A request whose signature, session, sequence and secrets were checked: nobody but this member
/// made it, and it was never seen before.
struct SignedRequest: Sendable {
  let body: RequestBody
  let bytes: [UInt8]
  let stamp: RequestStamp
  /// The secrets that came with it; nil when none did.
  let secrets: RequestSecrets?
  /// The ciphertext that came beside it.
  let rows: [UInt8]?
  /// The words that came beside it, sealed; nil when none did.
  let words: SealedWords?

  var args: JSONObject { get throws(JSONError) { try JSONObject(.object(body.args)) } }

  /// What makes a repeated write the same write: H(method ‖ 0 ‖ canonical args).
  var argsHash: [UInt8] {
    BLAKE2b.hash(Array(body.method.utf8) + [0], CanonicalJSON.encode(.object(body.args)))
  }
}

/// The secrets of one request, shared by the act and the rows that it plans.
final class RequestSecrets: Sendable {
  let items: SecretItems

  init(_ items: consuming SecretItems) { self.items = items }
}

/// One member's session of one connection.
final class ServedSession {
  let caller: Caller
  private let line: SessionLine

  /// - Parameter began: by the monotonic clock, milliseconds.
  init(keys: SessionKeys, caller: Caller, began: Int64) {
    line = SessionLine(keys: keys, began: began)
    self.caller = caller
  }

  var keys: SessionKeys { line.keys }
  var began: Int64 { line.began }

  /// Checks a request of this session.
  ///
  /// - Parameter member: the member's signature key and function by the present directory; nil when
  ///   the member may not act any more.
  /// Throws: `.badSignature`, `.outOfSequence`, `.invalidParams`, `.notSignedIn`.
  func accept(
    _ request: Request, origin: String, member: (key: [UInt8], role: Role)?
  ) throws(WireError) -> SignedRequest {
    let params = request.params
    let sealed: [UInt8]?
    let rows: [UInt8]?
    let boxes: [UInt8]?
    do throws(JSONError) {
      try params.allowOnly(["body", "rows", "secrets", "sig", "words"])
      sealed = try params.optionalBytes("secrets")
      rows = try params.optionalBytes("rows")
      boxes = try params.optionalBytes("words")
    } catch { throw WireError(.invalidParams) }
    let checked = try line.check(request, origin: origin, as: .member, key: member?.key)
    guard let member else { throw WireError(.notSignedIn) }
    let words: SealedWords?
    do { words = try SealedWords(boxes, of: JSONObject(.object(checked.body.args))) } catch {
      throw WireError(.invalidParams)
    }
    let secrets: RequestSecrets?
    do {
      secrets = try sealed.map {
        RequestSecrets(try SecretItems(try keys.open($0, ad: checked.hash)))
      }
    } catch { throw WireError(.badSignature) }
    return SignedRequest(
      body: checked.body, bytes: checked.bytes,
      stamp: RequestStamp(
        caller: caller, role: member.role, bodyHash: checked.hash, signature: checked.signature),
      secrets: secrets, rows: rows, words: words)
  }
}
