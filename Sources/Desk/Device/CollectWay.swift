package import Directory
import Socket
package import VaultClient

extension Desk {
  /// Signs a partner in at the partners' door.
  ///
  /// - Parameter anchor: the institution, from the file that the partner was given.
  package func collectSession(
    as keys: PartnerRing, at anchor: Anchor
  ) throws(Failure) -> CollectSession {
    let address = try serviceAddress()
    let state = try memory(of: anchor)
    let mayAsk = screen.settings.errors.isTerminal && passphraseDescriptor == nil
    let way = WayIn()
    let channel: Channel
    do throws(SocketError) { channel = try way.connect(to: address, mayAsk: mayAsk) } catch {
      throw Failure(error)
    }
    do throws(ClientError) {
      let session = try CollectSession(
        over: channel, as: keys, at: anchor, state: state, client: screen.settings.tool.client,
        now: Moment.now)
      for notice in state.takeNotices() { screen.note(Texts.wentBack(notice)) }
      return session
    } catch {
      // What broke the connection says more than that it broke: nothing was asked yet.
      if error.exitCode == ExitCode.unavailable, let fault = way.fault { throw Failure(fault) }
      throw Failure(error)
    }
  }
}
