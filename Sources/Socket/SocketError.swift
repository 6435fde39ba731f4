import Glibc
package import Wire

/// What can fail on the way to the service.
package enum SocketFault: Equatable, Sendable {
  /// An address that is neither `unix:PATH` nor `ssh://[user@]host[:port]`.
  case badAddress
  case pathTooLong(limit: Int)
  /// Nobody listens there.
  case notRunning
  case noPermission
  /// A service already listens there.
  case alreadyRunning
  /// Something that is not a socket stands at the path.
  case notASocket
  case timedOut
  /// The other side closed the connection where a message was due.
  case closed
  /// The other side does not speak frames.
  case frame(WireError)
  /// ssh ended; 255 is its own failure, other numbers are the remote command's.
  case ssh(status: Int32)
  /// The supervisor's environment is not what it promises.
  case activation
  /// A system call failed with an errno.
  case system(String, Int32)
}

/// A failure of the connection, with what to do about it.
package struct SocketError: Error, Equatable, Sendable, CustomStringConvertible {
  package let fault: SocketFault

  package init(_ fault: SocketFault) { self.fault = fault }

  /// The failure of a system call, with errno as it is now.
  static func system(_ call: String) -> SocketError { SocketError(.system(call, errno)) }

  /// What went wrong.
  package var description: String {
    switch fault {
    case .badAddress: "this is not the address of a vault"
    case .pathTooLong(let limit): "the socket's path is longer than \(limit) bytes"
    case .notRunning: "no vault listens at this address"
    case .noPermission: "this user may not connect to the vault's socket"
    case .alreadyRunning: "a service already listens at this path"
    case .notASocket: "something that is not a socket stands at this path"
    case .timedOut: "the vault did not answer in time"
    case .closed: "the connection to the vault was closed"
    case .frame(let error): "the other side does not speak the vault's protocol: \(error)"
    case .ssh(255): "ssh could not connect to the vault's host"
    case .ssh(let status): "the gate on the vault's host ended with code \(status)"
    case .activation: "the supervisor passed no usable socket"
    case .system(let call, let number): "\(call): \(Self.text(of: number))"
    }
  }

  /// What to do next.
  package var hint: String {
    switch fault {
    case .badAddress: "write unix:/run/kluisd/kluisd.sock or ssh://user@host[:port]"
    case .pathTooLong: "use a shorter path"
    case .notRunning: "check KLUIS_HOST, and with the beheerder that kluisd runs"
    case .noPermission: "ask the beheerder to add this user to the socket's group"
    case .alreadyRunning: "stop the other service first"
    case .notASocket: "remove that file or choose another path"
    case .timedOut, .closed: "try again; if it stays so, tell the beheerder"
    case .frame: "check that KLUIS_HOST leads to the vault"
    case .ssh(255): "try `ssh` to that host by hand and solve what it says"
    case .ssh: "tell the beheerder of that host"
    case .activation: "start the service from its socket unit"
    case .system: "tell the beheerder"
    }
  }

  /// The exit code of a command that ends with this error.
  package var exit: Int32 {
    switch fault {
    case .badAddress, .pathTooLong: 64
    case .frame: 65
    default: 69
    }
  }

  private static func text(of number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
