import AuditLog
import Directory
import Session
import Sodium
import StrictJSON
import Vocabulary
import Wire

/// A hello that was answered and waits for its third message.
final class Greeting {
  /// Who it says it is: a member, or a partner.
  let claimed: Identifier
  let second: [UInt8]
  private let ephemeral: BoxKeyPair

  /// The protocol versions that this service speaks.
  static let versions: [Int64] = [1]

  /// Answers the first message; signs the second with the service key.
  ///
  /// Throws: `.versionNotSupported`, `.badSignature` for another vault's origin, `.invalidParams`.
  init(
    _ first: [UInt8], origin: String, state: PublishedState,
    serviceKey: borrowing SigningKeyPair
  ) throws(WireError) {
    let hello: Message1
    do { hello = try Message1(decoding: first) } catch { throw WireError(.invalidParams) }
    guard hello.origin == origin else { throw WireError(.badSignature) }
    guard let version = Self.versions.last(where: { hello.versions.contains($0) })
    else { throw WireError(.versionNotSupported) }
    do { ephemeral = try KeyExchange.ephemeral() } catch { throw WireError(.unavailable) }
    claimed = hello.member
    second =
      Message2(
        version: version, nonce: Random.bytes(Message1.nonceCount), ephemeral: ephemeral.publicKey,
        first: BLAKE2b.hash(first), directory: Int64(state.directory.position),
        directoryHash: state.directory.hash,
        checkpoint: String(decoding: state.log.checkpoint, as: UTF8.self)
      ).encode()
    signature = Signature.sign(second, as: .hello, with: serviceKey)
  }

  /// The service key's signature over the second message.
  let signature: [UInt8]

  /// Checks the third message against the key of who signs in and agrees on the session's keys.
  ///
  /// Throws: `.badSignature`, `.invalidParams`.
  func finish(
    _ third: [UInt8], as party: Party, signature: [UInt8], key: [UInt8]
  ) throws(WireError) -> (keys: SessionKeys, client: String) {
    let message: Message3
    do { message = try Message3(decoding: third) } catch { throw WireError(.invalidParams) }
    guard message.second == BLAKE2b.hash(second), LogEntry.isClientName(message.client),
      Signature.verify(signature, of: third, as: party.signIn, by: key)
    else { throw WireError(.badSignature) }
    do {
      let agreed = try KeyExchange.server(ephemeral, client: message.ephemeral)
      return (try SessionKeys(agreed, session: BLAKE2b.hash(third)), message.client)
    } catch { throw WireError(.badSignature) }
  }
}

/// The leaf of a sign-in.
struct SignInAct: PlannedAct {
  let stamp: RequestStamp
  let third: [UInt8]

  func plan(_ context: ActContext) throws -> Plan {
    // The directory may have moved since the signature was checked: a suspension acts at once.
    guard context.directory.acting(stamp.caller.member) != nil else {
      throw WireError(.notSignedIn)
    }
    var plan = Plan()
    plan.leaves = [stamp.leaf(.signIn, .session, .permit)]
    plan.body = third
    plan.reply = .permit([JSONMember("at", .int(context.now))])
    return plan
  }
}

/// The leaf of a sign-in that failed: whom it claimed to be, at which door, and from which user of the
/// host.
struct SignInFailedAct: PlannedAct {
  let claimed: Identifier
  let party: Party
  let peer: UInt32?
  let reason: String

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan()
    var leaf = LogEntry(
      index: 0, time: 0, action: .signInFailed, object: .session, outcome: .refuse)
    leaf.behalf = claimed
    leaf.peer = peer
    leaf.reason = reason
    if party == .partner { leaf.detail = ["door": .code("collect")] }
    plan.leaves = [leaf]
    return plan
  }
}
