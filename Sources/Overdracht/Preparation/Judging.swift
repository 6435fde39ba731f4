import Calendar
import Dossier
import Sharing
import Vocabulary

extension Preparation {
  /// A day in milliseconds.
  private static let day: Int64 = 86_400_000

  /// What would go, what is missing, and what stands in the way: the one judgement for preparing,
  /// checking and sealing.
  ///
  /// The service judges the kind, the sections, the ground and the term again, by the same file.
  package func judged(in situation: Situation) -> Judgement {
    let today = DutchClock(milliseconds: situation.now)?.date ?? .earliest
    let known = recipients.compactMap(\.partner).map { id in
      situation.partners.first { $0.id == id && $0.isActive }
    }
    let kinds = Set(recipients.compactMap { self.kind(of: $0, in: situation) })
    let kind = kinds.count == 1 ? kinds.first : nil
    let allowed = kind.flatMap { kind in situation.policy.map { $0[kind] } }
    let takesOver = kind == .gecertificeerdeInstelling
    let selection = Selection(
      of: situation.revisions, sections: sections,
      reach: .init(
        sections: allowed?.sections ?? [], bsn: allowed?.bsn ?? false, whole: whole && takesOver),
      without: without)
    let consent = self.consent(in: situation, on: today)
    let validUntil = today.adding(days: days)

    var refusals: [Refusal] = []
    if situation.policy == nil { refusals.append(.noSharePolicy) }
    for (id, partner) in zip(recipients.compactMap(\.partner), known) where partner == nil {
      refusals.append(.partnerGone(id))
    }
    if kinds.count > 1 { refusals.append(.kindsDiffer) }
    if whole, !takesOver { refusals.append(.wholeNotAllowed) }
    if let policy = situation.policy, let allowed {
      let beyond = sections.subtracting(allowed.sections).sorted()
      if !beyond.isEmpty { refusals.append(.partnerGetsNot(beyond)) }
      if !holds(in: allowed) { refusals.append(.groundNotAllowed(groundCode)) }
      if days > policy.validDays { refusals.append(.termNotAllowed(days: policy.validDays)) }
    }
    refusals += consentRefusals(consent, until: validUntil)
    if let policy = situation.policy {
      refusals += keyRefusals(known.compactMap { $0 }, policy, situation)
    }
    if selection.chosen.isEmpty { refusals.append(.nothingLeft) }

    return Judgement(
      selection: selection,
      missing: missing(from: selection, allowed, situation, on: today), refusals: refusals,
      kind: kind, validUntil: validUntil, consent: consent,
      objections: situation.revisions.compactMap { revision in
        guard case .toestemming(let consent) = revision.content else { return nil }
        let state = consent.state(on: today)
        return state == .geweigerd || state == .ingetrokken ? consent : nil
      })
  }

  /// As the policy and the log name the ground.
  package var groundCode: String {
    switch ground {
    case .consent: SharePolicy.consent
    case .without(let code, _): code
    }
  }

  private func holds(in allowed: SharePolicy.Partner) -> Bool {
    switch ground {
    case .consent: allowed.consent
    // The word alone is no consent: that is an entry of the dossier.
    case .without(let code, _): code != SharePolicy.consent && allowed.allows(code)
    }
  }

  private func kind(of recipient: Recipient, in situation: Situation) -> PartnerKind? {
    switch recipient {
    case .code(_, let kind): kind
    case .key(let id, _): situation.partners.first { $0.id == id && $0.isActive }?.kind
    }
  }

  private func consent(in situation: Situation, on today: CalendarDate) -> Consent? {
    guard case .consent(let id) = ground else { return nil }
    for revision in situation.revisions {
      if case .toestemming(let consent) = revision.content, consent.id == id {
        return Consent(
          entry: revision.entry, toestemming: consent, state: consent.state(on: today))
      }
    }
    return nil
  }

  private func consentRefusals(_ consent: Consent?, until end: CalendarDate?) -> [Refusal] {
    guard case .consent(let id) = ground else { return [] }
    guard let consent else { return [.consentUnknown(id)] }
    guard consent.state == .geldig else { return [.consentNotValid(consent.state)] }
    guard let last = consent.toestemming.tot, let end, last < end else { return [] }
    return [.consentEndsBefore(last)]
  }

  /// A key that was put into the directory lately, or exchanged, is compared by voice first.
  private func keyRefusals(
    _ partners: [KnownPartner], _ policy: SharePolicy, _ situation: Situation
  ) -> [Refusal] {
    partners.compactMap { partner -> Refusal? in
      let heard = recipients.compactMap { recipient -> String? in
        guard case .key(partner.id, let fingerprint) = recipient else { return nil }
        return fingerprint
      }.first
      if let heard {
        return heard == partner.fingerprint ? nil : .fingerprintOther(partner.id)
      }
      let age = Int64(policy.newKeyDays) * Self.day
      let isNew = partner.keysAt > situation.now - age
      let isOther = lastShared(with: partner.id, situation).map { partner.keysAt > $0 } ?? false
      return isNew || isOther ? .fingerprintNeeded(partner.id) : nil
    }
  }

  /// When something last went to this partner, milliseconds UTC.
  private func lastShared(with partner: Identifier, _ situation: Situation) -> Int64? {
    situation.revisions.compactMap { revision -> Int64? in
      guard case .verstrekking(let bundle) = revision.content,
        bundle.ontvangers.contains(where: { $0.partner == partner })
      else { return nil }
      return bundle.opgemaakt
    }.max()
  }

  private func missing(
    from selection: Selection, _ allowed: SharePolicy.Partner?, _ situation: Situation,
    on today: CalendarDate
  ) -> [Missing] {
    guard let policy = situation.policy, let allowed else { return [] }
    let parts = Completeness.missing(
      in: selection.view, on: today, assessmentDays: policy.assessmentDays)
    // Every part stands in a plan: whom the policy gives none is told so, not asked for a reason.
    let byPolicy = allowed.sections.contains(.plannen) ? nil : Self.notForThisKind
    return parts.map { Missing(part: $0, reason: byPolicy ?? reasons[$0]) }
  }
}
