import CommandTree
import Desk
import Glibc

/// One line on stderr that says how far long work is; nothing off-terminal and with `--json`.
struct ProgressLine {
  private let shown: Bool
  private let language: Language
  private var lastPercent = -1

  init(_ screen: Screen) {
    shown = screen.settings.errors.isTerminal && !screen.json
    language = screen.language
  }

  /// Shows the work and how much is done; a total of 0 is one that nobody knows yet.
  mutating func show(_ work: Text, done: Int, of total: Int) {
    guard shown else { return }
    let percent = total > 0 ? min(100, done * 100 / total) : 0
    guard percent != lastPercent || total == 0 else { return }
    lastPercent = percent
    let amount = total > 0 ? "\(percent) %" : "\(done)"
    Screen.write(Array("\r\u{1B}[K\(work[language]) \(amount)".utf8), to: STDERR_FILENO)
  }

  /// Takes the line away.
  mutating func clear() {
    guard shown else { return }
    lastPercent = -1
    Screen.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
  }
}
