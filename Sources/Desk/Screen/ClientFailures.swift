import CommandTree
package import Directory
package import Socket
package import VaultClient

// What the modules below say went wrong, as the tools tell it.

extension Failure {
  /// A call that did not give what was asked.
  package init(_ error: ClientError) {
    if case .refused(let refusal) = error {
      self.init(refusal)
    } else {
      self.init(error.exitCode, error.code, Text(error.what), hint: Text(error.next))
    }
  }

  /// A refusal by policy: the reason, the ways on, and the number to quote.
  package init(_ refusal: Refusal) {
    self.init(ExitCode.refused, refusal.code, Text(refusal.what))
    hints = refusal.waysOn.map { Text($0) }
    ways = refusal.ways
    sections = refusal.sections
    reference = refusal.reference
  }

  /// A connection that was not made.
  package init(_ error: SocketError) {
    let code =
      switch error.fault {
      case .badAddress, .pathTooLong: "bad-address"
      case .closed, .timedOut: "connection-lost"
      default: "unreachable"
      }
    self.init(
      error.exit, code, Texts.connection(error.fault), hint: Texts.connectionHint(error.fault))
  }

  /// A directory record or draft that would not be accepted.
  package init(_ error: DirectoryError) {
    let text = Texts.directory(error)
    self.init(text.exit, text.code, text.what, hint: text.next)
  }
}

/// Runs a call of the client with the tools' failures.
package func calling<Value>(
  _ call: () throws(ClientError) -> Value
) throws(Failure) -> Value {
  do throws(ClientError) { return try call() } catch { throw Failure(error) }
}
