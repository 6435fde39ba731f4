import CommandTree
import Desk
import Dossier
import Overdracht
import PrivateFile
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis gezin import`: a file becomes a dossier, or every problem is told.
struct GezinImport {
  let desk: Desk
  /// At most so many bytes of a file. (Dossier, `Limits.fileBytes`)
  static let limit = 8 << 20

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("BESTAND")
    if path == "-", desk.passphraseDescriptor == 0 {
      throw desk.usage("stdin-twice", Texts.stdinTwice, hint: Texts.otherDescriptor)
    }
    let bytes = try InputFile.read(path, limit: GezinImport.limit)
    let handedOver = try GezinImport.handedOver(bytes, label: desk.arguments.value("etiket"))
    let gezin =
      if let family = handedOver { family.gezin } else { try GezinImport.parse(bytes) }
    let files = try ImportedFiles(
      handedOver?.files(beside: path) ?? gezin.bijlagen.map(ImportedFiles.File.init), beside: path)
    let summary = ImportSummary(gezin)
    for finding in summary.findings { desk.screen.note(Texts.finding(finding).text) }
    if desk.arguments.has("dry-run") {
      desk.screen.note(Texts.wouldMake)
      desk.screen.answer(
        summary.json(nil, language: desk.language),
        text: summary.text(desk.language, desk.screen.settings.output))
      return
    }
    let session = try desk.session()
    var made = try calling { () throws(ClientError) in
      guard let handedOver else { return try session.create(gezin) }
      return try session.create(
        handedOver.family, under: handedOver.ids, label: gezin.etiket)
    }
    let sent = try files.send(
      to: made.id, session, purpose: Purpose.usual(for: session.role), desk.screen)
    if let sent { made.head = sent }
    desk.screen.answer(
      summary.json((made.id, made.head.n, made.head.h), language: desk.language),
      text: Texts.imported(made.id.hex)[desk.language] + "\n")
    desk.screen.note(Texts.openNext(made.id.hex))
  }

  /// A family that another institution handed over, with the label that it gets here.
  struct HandedOverFamily {
    let family: HandedOver
    let gezin: Gezin
    let ids: HandedOver.NewIDs

    init(_ family: HandedOver, gezin: Gezin) {
      self.family = family
      self.gezin = gezin
      ids = family.newIDs { .random() }
    }

    /// The files that came along, and the signed manifest: who handed over what stays provable.
    func files(beside path: String) -> [ImportedFiles.File] {
      let own = zip(family.bijlagen, ids.bijlagen).map { file, entry in
        ImportedFiles.File(
          path: AttachedName.path(of: file.id, named: file.naam),
          new: NewAttachment(
            name: file.naam, media: file.media, section: file.sectie, stuk: file.stuk,
            entry: entry))
      }
      let proof = [Manifest.name, Manifest.signatureName].filter {
        PrivateFile.exists("\(ImportedFiles.folder(of: path))/\($0)")
      }.map { name in
        ImportedFiles.File(
          path: name,
          new: NewAttachment(
            name: name, media: MediaType.of(name), section: .juridisch, stuk: nil))
      }
      return own + proof
    }
  }

  /// Nil for a file of `dossierkluis/gezin/1`.
  ///
  /// - Throws: 64 `label-missing`; 65 `import-refused`
  static func handedOver(
    _ bytes: [UInt8], label: String?
  ) throws(Failure) -> HandedOverFamily? {
    guard DossierFile.isOne(bytes) else { return nil }
    guard let label else {
      throw .usage("label-missing", Texts.labelMissing, hint: Texts.labelMissingHint)
    }
    let family: HandedOver
    do throws(GezinFileError) { family = try DossierFile.parse(bytes) } catch {
      throw refused(error)
    }
    guard let gezin = family.gezin(etiket: label) else {
      throw .usage("label-missing", Texts.labelMissing, hint: Texts.labelMissingHint)
    }
    return HandedOverFamily(family, gezin: gezin)
  }

  /// The family of a file, or one failure with all that is wrong.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> Gezin {
    do throws(GezinFileError) { return try GezinFile.parse(bytes) } catch { throw refused(error) }
  }

  private static func refused(_ error: GezinFileError) -> Failure {
    var failure = Failure(
      ExitCode.data, "import-refused", Texts.importRefused(error.problems.count),
      hint: Texts.nothingImported)
    failure.problems = error.problems.map(Failure.Problem.init)
    return failure
  }
}

extension Failure.Problem {
  init(_ problem: Problem) {
    self.init(place: problem.place, text: Text(problem.fault.phrase))
  }
}

/// What a file would make: how many pieces in which section, and what is missing in it.
struct ImportSummary {
  let gezin: Gezin
  let findings: [Finding]
  /// Every section, with how many sealed pieces it gets.
  let sections: [(section: Section, pieces: Int)]

  init(_ gezin: Gezin) {
    self.gezin = gezin
    let contents = gezin.contents()
    findings = Finding.all(DossierView(contents: contents))
    sections = Section.allCases.sorted().map { section in
      (section, contents.count { $0.section == section })
    }
  }

  func text(_ language: Language, _ terminal: Terminal) -> String {
    var table = Table(Texts.section[language], Texts.pieces[language])
    for (section, pieces) in sections { table.add(section.name, String(pieces)) }
    let counts = Texts.counts(
      persons: gezin.betrokkenen.count, entries: gezin.entries.count,
      plans: gezin.plannen.count)
    let files =
      gezin.bijlagen.isEmpty ? "" : ", " + Texts.attachmentsIn(gezin.bijlagen.count)[language]
    return counts[language] + files + "\n" + table.text(in: terminal)
  }

  /// - Parameter made: id and head of the dossier; nil when nothing was made.
  func json(
    _ made: (id: Identifier, n: UInt32, h: [UInt8])?, language: Language
  ) -> JSONValue {
    .object(present: [
      ("dry_run", .bool(made == nil)), ("dossier", made.map { .string($0.id.hex) }),
      ("head", made.map { .head(n: $0.n, h: $0.h) }),
      ("persons", .int(Int64(gezin.betrokkenen.count))),
      ("entries", .int(Int64(gezin.entries.count))),
      ("plans", .int(Int64(gezin.plannen.count))),
      ("attachments", .count(gezin.bijlagen.count)),
      (
        "sections",
        .array(
          sections.map {
            ["section": .string($0.section.name), "pieces": .int(Int64($0.pieces))]
          })
      ),
      (
        "findings",
        .array(
          findings.map { finding in
            let (code, text) = Texts.finding(finding)
            return ["code": .string(code), "message": .string(text[language])]
          })
      ),
    ])
  }
}
