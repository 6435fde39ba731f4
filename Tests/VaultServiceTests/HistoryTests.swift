import AuditLog
import Dossier
import Records
import Session
import StrictJSON
import Testing
import VaultFixture
import VaultService
import Vocabulary

@testable import VaultClient

/// What stood in an entry before: for whom, and what the log says of it.
@Suite("Earlier revisions of a dossier")
struct HistoryTests {
  /// A family with one entry of three revisions.
  private static func corrected() throws -> (GrantFamily, entry: Identifier, texts: [String]) {
    let family = try GrantFamily()
    let entry = try #require(
      family.sanne.open(family.dossier, purpose: .uitvoering).revisions.first {
        if case .entry(let entry) = $0.content { entry.sectie == .juridisch } else { false }
      })
    guard case .entry(var content) = entry.content else { throw ClientError.notInDirectory }
    var texts = [content.tekst]
    for number in 1...2 {
      content.tekst = "Verbeterd, \(number) keer."
      texts.append(content.tekst)
      let writable = try family.sanne.openForWriting(
        family.dossier, sections: [.juridisch], purpose: .uitvoering)
      try family.sanne.append(
        [NewRevision(.entry(content), of: entry.entry, buildingOn: UInt32(number))], to: writable)
    }
    return (family, entry.entry, texts)
  }

  private static func texts(_ revisions: [OpenedRevision], of entry: Identifier) -> [String] {
    revisions.filter { $0.entry == entry }.compactMap {
      if case .entry(let content) = $0.content { content.tekst } else { nil }
    }
  }

  @Test("R2, R14, R24: who has regie reads what stood before, and the log says that it was shown")
  func regieReads() throws {
    let (family, entry, texts) = try Self.corrected()
    let plain = try family.sanne.open(family.dossier, purpose: .uitvoering)
    #expect(plain.earlier.isEmpty)
    let whole = try family.sanne.open(family.dossier, purpose: .uitvoering, history: true)
    #expect(Self.texts(whole.earlier, of: entry) == Array(texts.dropLast()))
    #expect(Self.texts(whole.revisions, of: entry) == [texts[2]])
    #expect(whole.revisions == plain.revisions)
    let officer = try family.world.session(.fg)
    let before = try officer.readLog(from: plain.reference, count: 1)
    #expect(before[0].detail == [:])
    let shown = try officer.readLog(from: whole.reference, count: 1)
    #expect(shown[0].detail == ["history": .int(1)])
  }

  @Test(
    "R9: others who are involved do not read what stood before; a jurist does, in the grant's sections"
  )
  func others() throws {
    let (family, entry, texts) = try Self.corrected()
    try family.sanne.involve(
      family.world.id(.youssef), in: family.dossier, until: family.tomorrow)
    let youssef = try family.world.session(.youssef)
    _ = try youssef.open(family.dossier, purpose: .uitvoering)
    for session in [youssef, family.lotte] {
      let purpose: Purpose = session.member == youssef.member ? .uitvoering : .kwaliteitscontrole
      let refused = try refusal {
        _ = try session.open(family.dossier, purpose: purpose, history: true)
      }
      #expect(refused?.code == "act-not-allowed" && refused?.ways == ["ask-regie"])
    }
    let jan = try family.world.session(.jurist)
    try family.sanne.consult(
      jan.member, in: family.dossier, sections: [.juridisch], purpose: .juridisch,
      until: family.tomorrow)
    let read = try jan.open(
      family.dossier, sections: [.juridisch], purpose: .juridisch, history: true)
    #expect(Self.texts(read.earlier, of: entry) == Array(texts.dropLast()))
  }

  @Test(
    "R24: a family that is handed over becomes a dossier with its history, at once or not at all")
  func handedOver() throws {
    let (family, _, texts) = try Self.corrected()
    let whole = try family.sanne.open(family.dossier, purpose: .uitvoering, history: true)
    func opened(_ revisions: [OpenedRevision]) -> [OpenedContent] {
      revisions.map {
        OpenedContent(
          $0.content,
          writing: Dossier.Writing(
            author: "Sanne", milliseconds: $0.writtenAt, revision: $0.revision - 1,
            entry: $0.entry))
      }
    }
    let file = DossierFile.encode(
      DossierView(opened: opened(whole.revisions)), earlier: opened(whole.earlier))
    let read = try DossierFile.parse(file)
    let made = try family.sanne.create(
      read, under: read.newIDs { .random() }, label: "gezin van elders")
    let again = try family.sanne.open(made.id, purpose: .uitvoering, history: true)
    #expect(again.revisions.count == whole.revisions.count)
    #expect(again.earlier.map(\.content) == whole.earlier.map(\.content))
    let entry = try #require(again.earlier.first?.entry)
    #expect(Self.texts(again.earlier + again.revisions, of: entry) == texts)
    #expect(again.revisions.first?.content == .etiket("gezin van elders"))
    let officer = try family.world.session(.fg)
    #expect(try officer.readLog(from: again.reference, count: 1)[0].detail["history"] == .int(1))
  }

  @Test("R10: fg verify finds an opening that showed more, or less, than was asked for")
  func verified() throws {
    let (family, _, _) = try Self.corrected()
    let whole = try family.sanne.open(family.dossier, purpose: .uitvoering, history: true)
    let officer = try family.world.session(.fg)
    let entry = try officer.readLog(from: whole.reference, count: 1)[0]
    func body(_ history: JSONValue?) -> RequestLine? {
      let args: [(String, JSONValue?)] = [
        ("dossier", .id(family.dossier)), ("history", history), ("purpose", "uitvoering"),
        ("sections", "all"), ("writing", .bool(false)),
      ]
      return RequestLine.asking("dossier.open", .object(present: args), entry)
    }
    #expect(try #require(body(.bool(true))).agrees(with: entry))
    #expect(try !#require(body(nil)).agrees(with: entry))
    var silent = entry
    silent.detail = [:]
    #expect(try !#require(body(.bool(true))).agrees(with: silent))
    #expect(try #require(body(nil)).agrees(with: silent))
  }
}

extension RequestLine {
  /// The line of a request that would lead to this entry.
  fileprivate static func asking(
    _ method: String, _ args: JSONValue, _ entry: LogEntry
  ) -> RequestLine? {
    let body = RequestBody(
      method: method, args: args.objectValue ?? [], idem: .random(), origin: "kluis.example/test",
      pins: .init(logSize: 0, logRoot: [UInt8](repeating: 0, count: 32)), seq: 1,
      session: entry.session ?? []
    ).encode()
    return RequestLine(
      CanonicalJSON.encode(["body": .base64(body), "index": .int(Int64(entry.index))]))
  }
}
