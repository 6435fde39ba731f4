/// Which texts may stand in clear in a leaf: codes, so that the log names no family.
enum LogText {
  /// 1 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
  static func isCode(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.first.map(isLowerOrDigit) == true
      && text.utf8.allSatisfy { isLowerOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
  }

  /// 1 to 64 of `A-Z a-z 0-9 . _ - + /`: a program and its version, or a reference.
  static func isLabel(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        isLowerOrDigit($0) || (0x41...0x5A).contains($0) || (0x2B...0x2F).contains($0) && $0 != 0x2C
          || $0 == 0x5F
      }
  }

  /// 1 to 64 of `a-z 0-9 _`, as canonical JSON wants its keys.
  static func isKey(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { isLowerOrDigit($0) || $0 == 0x5F }
  }

  private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
