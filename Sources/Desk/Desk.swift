// Desk: what a person's tool has before it: the words, the screen, this machine, the way to the vault.
//
// `kluis` and `kluis-keys` are used by the same people at the same desk, so here they are the same:
// how a question is asked, whose files are believed, what a failure looks like and with which code
// it ends. What a tool does with it, and what its own commands say, stands in the tool. Nothing here
// decides what may be done or what is true: the service and `VaultClient` do.
//
//   Desk            one command's arguments, screen and signed-in session
//   Screen/         where answers and failures go; language, JSON, terminal, exit codes
//   Device/         this machine: paths, files, identity, passphrase, clock
//   Directory/      what is named by an id, and drafts of directory records
//   Texts/          every sentence of the above, in Dutch and in English
//
// The rules of the screen:
// - results on stdout, everything else on stderr; `--json` gives one object per command on stdout;
// - a failure is `TOOL: WHAT`, `hint: NEXT`, `ref: N`, and one of the codes of `ExitCode`;
// - foreign text is made harmless before it reaches a terminal; colour only there, never with NO_COLOR;
// - a question is asked on /dev/tty and erased; off-terminal the failure names the flag instead.

package import CommandTree
package import Directory
import Glibc
import Socket
import Sodium
package import VaultClient
import Vocabulary

/// What every command has before it: its words, the screen, and one signed-in session.
package final class Desk {
  package let arguments: ParsedArguments
  package let screen: Screen
  private let usageLine: Text
  private var signedIn: (keys: KeyRing, session: VaultSession)?

  package init<Action>(_ invocation: Invocation<Action>, screen: Screen) {
    arguments = invocation.arguments
    usageLine = invocation.path.usage
    self.screen = screen
  }

  package var language: Language { screen.language }
  package var paths: DevicePaths { DevicePaths(environment: screen.settings.environment) }

  /// A mistake in this command's words, with its usage line.
  package func usage(_ code: String, _ message: Text, hint: Text? = nil) -> Failure {
    var failure = Failure.usage(code, message, hint: hint)
    failure.usage = usageLine
    return failure
  }

  /// The session; signs in on the first call, asking for the passphrase when it must.
  package func session() throws(Failure) -> VaultSession { try signIn().session }

  /// The member's keys, for records that are made on this side.
  package func keys() throws(Failure) -> KeyRing { try signIn().keys }

  private func signIn() throws(Failure) -> (keys: KeyRing, session: VaultSession) {
    if let signedIn { return signedIn }
    // An address that cannot be one is told before a passphrase is asked.
    let address = try serviceAddress()
    let keys = try openIdentity()
    let state = try memory(of: keys.identity.anchor)
    let mayAsk = screen.settings.errors.isTerminal && passphraseDescriptor == nil
    let way = WayIn()
    let channel: Channel
    do throws(SocketError) { channel = try way.connect(to: address, mayAsk: mayAsk) } catch {
      throw Failure(error)
    }
    do throws(ClientError) {
      let session = try VaultSession.signIn(
        over: channel, as: keys, state: state, client: screen.settings.tool.client,
        now: Moment.now)
      // A write whose answer got lost is asked again, and done once.
      session.redial = { () throws(ClientError) in
        do throws(SocketError) { return try WayIn().connect(to: address, mayAsk: false) } catch {
          throw ClientError(error)
        }
      }
      for notice in state.takeNotices() { screen.note(Texts.wentBack(notice)) }
      signedIn = (keys, session)
      return (keys, session)
    } catch {
      // What broke the connection says more than that it broke: nothing was asked yet.
      if error.exitCode == ExitCode.unavailable, let fault = way.fault { throw Failure(fault) }
      throw Failure(error)
    }
  }

  /// A connection on which nobody signs in: the directory, and a sealed vault, are open to all.
  package func connection() throws(Failure) -> Channel {
    let address = try serviceAddress()
    do throws(SocketError) {
      return try WayIn().connect(to: address, mayAsk: screen.settings.errors.isTerminal)
    } catch { throw Failure(error) }
  }

  /// Opens the identity without contacting the vault.
  package func openIdentity() throws(Failure) -> KeyRing {
    let path =
      if let named = arguments.value("identity") { named } else { try paths.identity() }
    let file = try OwnIdentity.read(path)
    try Desk.close()
    return try OwnIdentity.open(
      file, at: path, Passphrase(descriptor: passphraseDescriptor, language: language))
  }

  /// What this device remembers of the vault that the identity belongs to.
  package func memory(of anchor: Anchor) throws(Failure) -> ClientState {
    let path = try paths.state(ofOrigin: anchor.origin)
    do throws(ClientError) {
      return try ClientState(path: path, origin: anchor.origin)
    } catch { throw Failure(error) }
  }

  /// Closes this process to others before a secret is in it. (prctl(2), setrlimit(2))
  package static func close() throws(Failure) {
    do throws(ProcessHardening.HardeningError) { try ProcessHardening.apply() } catch {
      throw Failure(ExitCode.failed, "hardening", Texts.hardening, hint: Texts.hardeningHint)
    }
  }

  package var passphraseDescriptor: Int32? {
    arguments.number("passphrase-fd").map { Int32($0) }
  }

  func serviceAddress() throws(Failure) -> ServiceAddress {
    guard let text = screen.settings.environment.value("KLUIS_HOST") else { return .standard }
    do throws(SocketError) { return try ServiceAddress(text) } catch { throw Failure(error) }
  }
}
