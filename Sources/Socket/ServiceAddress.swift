/// Where a vault is: a socket on this machine, or a host that ssh reaches.
package enum ServiceAddress: Equatable, Sendable {
  /// `unix:PATH`
  case unix(path: String)
  /// `ssh://[user@]host[:port]`
  case ssh(SSHDestination)

  /// Where the service listens when nothing else is said.
  package static let standard = ServiceAddress.unix(path: "/run/kluisd/kluisd.sock")

  /// Reads KLUIS_HOST's spelling; a plain absolute path counts as `unix:`.
  ///
  /// Throws: `.badAddress`, `.pathTooLong`.
  package init(_ text: String) throws(SocketError) {
    if text.hasPrefix("ssh://") {
      self = .ssh(try SSHDestination(String(text.dropFirst("ssh://".count))))
    } else {
      let path = text.hasPrefix("unix:") ? String(text.dropFirst("unix:".count)) : text
      guard path.hasPrefix("/") else { throw SocketError(.badAddress) }
      _ = try UnixAddress(path)
      self = .unix(path: path)
    }
  }
}

/// User, host and port, of characters that neither ssh nor a shell reads as anything else.
package struct SSHDestination: Equatable, Sendable {
  package let user: String?
  package let host: String
  package let port: UInt16?

  /// Reads `[user@]host[:port]`; an IPv6 address stands in brackets.
  ///
  /// A name that begins with `-` would be an option to ssh, so it is refused, as is any character
  /// outside letters, digits, `.`, `-` and (in a user) `_`. (CVE-2017-1000117)
  init(_ text: String) throws(SocketError) {
    var rest = text[...]
    if let sign = rest.firstIndex(of: "@") {
      let name = rest[..<sign]
      guard Self.isName(name, longest: 32, extra: "._-") else { throw SocketError(.badAddress) }
      user = String(name)
      rest = rest[rest.index(after: sign)...]
    } else {
      user = nil
    }
    if rest.first == "[", let end = rest.firstIndex(of: "]") {
      let inside = rest[rest.index(after: rest.startIndex)..<end]
      guard (2...45).contains(inside.utf8.count), inside.utf8.allSatisfy(Self.isAddressByte) else {
        throw SocketError(.badAddress)
      }
      host = String(inside)
      rest = rest[rest.index(after: end)...]
    } else {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      guard Self.isName(rest[..<end], longest: 253, extra: ".-") else {
        throw SocketError(.badAddress)
      }
      host = String(rest[..<end])
      rest = rest[end...]
    }
    if rest.isEmpty {
      port = nil
    } else {
      let digits = rest.dropFirst()
      guard rest.first == ":", digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), digits.first != "0",
        let number = UInt16(digits)
      else { throw SocketError(.badAddress) }
      port = number
    }
  }

  /// What ssh takes as its destination.
  package var text: String { (user.map { $0 + "@" } ?? "") + host }

  private static func isName(_ text: Substring, longest: Int, extra: StaticString) -> Bool {
    guard (1...longest).contains(text.utf8.count), let first = text.utf8.first,
      isLetterOrDigit(first)
    else { return false }
    let allowed = Array(extra.description.utf8)
    return text.utf8.allSatisfy { isLetterOrDigit($0) || allowed.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 || byte == 0x3A || byte == 0x2E
  }
}
