import CommandTree
import Directory
import Glibc
import Socket
import VaultClient
import Vocabulary

/// What every command has before it: its words, the screen, and one signed-in session.
final class Desk {
  let arguments: ParsedArguments
  let screen: Screen
  private let usageLine: Text
  private var signedIn: (keys: KeyRing, session: VaultSession)?

  init(invocation: Invocation<Act>, settings: Settings, screen: Screen) {
    arguments = invocation.arguments
    usageLine = invocation.path.usage
    self.screen = screen
  }

  var language: Language { screen.language }
  var paths: DevicePaths { DevicePaths(environment: screen.settings.environment) }

  /// A mistake in this command's words, with its usage line.
  func usage(_ code: String, _ message: Text, hint: Text? = nil) -> Failure {
    var failure = Failure.usage(code, message, hint: hint)
    failure.usage = usageLine
    return failure
  }

  /// The session; signs in on the first call, asking for the passphrase when it must.
  func session() throws(Failure) -> VaultSession { try signIn().session }

  /// The member's keys, for records that are made on this side.
  func keys() throws(Failure) -> KeyRing { try signIn().keys }

  private func signIn() throws(Failure) -> (keys: KeyRing, session: VaultSession) {
    if let signedIn { return signedIn }
    // An address that cannot be one is told before a passphrase is asked.
    let address = try serviceAddress()
    let keys = try openIdentity()
    let state = try memory(of: keys.identity.anchor)
    let channel = try Desk.connect(
      to: address, mayAsk: screen.settings.errors.isTerminal && passphraseDescriptor == nil)
    do throws(ClientError) {
      let session = try VaultSession.signIn(
        over: channel, as: keys, state: state, client: Release.client, now: Moment.now)
      signedIn = (keys, session)
      return (keys, session)
    } catch { throw Failure(error) }
  }

  /// Opens the identity without contacting the vault.
  func openIdentity() throws(Failure) -> KeyRing {
    let path =
      if let named = arguments.value("identity") { named } else { try paths.identity() }
    return try OwnIdentity.open(
      OwnIdentity.read(path),
      PassphraseSource(descriptor: passphraseDescriptor, language: language))
  }

  /// What this device remembers of the vault that the identity belongs to.
  func memory(of anchor: Anchor) throws(Failure) -> ClientState {
    let path = try paths.state(ofOrigin: anchor.origin)
    do throws(ClientError) {
      return try ClientState(path: path, origin: anchor.origin)
    } catch { throw Failure(error) }
  }

  var passphraseDescriptor: Int32? {
    arguments.number("passphrase-fd").map { Int32($0) }
  }

  private func serviceAddress() throws(Failure) -> ServiceAddress {
    guard let text = screen.settings.environment.value("KLUIS_HOST") else { return .standard }
    do throws(SocketError) { return try ServiceAddress(text) } catch { throw Failure(error) }
  }

  /// How long an answer may take before the vault counts as gone.
  private static let patience = Duration.seconds(120)

  private static func connect(
    to address: ServiceAddress, mayAsk: Bool
  ) throws(Failure) -> Channel {
    do throws(SocketError) {
      let transport = try Transport.connect(to: address, ssh: SSHOptions(mayAsk: mayAsk))
      return Channel { message throws(SocketError) in
        try transport.writeFrame(message)
        guard let answer = try transport.readFrame(idle: patience) else {
          throw SocketError(.closed)
        }
        return answer
      }
    } catch { throw Failure(error) }
  }
}
