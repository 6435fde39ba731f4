import Dossier
import Glibc
import Sodium

// Rules of asking:
// - on /dev/tty, so that stdin and stdout stay free for data;
// - a secret is not echoed, and the question is erased when it was answered;
// - whatever ends the question, an answer or a signal, the terminal is as it was before.

/// One question on the terminal of who types; `end` gives the terminal back.
package final class TerminalPrompt {
  package let descriptor: Int32
  private let before: termios
  private var masked = sigset_t()
  private var ended = false

  /// Signals that end or stop a program from the keyboard or from outside.
  private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
  /// How long a signal may wait while nobody types, in milliseconds.
  private static let patience: Int32 = 100

  /// - Parameter echo: whether what is typed is shown.
  /// - Parameter missing: what to say where nobody can be asked; it names the flag.
  package init(echo: Bool, orElse missing: Failure) throws(Failure) {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw missing }
    var state = termios()
    guard unsafe tcgetattr(descriptor, &state) == 0 else {
      close(descriptor)
      throw missing
    }
    before = state
    self.descriptor = descriptor
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in TerminalPrompt.watched { unsafe sigaddset(&signals, signal) }
    // Held back while the terminal is changed; they take effect the moment it is restored.
    unsafe sigprocmask(SIG_BLOCK, &signals, &masked)
    if !echo { state.c_lflag &= ~tcflag_t(ECHO | ECHONL) }
    state.c_lflag |= tcflag_t(ICANON)
    // What was typed ahead of the question is thrown away: it may not be the answer.
    unsafe tcsetattr(descriptor, TCSAFLUSH, &state)
  }

  deinit { end() }

  /// Shows the question and waits until a line was typed.
  ///
  /// - Throws: 1 `interrupted` by a signal that does not end the program.
  package func ask(_ question: String) throws(Failure) {
    Screen.write(
      Array(VisibleText.neutral(question, keepingLines: false).utf8), to: descriptor)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&waiting, 1, TerminalPrompt.patience) > 0 { return }
      var pending = sigset_t()
      unsafe sigpending(&pending)
      for signal in TerminalPrompt.watched
      where unsafe sigismember(&pending, signal) == 1 {
        end()
        throw Failure(ExitCode.failed, "interrupted", Texts.interrupted)
      }
    }
  }

  /// Asks for one line that is no secret, and shows it while it is typed.
  ///
  /// - Throws: `missing`; 1 `interrupted`, `answer-unreadable`
  package static func line(
    _ question: String, orElse missing: Failure
  ) throws(Failure) -> String {
    let prompt = try TerminalPrompt(echo: true, orElse: missing)
    defer { prompt.end() }
    try prompt.ask(question)
    do throws(SecretReadError) {
      let line = try SecretBytes.read(fd: prompt.descriptor, limit: lineLimit)
      return line.withSpan { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
    } catch {
      throw Failure(
        ExitCode.failed, "answer-unreadable", Texts.answerUnreadable, hint: Texts.oneLine)
    }
  }

  /// Bytes of an answer at most.
  private static let lineLimit = 1024

  /// Erases the question and gives the terminal back; more than once does no harm.
  package func end() {
    guard !ended else { return }
    ended = true
    Screen.write(Array("\r\u{1B}[K".utf8), to: descriptor)
    var state = before
    unsafe tcsetattr(descriptor, TCSADRAIN, &state)
    close(descriptor)
    unsafe sigprocmask(SIG_SETMASK, &masked, nil)
  }
}
