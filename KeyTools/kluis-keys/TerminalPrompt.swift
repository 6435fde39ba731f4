import CommandTree
import Glibc

// Rules of asking:
// - on /dev/tty, so that stdin and stdout stay free for data;
// - a secret is not echoed, and the question is erased when it was answered;
// - whatever ends the question, an answer or a signal, the terminal is as it was before.

/// One question on the terminal of who types; `end` gives the terminal back.
final class TerminalPrompt {
  let descriptor: Int32
  private let before: termios
  private var masked = sigset_t()
  private var ended = false

  /// Signals that end or stop a program.
  private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
  /// How long such a signal may wait while nobody types; milliseconds.
  private static let patience: Int32 = 100

  /// - Parameter missing: what to say where nobody can be asked; it names the flag.
  init(echo: Bool, orElse missing: Failure) throws(Failure) {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw missing }
    var state = termios()
    guard unsafe tcgetattr(descriptor, &state) == 0 else {
      close(descriptor)
      throw missing
    }
    before = state
    self.descriptor = descriptor
    // Held back while the terminal is changed; they take effect the moment it is restored.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in Self.watched { unsafe sigaddset(&signals, signal) }
    unsafe sigprocmask(SIG_BLOCK, &signals, &masked)
    if !echo { state.c_lflag &= ~tcflag_t(ECHO | ECHONL) }
    state.c_lflag |= tcflag_t(ICANON)
    // What was typed ahead of the question may not be its answer: thrown away.
    unsafe tcsetattr(descriptor, TCSAFLUSH, &state)
  }

  deinit { end() }

  /// Shows the question and waits until a line was typed.
  func ask(_ question: String) throws(Failure) {
    Screen.write(question, to: descriptor)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&waiting, 1, Self.patience) > 0 { return }
      var pending = sigset_t()
      unsafe sigpending(&pending)
      for signal in Self.watched where unsafe sigismember(&pending, signal) == 1 {
        end()
        throw Failure(1, "interrupted", Text(nl: "afgebroken", en: "interrupted"))
      }
    }
  }

  /// Erases the question and gives the terminal back; more than once does no harm.
  func end() {
    guard !ended else { return }
    ended = true
    Screen.write("\r\u{1B}[K", to: descriptor)
    var state = before
    unsafe tcsetattr(descriptor, TCSADRAIN, &state)
    close(descriptor)
    unsafe sigprocmask(SIG_SETMASK, &masked, nil)
  }
}
