/// Sharing reads `overdracht.json`: what each kind of partner may get, on which ground, for how long.
///
/// It is the third file of a policy set, read by both sides: the service decides by it (`Policy`), and
/// the sender's tool says beforehand what will go (`Overdracht`). One reader, so that they agree.
///
/// It is neither the decision nor the floor below which no file can go: those are `Policy`'s.
///
/// The call to make: `SharePolicy(overdracht: bytes)`, then `policy[kind]`.
/// - Source: Policies/README.md; Docs/protocol.md, Policy sets

package import Calendar
package import Vocabulary

/// The contents of `overdracht.json`.
package struct SharePolicy: Equatable, Sendable {
  /// A ground on which something may be shared without consent (R18).
  package struct Ground: Equatable, Sendable {
    package let code: String
    /// The article and what it says, for people.
    package let text: String
  }

  /// What one kind of partner may get.
  package struct Partner: Equatable, Sendable {
    package let sections: Set<Section>
    /// Whether it gets the citizen service number.
    package let bsn: Bool
    /// Whether consent will do.
    package let consent: Bool
    /// Codes of `gronden` that will do without consent, in the order of the file.
    package let grounds: [String]

    /// Whether this ground will do: `SharePolicy.consent` or a code.
    package func allows(_ ground: String) -> Bool {
      ground == SharePolicy.consent ? consent : grounds.contains(ground)
    }
  }

  /// What every bundle says of the institution; each may be absent, and is then asked of who seals.
  package struct Sender: Equatable, Sendable {
    /// How to reach the FG (R17).
    package let fg: String?
    /// The general address that mails come from.
    package let mail: String?
    /// Where the page that opens bundles is published.
    package let opener: String?
  }

  package let sender: Sender?
  /// How many days a bundle is valid at most; the day of sealing does not count.
  package let validDays: Int
  /// How old an assessment of safety may be, in days (R19).
  package let assessmentDays: Int
  /// For so many days a partner's key is new: its fingerprint is compared by voice.
  package let newKeyDays: Int
  package let grounds: [Ground]
  let partners: [PartnerKind: Partner]

  /// Instead of a ground's code where the family agreed.
  package static let consent = "toestemming"

  package subscript(kind: PartnerKind) -> Partner {
    partners[kind] ?? Partner(sections: [], bsn: false, consent: false, grounds: [])
  }

  /// A ground by its code.
  package func ground(_ code: String) -> Ground? { grounds.first { $0.code == code } }

  /// The last day on which a bundle of today may be valid; nil outside the calendar.
  package func lastDay(from today: CalendarDate) -> CalendarDate? {
    today.adding(days: validDays)
  }

  /// The first millisecond at which no bundle of this moment is valid any more.
  ///
  /// - Parameter time: milliseconds UTC; nil outside the clock's years.
  package func latestEnd(at time: Int64) -> Int64? {
    DutchClock(milliseconds: time).flatMap { lastDay(from: $0.date) }
      .flatMap { $0.adding(days: 1) }.flatMap(DutchClock.start)
  }
}
