internal import Calendar
internal import Vocabulary

/// A signal as a short Dutch mail: kind, time, ids and what to do.
///
/// It has no name and nothing of a dossier.
///
/// The head is ASCII and fixed but for addresses and ids; the body is UTF-8 as quoted-printable, so
/// that no server on the way changes it. Lines end with CR LF.
///
/// - Source: RFC 5322; RFC 2045, 6.7; RFC 3834, 5 (Auto-Submitted)
package struct SignalMail: Sendable {
  package let bytes: [UInt8]

  /// - Parameters:
  ///   - id: the stable id, so that a mail program shows a repeat once.
  ///   - now: when the mail is made, milliseconds since 1970-01-01 UTC.
  package init(_ signal: SpooledSignal, id: String, post: Post, now: Int64) {
    var head = [
      "From: Dossierkluis <\(post.from.text)>",
      "To: " + post.recipients(of: signal).map(\.text).joined(separator: ",\r\n "),
      "Subject: Dossierkluis: signaal \(signal.kind.code)",
    ]
    if let date = Self.date(now) { head.append("Date: \(date)") }
    head += [
      "Message-ID: <\(id)@\(post.from.domain)>", "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Language: nl",
      "Content-Transfer-Encoding: quoted-printable",
    ]
    let text = head.joined(separator: "\r\n") + "\r\n\r\n"
    bytes = Array(text.utf8) + QuotedPrintable.encode(Self.lines(signal, id))
  }

  private static func lines(_ signal: SpooledSignal, _ id: String) -> [String] {
    let words = Words(signal.kind)
    var lines = ["\(words.what)", "", "Soort:      \(signal.kind.code)"]
    lines.append("Tijd:       \(time(signal.at))")
    if let until = signal.until { lines.append("\(words.until) \(time(until))") }
    if let dossier = signal.dossier { lines.append("Dossier:    \(dossier.hex)") }
    if let request = signal.request { lines.append("Aanvraag:   \(request.hex)") }
    lines += ["Logregel:   \(signal.leaf)", "Signaal:    \(id)", ""]
    lines += words.advice
    return lines + [
      "", "Deze mail komt vanzelf uit de kluis. Antwoorden heeft geen zin: niemand leest dat.",
      "Krijgt u hetzelfde signaal nog eens, dan is er niets nieuws gebeurd.",
    ]
  }

  /// As a watch in the Netherlands shows it; the bare number outside its years.
  private static func time(_ milliseconds: Int64) -> String {
    DutchClock(milliseconds: milliseconds).map { "\($0) (Nederlandse tijd)" }
      ?? "\(milliseconds) ms"
  }

  /// `Sun, 29 Nov 2026 00:36:06 +0000`; nil for a time before 1970.
  private static func date(_ milliseconds: Int64) -> String? {
    guard milliseconds >= 0 else { return nil }
    let seconds = Int(milliseconds / 1000)
    guard let day = CalendarDate(dayNumber: seconds / 86_400) else { return nil }
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let time = [seconds % 86_400 / 3600, seconds % 3600 / 60, seconds % 60].map(two)
    return
      "\(days[seconds / 86_400 % 7]), \(day.day) \(months[day.month - 1]) \(day.year) \(time.joined(separator: ":")) +0000"
  }

  /// What a kind means to who must act.
  private struct Words {
    let what: String
    let advice: [String]
    var until = "Tot:       "

    init(_ kind: SignalKind) {
      switch kind {
      case .noodtoegang:
        what = "Iemand heeft noodtoegang genomen tot een dossier."
        advice = [
          "Wat u doet: open de kluis en kijk wie het is en waarom (kluis toegang list).",
          "Beoordeel binnen drie werkdagen of het terecht was (kluis toegang second).",
        ]
      case .reviewLate:
        what = "Een noodtoegang is niet op tijd beoordeeld."
        advice = [
          "Wat u doet: beoordeel haar vandaag nog (kluis toegang list, kluis toegang second).",
          "Eén signaal per werkdag volgt totdat zij beoordeeld is.",
        ]
        until = "Moest voor:"
      case .sessionFalse:
        what = "Een lid meldt dat een antwoord van de kluis niet klopte."
        advice = [
          "Wat u doet: vergelijk het log met uw eigen kopie (kluis fg verify).",
          "Zet niets opzij en herstel niets voordat u weet wat er is.",
        ]
      case .partnerKey:
        what = "Een partner heeft nieuwe sleutels in de ledenlijst."
        advice = [
          "Wat u doet: kijk welke partner het is (kluis beheer partner list) en bel die op een nummer dat u al had.",
          "Vraag de vingerafdruk en vergelijk haar. Klopt zij niet, verstuur dan niets en bel de FG.",
        ]
      default:
        what = "De kluis heeft een signaal voor u."
        advice = ["Wat u doet: open de kluis en zoek de logregel op."]
      }
    }
  }
}
