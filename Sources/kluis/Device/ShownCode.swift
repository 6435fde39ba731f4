import AgeFile
import CommandTree
import Desk
import Glibc
import PrivateFile
import Sodium

/// Where the code of a bundle goes: into a file for this user, or onto the terminal, once.
///
/// It never becomes a String, and is neither on stdout nor in a log of the shell.
enum ShownCode {
  case file(String)
  case terminal

  /// Looked at before anything is sealed: a bundle whose code nobody saw opens for nobody.
  ///
  /// - Throws: 1 `file-there`; 64 `no-terminal`
  init(_ path: String?) throws(Failure) {
    if let path {
      try OutputFile.requireFree(path)
      self = .file(path)
      return
    }
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw ShownCode.noTerminal }
    close(descriptor)
    self = .terminal
  }

  private static var noTerminal: Failure {
    .usage("no-terminal", Texts.codeNowhere, hint: Texts.codeToFile)
  }

  /// Shows the code until Enter is pressed, and takes it away; or writes the file.
  func show(_ code: borrowing BundleCode, _ language: Language) throws(Failure) {
    switch self {
    case .file(let path):
      do throws(PrivateFile.Fault) { try PrivateFile.create(path, code.text) } catch {
        throw Failure(error)
      }
    case .terminal:
      let prompt = try TerminalPrompt(echo: false, orElse: ShownCode.noTerminal)
      defer { prompt.end() }
      let descriptor = prompt.descriptor
      Screen.write(Array(Texts.codeIs[language].utf8), to: descriptor)
      let shown = code.text.withSpan { bytes in
        unsafe bytes.withUnsafeBytes { bytes in
          unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        }
      }
      guard shown else { throw ShownCode.noTerminal }
      try prompt.ask(Texts.codeWritten[language])
    }
  }
}
