import StrictJSON
import Wire

/// One of the two doors: whom it lets in, and what they may ask there.
///
/// One value serves one connection, on its thread.
protocol ServedSide: AnyObject {
  /// Who signed in, with the keys of the session.
  associatedtype Session

  /// - Parameter peer: the user id at the other end of the socket; nil where the socket has none.
  init(_ server: VaultServer, peer: UInt32?)

  /// Bytes of a frame from somebody who has signed in.
  var frameLimit: Int { get }

  /// Checks the third message, and has the sign-in logged, as done or as failed.
  func signIn(
    _ greeting: Greeting, _ third: [UInt8], signature: [UInt8]
  ) throws(WireError) -> (session: Session, answer: JSONValue)

  /// Checks a request, has it decided and logged, and puts its answer together.
  func call(_ request: Request, _ session: Session) throws(WireError) -> AnswerMessage

  /// The answer of the last call has gone out.
  func sent()

  /// The frame of the last call is done with, whether or not its answer went out.
  func ended()
}
