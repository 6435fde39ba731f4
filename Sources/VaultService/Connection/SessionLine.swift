import Records
import Session
import Sodium
import StrictJSON
import Wire

/// A body whose signature, session and place in the sequence were checked.
struct CheckedBody {
  let body: RequestBody
  let bytes: [UInt8]
  /// SHA-256 of the bytes.
  let hash: [UInt8]
  let signature: [UInt8]
}

/// The keys of one signed-in session, and how far its requests have come; whoever signed in.
final class SessionLine {
  let keys: SessionKeys
  /// By the monotonic clock, milliseconds.
  let began: Int64
  private var seq: Int64 = 0

  init(keys: SessionKeys, began: Int64) {
    self.keys = keys
    self.began = began
  }

  /// Checks the body of a request and counts it; what else the request brought is the caller's.
  ///
  /// - Parameter key: of who signed in, by the present directory; nil when they may not act any more.
  /// Throws: `.badSignature`, `.outOfSequence`, `.invalidParams`, `.notSignedIn`.
  func check(
    _ request: Request, origin: String, as party: Party, key: [UInt8]?
  ) throws(WireError) -> CheckedBody {
    let params = request.params
    let body: RequestBody
    let bytes: [UInt8]
    let signature: [UInt8]
    do throws(JSONError) {
      bytes = try params.requireBytes("body")
      signature = try params.requireBytes("sig", count: Signature.count)
      body = try RequestBody(decoding: bytes)
    } catch { throw WireError(.invalidParams) }
    guard let key else { throw WireError(.notSignedIn) }
    let hash = SHA256.hash(bytes)
    guard body.method == request.method, body.origin == origin, body.session == keys.session,
      RequestBody.verify(signature, hash: hash, as: party, by: key)
    else { throw WireError(.badSignature) }
    guard body.seq == seq + 1 else { throw WireError(.outOfSequence) }
    seq = body.seq
    return CheckedBody(body: body, bytes: bytes, hash: hash, signature: signature)
  }
}
