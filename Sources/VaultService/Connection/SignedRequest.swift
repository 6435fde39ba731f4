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

/// One signed-in session of one connection: its keys, and how far its requests have come.
final class ServedSession {
  let keys: SessionKeys
  let caller: Caller
  /// By the monotonic clock, milliseconds.
  let began: Int64
  private var seq: Int64 = 0

  init(keys: SessionKeys, caller: Caller, began: Int64) {
    self.keys = keys
    self.caller = caller
    self.began = began
  }

  /// Checks a request of this session.
  ///
  /// - Parameter member: the member's signature key and function by the present directory; nil when
  ///   the member may not act any more.
  /// Throws: `.badSignature`, `.outOfSequence`, `.invalidParams`, `.notSignedIn`.
  func accept(
    _ request: Request, origin: String, member: (key: [UInt8], role: Role)?
  ) throws(WireError) -> SignedRequest {
    let params = request.params
    let body: RequestBody
    let bytes: [UInt8]
    let signature: [UInt8]
    let sealed: [UInt8]?
    let rows: [UInt8]?
    let boxes: [UInt8]?
    do throws(JSONError) {
      try params.allowOnly(["body", "rows", "secrets", "sig", "words"])
      bytes = try params.requireBytes("body")
      signature = try params.requireBytes("sig", count: Signature.count)
      sealed = try params.optionalBytes("secrets")
      rows = try params.optionalBytes("rows")
      boxes = try params.optionalBytes("words")
      body = try RequestBody(decoding: bytes)
    } catch { throw WireError(.invalidParams) }
    guard let member else { throw WireError(.notSignedIn) }
    let hash = SHA256.hash(bytes)
    guard body.method == request.method, body.origin == origin, body.session == caller.session,
      RequestBody.verify(signature, hash: hash, by: member.key)
    else { throw WireError(.badSignature) }
    guard body.seq == seq + 1 else { throw WireError(.outOfSequence) }
    seq = body.seq
    let words: SealedWords?
    do { words = try SealedWords(boxes, of: JSONObject(.object(body.args))) } catch {
      throw WireError(.invalidParams)
    }
    let secrets: RequestSecrets?
    do {
      secrets = try sealed.map {
        RequestSecrets(try SecretItems(try keys.open($0, ad: hash)))
      }
    } catch { throw WireError(.badSignature) }
    return SignedRequest(
      body: body, bytes: bytes,
      stamp: RequestStamp(
        caller: caller, role: member.role, bodyHash: hash, signature: signature),
      secrets: secrets, rows: rows, words: words)
  }
}
