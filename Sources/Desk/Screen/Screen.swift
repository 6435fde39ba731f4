package import CommandTree
import Glibc
package import StrictJSON

/// Where answers and failures go.
package struct Screen: Sendable {
  package let settings: Settings

  package init(settings: Settings) {
    self.settings = settings
  }

  package var language: Language { settings.language }
  package var json: Bool { settings.json }

  /// Writes the answer of a command: the text, or with `--json` the object.
  package func answer(_ object: @autoclosure () -> JSONValue, text: @autoclosure () -> String) {
    if json {
      write(OrdinaryJSON.encode(object(), pretty: false) + [0x0A])
    } else {
      write(text())
    }
  }

  /// Writes on stdout, as it is.
  package func write(_ text: String) { write(Array(text.utf8)) }

  /// An answer that did not arrive whole is a failed command: a script must not go on with half.
  package func write(_ bytes: [UInt8]) {
    guard !Screen.write(bytes, to: STDOUT_FILENO) else { return }
    let failure = Failure(ExitCode.failed, "output", Texts.outputFailed, hint: Texts.checkOutput)
    show(failure)
    exit(failure.exit)
  }

  /// Writes a line beside the answer, on stderr.
  ///
  /// With `--json` nothing but errors stands there.
  package func note(_ text: Text) {
    if !json { Screen.write(Array((text[language] + "\n").utf8), to: STDERR_FILENO) }
  }

  package func show(_ failure: Failure) {
    let bytes =
      json
      ? OrdinaryJSON.encode(failure.json(in: language), pretty: false) + [0x0A]
      : Array(failure.rendered(in: language, by: settings.tool.name).utf8)
    Screen.write(bytes, to: STDERR_FILENO)
  }

  /// Writes all of it; false when that did not go.
  @discardableResult
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
