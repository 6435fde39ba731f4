import Socket
import VaultClient

/// The connection to the vault, and what broke it.
///
/// Over ssh it shows at the first answer only whether it got through; by then the client knows no
/// more than that there is none.
final class WayIn {
  /// How long an answer may take before the vault counts as gone.
  private static let patience = Duration.seconds(120)

  /// Why the last exchange failed; nil while all went well.
  private(set) var fault: SocketError?

  func connect(to address: ServiceAddress, mayAsk: Bool) throws(SocketError) -> Channel {
    let transport = try Transport.connect(to: address, ssh: SSHOptions(mayAsk: mayAsk))
    return Channel { message throws(SocketError) in
      do throws(SocketError) {
        try transport.writeFrame(message)
        guard let answer = try transport.readFrame(idle: WayIn.patience) else {
          throw SocketError(.closed)
        }
        return answer
      } catch {
        self.fault = error
        throw error
      }
    }
  }
}
