internal import StrictJSON
package import Vocabulary

/// A family as another institution handed it over: every entry with the revisions that it had (R24).
///
/// A value of this type from `DossierFile.parse` has passed every check of a `dossierkluis/gezin/1`; what stood
/// in an entry before may point to a person who is not in the family any more.
package struct HandedOver: Equatable, Sendable {
  /// Per entry its revisions, oldest first; family, persons, entries, plans, in the order of the file.
  package let chains: [[EntryContent]]
  /// What is said of the files that came along; they lie beside the file.
  package let bijlagen: [File]
  /// Per entry the id by which the other vault knew it; nil where the file does not say.
  private let known: [Identifier?]

  fileprivate init(chains: [[EntryContent]], known: [Identifier?], bijlagen: [File]) {
    self.chains = chains
    self.known = known
    self.bijlagen = bijlagen
  }

  /// The family as it is today, under a label of its own here.
  package func gezin(etiket: String) -> Gezin? {
    DossierView(contents: [.etiket(etiket)] + chains.compactMap(\.last)).gezin
  }

  /// Ids under which it comes in here: a vault takes no other's, and a flag goes on naming its piece.
  package struct NewIDs: Sendable {
    /// One per entry and one per file, in their order.
    package let chains: [Identifier]
    package let bijlagen: [Identifier]
    fileprivate let new: [Identifier: Identifier]

    /// A content as it stands here; a flag on what did not come along still names that.
    package func moved(_ content: EntryContent) -> EntryContent {
      guard case .beperking(var flag) = content, let stuk = new[flag.stuk] else { return content }
      flag.stuk = stuk
      return .beperking(flag)
    }
  }

  /// - Parameter draw: an id that nothing has, each time another.
  package func newIDs(_ draw: () -> Identifier) -> NewIDs {
    let (entries, files) = (chains.map { _ in draw() }, bijlagen.map { _ in draw() })
    var new: [Identifier: Identifier] = [:]
    for (old, entry) in zip(known + bijlagen.map(\.known), entries + files) {
      if let old { new[old] = entry }
    }
    return NewIDs(chains: entries, bijlagen: files, new: new)
  }

  /// A file that came along.
  ///
  /// How its parts lay in the other vault is not handed over.
  package struct File: Equatable, Sendable {
    package let id: String
    package let sectie: Section
    package let naam: String
    package let media: String
    /// Bytes.
    package let grootte: Int
    /// 32 bytes.
    package let sha256: [UInt8]
    /// The own id of the entry that it belongs to.
    package let stuk: String?
    /// The id by which the other vault knew it; nil where the file does not say.
    fileprivate let known: Identifier?
  }
}

extension HandedOver.File {
  fileprivate static let keys = ["id", "sectie", "naam", "media", "grootte", "sha256", "stuk"]

  fileprivate init?(_ fields: FieldReader, known: Identifier?) {
    let id = fields.id("id")
    let sectie = fields.word("sectie", as: EntrySection.self)?.section
    let naam = fields.text("naam", required: true)
    if let naam, !FileName.isAllowed(naam) { fields.note("naam", .notAFileName) }
    let media = fields.text("media", required: true)
    if let media, !Bijlage.isMediaType(media) { fields.note("media", .notAMediaType) }
    let grootte = fields.number("grootte", in: 0...AttachmentParts.largestFile)
    let sha256 = fields.bytes("sha256", count: 32)
    let stuk = fields.has("stuk") ? fields.id("stuk") : nil
    guard let id, let sectie, let naam, let media, let grootte, let sha256 else { return nil }
    self.init(
      id: id, sectie: sectie, naam: naam, media: media, grootte: grootte, sha256: sha256,
      stuk: stuk, known: known)
  }
}

extension DossierFile {
  private static let keys = [
    "schema", "etiket", "gezin", "betrokkenen", "entries", "plannen", "bijlagen", "toestemmingen",
    "verstrekkingen", "ontvangsten", "beperkingen", "eerder",
  ]

  /// Whether a file says that it is one; it may still be refused.
  package static func isOne(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= Limits.fileBytes, let value = try? GezinFile.value(of: bytes) else {
      return false
    }
    return value["schema"] == .string(schema)
  }

  /// Reads a family that was handed over: all that `encode` writes, and family data must be there.
  ///
  /// A label in it is not taken: it is the other institution's own word.
  /// - Throws: every problem with its place.
  package static func parse(_ bytes: [UInt8]) throws(GezinFileError) -> HandedOver {
    guard bytes.count <= Limits.fileBytes else {
      throw .one("bestand", .tooLarge(limit: Limits.fileBytes))
    }
    let value = try GezinFile.value(of: bytes)
    let list = ProblemList()
    guard let fields = FieldReader(value, at: "", keys: keys, list: list) else {
      throw GezinFileError(problems: list.problems)
    }
    if let found = fields.value("schema", required: true), found != .string(schema) {
      fields.note("schema", .wrongSchema)
    }
    var reading = HistoryReading(list: list)
    if let gezin = fields.value("gezin", required: true) {
      reading.add(gezin, as: .gezin, at: "gezin")
    }
    for (key, kind, limit, required) in [
      ("betrokkenen", EntryContent.Kind.betrokkene, Limits.persons, true),
      ("entries", .entry, Limits.entries, true), ("plannen", .plan, Limits.plans, true),
      ("toestemmingen", .toestemming, Limits.entries, false),
      ("verstrekkingen", .verstrekking, Limits.entries, false),
      ("ontvangsten", .ontvangst, Limits.entries, false),
      ("beperkingen", .beperking, Limits.entries, false),
    ] {
      for (value, place) in fields.items(key, limit: limit, required: required, { ($0, $1) }) {
        reading.add(value, as: kind, at: place)
      }
    }
    let bijlagen = fields.items("bijlagen", limit: Limits.attachments) {
      reading.bijlage($0, at: $1)
    }
    for (value, place) in fields.items("eerder", limit: Limits.entries, { ($0, $1) }) {
      reading.addEarlier(value, at: place)
    }
    References(value, list: list).check()
    guard list.problems.isEmpty else { throw GezinFileError(problems: list.problems) }
    return HandedOver(chains: reading.chains, known: reading.known, bijlagen: bijlagen)
  }
}

/// Puts the revisions of each entry together while a file is read.
private struct HistoryReading {
  let list: ProblemList
  /// In the order of the file; each with the newest revision last.
  private(set) var chains: [[EntryContent]] = []
  private var places: [Identifier: Int] = [:]

  init(list: ProblemList) {
    self.list = list
  }

  /// Per chain the id by which the other vault knew it.
  var known: [Identifier?] {
    var known: [Identifier?] = chains.map { _ in nil }
    for (id, chain) in places { known[chain] = id }
    return known
  }

  /// The newest revision of an entry.
  mutating func add(_ value: JSONValue, as kind: EntryContent.Kind, at place: String) {
    let (rest, entry) = split(value, at: place)
    guard let content = EntryContent.read(rest, as: kind, at: place, list: list) else { return }
    if let entry {
      guard places.updateValue(chains.count, forKey: entry) == nil else {
        list.add("\(place).\(DossierFile.writtenKey).stuk", .duplicate(entry.hex))
        return
      }
    }
    chains.append([content])
  }

  /// A revision of before, of an entry that is there.
  mutating func addEarlier(_ value: JSONValue, at place: String) {
    guard let fields = FieldReader(value, at: place, keys: ["inhoud", "type"], list: list),
      let inner = fields.value("inhoud", required: true)
    else { return }
    let place = "\(place).inhoud"
    let (rest, entry) = split(inner, at: place)
    let word = value["type"]?.stringValue ?? ""
    guard let kind = EntryContent.Kind(rawValue: word), kind != .etiket else {
      let known = EntryContent.Kind.allCases.filter { $0 != .etiket }.map(\.rawValue)
      fields.note("type", .notOneOf(known, found: Quoted.safe(word)))
      return
    }
    guard let content = EntryContent.read(rest, as: kind, at: place, list: list) else { return }
    guard let entry, let chain = places[entry], let newest = chains[chain].last,
      newest.section == content.section
    else {
      list.add("\(place).\(DossierFile.writtenKey).stuk", .noSuchEntry)
      return
    }
    chains[chain].insert(content, at: chains[chain].count - 1)
  }

  /// What is said of a file.
  func bijlage(_ value: JSONValue, at place: String) -> HandedOver.File? {
    let (rest, entry) = split(value, at: place)
    return FieldReader(rest, at: place, keys: HandedOver.File.keys, list: list)
      .flatMap { HandedOver.File($0, known: entry) }
  }

  /// A value without who wrote it, and the entry that its writer's vault knew it as.
  private func split(_ value: JSONValue, at place: String) -> (JSONValue, entry: Identifier?) {
    guard case .object(let members) = value,
      let written = members.first(where: { $0.key == DossierFile.writtenKey })?.value
    else { return (value, nil) }
    let rest = JSONValue.object(members.filter { $0.key != DossierFile.writtenKey })
    let keys = ["door", "herziening", "op", "stuk"]
    let path = "\(place).\(DossierFile.writtenKey)"
    guard let fields = FieldReader(written, at: path, keys: keys, list: list) else {
      return (rest, nil)
    }
    _ = fields.text("door", required: true)
    _ = fields.number("herziening", in: 0...Int(UInt32.max))
    _ = fields.number("op", in: 0...Int(CanonicalJSON.integers.upperBound))
    guard let text = fields.text("stuk") else { return (rest, nil) }
    let entry = Identifier(hex: text)
    if entry == nil { fields.note("stuk", .notAnID(Quoted.safe(text))) }
    return (rest, entry)
  }
}
