internal import Calendar
internal import Dossier
internal import Vocabulary

// The top of a document: what is missing, whom to call, what it is.

extension OverdrachtDocument {
  func whatIsMissing(on page: inout DocumentPage) {
    if missing.isEmpty {
      page.paragraph([.strong(DocumentWords.complete)])
    } else {
      page.notice { page in
        page.heading(2, DocumentWords.missingTitle)
        page.paragraph([.text(DocumentWords.missingIntro)])
        page.list(
          missing.map { [.strong(Self.words(of: $0.part)), .text(": \($0.reason)")] })
      }
    }
    let shared = sections.sorted().map(DocumentWords.shared).joined(separator: ", ")
    page.paragraph(
      [.text(DocumentWords.onlyYourTask)]
        + (shared.isEmpty ? [] : [.text("\(DocumentWords.sectionsIn): \(shared).")]))
  }

  /// A part of R19 in words; what a later release names is shown as it came.
  private static func words(of part: String) -> String {
    OverdrachtPart(rawValue: part)?.phrase.dutch ?? part
  }

  func whomToCall(on page: inout DocumentPage) {
    page.heading(2, DocumentWords.callTitle)
    page.paragraph([.strong(DocumentWords.danger), .text(DocumentWords.wrongReader)])
    page.facts([
      (DocumentWords.contact, sender.contact), (DocumentWords.fg, sender.fg),
    ])
  }

  func aboutTheBundle(on page: inout DocumentPage) {
    page.heading(2, DocumentWords.aboutTitle)
    page.facts(
      [
        (DocumentWords.from, sender.institution),
        (DocumentWords.forWhom, recipients.map(\.name).joined(separator: "\n")),
        (DocumentWords.purpose, purpose),
      ] + groundRows + [
        (DocumentWords.created, DutchDate.text(today)),
        (DocumentWords.validUntil, DutchDate.text(validUntil)),
        (DocumentWords.number, bundle.hex),
      ])
    page.paragraph([.text(DocumentWords.afterwards)])
  }

  private var groundRows: [(String, String?)] {
    switch ground {
    case .consent(let names, let day):
      let who =
        names.isEmpty
        ? DocumentWords.consent
        : "\(DocumentWords.consentBy) \(names.joined(separator: ", "))"
      return [(DocumentWords.ground, who + (day.map { ", \(DutchDate.text($0))" } ?? ""))]
    case .without(let ground, let told):
      return [(DocumentWords.ground, ground), (DocumentWords.familyKnows, told)]
    }
  }

  /// What holds now, from the newest safety plan: read this if nothing else (R8).
  func safety(on page: inout DocumentPage) {
    page.heading(2, DocumentWords.safetyTitle)
    secretAddresses(on: &page)
    let plan = view.newestPlan(.veiligheidsplan)?.value
    if plan == nil, !sections.contains(.plannen) {
      page.paragraph([.text(DocumentWords.plansNotShared)])
    }
    page.facts(
      [(DocumentWords.watcher, plan?.zichtOpVeiligheid ?? DocumentWords.unknown)]
        + view.kinderen.map {
          (
            "\(DocumentWords.trusted): \($0.naam)",
            $0.vertrouwenspersoon ?? DocumentWords.unknown
          )
        })
    if let plan {
      for part in [PlanPart.bodemeisen, .afspraken, .consequenties] where plan.has(part) {
        page.heading(3, DocumentWords.title(of: part))
        page.list(plan.items(of: part))
      }
    }
    let rescuers = view.newestPlan(.borgingsplan)?.value.wieGrijptIn ?? []
    if !rescuers.isEmpty {
      page.heading(3, DocumentWords.title(of: .wieGrijptIn))
      page.list(rescuers)
    }
  }

  private func secretAddresses(on page: inout DocumentPage) {
    let names = view.betrokkenen.map(\.value).filter { $0.geheimAdres == true }.map(\.naam)
    guard !names.isEmpty else { return }
    page.notice { page in
      page.heading(3, DocumentWords.secretTitle)
      page.paragraph([.text(DocumentWords.secret)])
      page.list(names)
    }
  }

  func files(on page: inout DocumentPage) {
    guard !attachments.isEmpty else { return }
    page.heading(2, DocumentWords.filesTitle)
    page.paragraph([.text(DocumentWords.filesIntro)])
    page.list(
      attachments.map { file in
        [
          .strong(file.path),
          .text(" (\((file.size + 1023) / 1024) kB)\(file.about.map { ": \($0)" } ?? "")"),
        ]
      })
  }
}
