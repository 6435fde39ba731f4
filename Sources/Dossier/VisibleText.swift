/// Foreign text made harmless for a terminal and a reader.
///
/// ESC and its kin could move the cursor, recolour or retitle the window, or answer back to the
/// shell; direction marks could make "Niet aan vader" read otherwise than it was written.
/// Source: ECMA-48 (control functions); Unicode TR 36, 3.6; CVE-2021-42574.
package enum VisibleText {
  /// Replaces every control and direction mark by its visible code, `\u{1B}`.
  ///
  /// Tab becomes a space; a line break stays when `keepingLines`, otherwise it is a space too.
  /// CR LF and the Unicode line and paragraph separators count as line breaks.
  package static func neutral(_ text: String, keepingLines: Bool) -> String {
    var result = ""
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar.value == 0x0D }
      switch scalar.value {
      case 0x09: result += " "
      case 0x0A where afterReturn: continue
      case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result += keepingLines ? "\n" : " "
      case _ where isHidden(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// C0, DEL, C1, and what Unicode calls formatting, private or unassigned; the joiners inside
  /// emoji and scripts are harmless and stay.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value == 0x200C || scalar.value == 0x200D { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .unassigned, .surrogate: return true
    default: return false
    }
  }
}
