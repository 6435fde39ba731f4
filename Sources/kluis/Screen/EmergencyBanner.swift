import CommandTree
import Desk
import Dossier
import StrictJSON
import VaultClient

/// What stands first and last on every screen of noodtoegang: that it is, until when, and whether
/// its opening was proven to be in the log.
///
/// Without colours the signs say it; with them it is white on red.
struct EmergencyBanner {
  let access: EmergencyAccess

  init(_ access: EmergencyAccess) {
    self.access = access
  }

  /// Lines of their own, each ended by a newline.
  func text(_ language: Language, _ terminal: Terminal) -> String {
    lines.map { line in
      let plain = "!!! " + VisibleText.neutral(line[language], keepingLines: false) + " !!!"
      return (terminal.colour ? "\u{1B}[1;97;41m\(plain)\u{1B}[0m" : plain) + "\n"
    }.joined()
  }

  /// The banner around a text; the text itself where there is none.
  static func around(
    _ text: String, _ access: EmergencyAccess?, _ language: Language, _ terminal: Terminal
  ) -> String {
    guard let access else { return text }
    let banner = EmergencyBanner(access).text(language, terminal)
    return banner + text + (text.hasSuffix("\n") || text.isEmpty ? "" : "\n") + banner
  }

  private var lines: [Text] {
    var lines = [Texts.emergency(until: Moment.dutch(access.until))]
    guard let unproven = access.unproven else { return lines }
    lines.append(Texts.unproven(unproven.reason.rawValue))
    lines.append(
      unproven.evidence.path.map { Texts.evidenceAt($0) } ?? Texts.evidenceUnwritten)
    lines.append(Texts.callFG(unproven.evidence.officers.joined(separator: ", ")))
    lines.append(unproven.told ? Texts.reportTaken : Texts.reportNotTaken)
    return lines
  }

  /// For `--json`.
  var json: JSONValue {
    let unproven = access.unproven
    return .object(present: [
      ("request", .hexID(access.request)), ("until", .int(access.until)),
      ("proven", .bool(unproven == nil)),
      ("reason", unproven.map { .string($0.reason.rawValue) }),
      ("evidence", unproven?.evidence.path.map { .string($0) }),
      ("fg", unproven.map { .array($0.evidence.officers.map { .string($0) }) }),
      ("reported", unproven.map { .bool($0.told) }),
    ])
  }
}
