import Glibc

/// What is known of one output: whether somebody looks at it, in which width, with which colours.
package struct Terminal: Equatable, Sendable {
  package let isTerminal: Bool
  package let colour: Bool
  /// Columns; 80 where nobody can say.
  package let width: Int

  package static let standardWidth = 80

  package init(isTerminal: Bool, colour: Bool, width: Int = standardWidth) {
    self.isTerminal = isTerminal
    self.colour = colour
    self.width = width
  }

  /// - Parameter plain: no colour, not even on a terminal. (no-color.org)
  package init(descriptor: Int32, plain: Bool) {
    isTerminal = isatty(descriptor) == 1
    colour = isTerminal && !plain
    width = isTerminal ? Terminal.columns(of: descriptor) : Terminal.standardWidth
  }

  /// ioctl(2) is variadic; tcgetwinsize(3) is not in this C library, so `winsize` is asked this way.
  private static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return standardWidth
    }
    return Int(size.ws_col)
  }
}
