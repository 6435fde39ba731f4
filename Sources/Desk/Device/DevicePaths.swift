import VaultClient

/// Where this user's files are. (XDG Base Directory Specification)
package struct DevicePaths {
  private let environment: ProcessEnvironment

  package init(environment: ProcessEnvironment) {
    self.environment = environment
  }

  /// The identity file when `--identity` names no other.
  package func identity() throws(Failure) -> String {
    try base("XDG_CONFIG_HOME", below: ".config") + "/kluis/identity.json"
  }

  /// The folder of what this device remembers.
  package func state() throws(Failure) -> String {
    try base("XDG_STATE_HOME", below: ".local/state") + "/kluis"
  }

  /// The folder of one vault.
  package func state(ofOrigin origin: String) throws(Failure) -> String {
    try state() + "/" + StateDirectory.name(forOrigin: origin)
  }

  /// A relative value does not count, says the specification.
  private func base(_ variable: String, below home: String) throws(Failure) -> String {
    if let path = environment.value(variable), path.hasPrefix("/") { return path }
    guard let folder = environment.value("HOME"), folder.hasPrefix("/") else {
      throw Failure(ExitCode.failed, "no-home", Texts.noHome, hint: Texts.setHome)
    }
    return folder + "/" + home
  }
}
