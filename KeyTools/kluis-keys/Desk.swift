import CommandTree
import Directory
import Glibc
import Socket
import Sodium
import VaultClient
import Vocabulary

/// What every command has before it: its words and the screen; and for some, the verified directory.
struct Desk {
  let arguments: ParsedArguments
  let screen: Screen

  /// The institution's fingerprint, as it was typed from paper.
  ///
  /// - Throws: 64 when nobody can be asked and it was not given.
  func typedFingerprint() throws(Failure) -> String {
    if let given = arguments.value("fingerprint") { return given }
    let prompt = try TerminalPrompt(
      echo: true,
      orElse: Failure(
        64, "missing-option",
        Text(
          nl: "de vingerafdruk van de instelling ontbreekt",
          en: "the institution's fingerprint is missing"),
        hint: Text(
          nl: "neem haar van papier: --fingerprint \"ABCD …\"",
          en: "take it from paper: --fingerprint \"ABCD …\"")))
    defer { prompt.end() }
    try prompt.ask(
      Text(
        nl: "Typ de vingerafdruk van de instelling, van papier: ",
        en: "Type the institution's fingerprint, from paper: ")[screen.language])
    do throws(SecretReadError) {
      let line = try SecretBytes.read(fd: prompt.descriptor, limit: 200)
      // Not a secret: it is on paper on the wall.
      return line.withSpan { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
    } catch { throw Failure(error) }
  }

  /// Opens the member's identity and gets the directory from the vault, verified.
  func signIn() throws(Failure) -> SignedIn {
    let address = try address()
    let path: String
    if let named = arguments.value("identity") {
      path = named
    } else {
      path = try configured("XDG_CONFIG_HOME", ".config", "kluis/identity.json")
    }
    let file = try InputFile.identity(path)
    let passphrase = try Passphrase(self).read(for: file.request.name)
    let keys: KeyRing
    do throws(IdentityError) {
      keys = KeyRing(try file.open(passphrase: passphrase))
    } catch { throw Failure(error, path) }
    let origin = keys.identity.anchor.origin
    let folder = try configured(
      "XDG_STATE_HOME", ".local/state", "kluis/" + StateDirectory.name(forOrigin: origin))
    do throws(ClientError) {
      let session = try VaultSession.signIn(
        over: try connect(to: address), as: keys,
        state: try ClientState(path: folder, origin: origin),
        client: "kluis-keys/\(KluisKeys.version)", now: Moment.now)
      return SignedIn(keys: keys, directory: session.directory)
    } catch { throw Failure(error) }
  }

  private func address() throws(Failure) -> ServiceAddress {
    guard let text = Screen.environment("KLUIS_HOST") else { return .standard }
    do throws(SocketError) { return try ServiceAddress(text) } catch { throw Failure(error) }
  }

  /// How long an answer may take before the vault counts as gone.
  private static let patience = Duration.seconds(120)

  private func connect(to address: ServiceAddress) throws(ClientError) -> Channel {
    let mayAsk = isatty(STDERR_FILENO) == 1 && !arguments.has("passphrase-fd")
    do throws(SocketError) {
      let transport = try Transport.connect(to: address, ssh: SSHOptions(mayAsk: mayAsk))
      return Channel { message throws(SocketError) in
        try transport.writeFrame(message)
        guard let answer = try transport.readFrame(idle: Self.patience) else {
          throw SocketError(.closed)
        }
        return answer
      }
    } catch { throw ClientError(error) }
  }

  /// A path of the user's own, as the XDG base directories say.
  private func configured(
    _ variable: String, _ inHome: String, _ name: String
  ) throws(Failure) -> String {
    if let folder = Screen.environment(variable), folder.hasPrefix("/") {
      return folder + "/" + name
    }
    if let home = Screen.environment("HOME"), home.hasPrefix("/") {
      return home + "/" + inHome + "/" + name
    }
    throw Failure(
      1, "no-home",
      Text(
        nl: "noch HOME noch \(variable) is gezet", en: "neither HOME nor \(variable) is set"),
      hint: Text(nl: "zet HOME", en: "set HOME"))
  }
}

/// A member at the vault, with the directory as the member verified it.
struct SignedIn {
  let keys: KeyRing
  let directory: DirectoryView

  /// The member's own account, when its function is the one that makes and keeps this key.
  ///
  /// The directory cannot see who drew a secret, only who signed: a beheerder's signature would do
  /// there. That a beheerder never holds a role key begins here.
  /// - Throws: 77
  func maker(_ function: Role) throws(Failure) -> Member {
    guard let member = directory.member(keys.identity.member) else {
      throw Failure(ClientError.notInDirectory)
    }
    guard member.function == function else {
      throw Failure(
        77, "not-the-maker",
        Text(
          nl: "deze sleutel maakt en bewaart een \(function.name), geen \(member.function.name)",
          en: "this key is made and kept by a \(function.name), not by a \(member.function.name)"),
        hint: Text(
          nl: "laat een \(function.name) het doen; een beheerder tekent als tweede",
          en: "let a \(function.name) do it; a beheerder signs second"))
    }
    return member
  }
}

enum Moment {
  /// Milliseconds UTC.
  static func now() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }
}
