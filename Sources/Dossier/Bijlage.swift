internal import StrictJSON
package import Vocabulary

/// What the dossier knows of a file that belongs to it: its name, size, hash, and to which entry.
///
/// It is sealed as any entry; the file itself lies beside it in parts, under a key that only who reads
/// this can make. (Docs/protocol.md, Attachments)
package struct Bijlage: Equatable, Sendable {
  /// Local to the dossier, as an entry's own id.
  package var id: String
  package var sectie: Section
  /// As `FileName` allows it.
  package var naam: String
  /// `type/subtype`; what its owner says, and nothing is done with it.
  package var media: String
  /// Bytes of the file, at most `AttachmentParts.largestFile`.
  package var grootte: Int
  /// SHA-256 of the file, 32 bytes.
  package var sha256: [UInt8]
  /// BLAKE2b-256 over the sealed parts, 32 bytes.
  package var verzegeld: [UInt8]
  /// Header of the parts' stream, 24 bytes.
  package var kop: [UInt8]
  /// The own id of the entry that it belongs to; nil when it stands alone.
  package var stuk: String?

  package init(
    id: String, sectie: Section, naam: String, media: String, grootte: Int, sha256: [UInt8],
    verzegeld: [UInt8], kop: [UInt8], stuk: String? = nil
  ) {
    self.id = id
    self.sectie = sectie
    self.naam = naam
    self.media = media
    self.grootte = grootte
    self.sha256 = sha256
    self.verzegeld = verzegeld
    self.kop = kop
    self.stuk = stuk
  }

  /// How many parts the file lies in: what its size needs, and no other number is read.
  package var delen: Int { AttachmentParts.count(ofFile: grootte) ?? 0 }

  /// Whether a text has the form of a media type, such as `application/pdf`.
  package static func isMediaType(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return text.utf8.count <= 100 && parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || "+-.".utf8.contains($0)
          }
      }
  }
}

extension Bijlage {
  static let keys = [
    "id", "sectie", "naam", "media", "grootte", "sha256", "delen", "verzegeld", "kop", "stuk",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let sectie = fields.word("sectie", as: EntrySection.self)?.section
    let naam = fields.text("naam", required: true)
    if let naam, !FileName.isAllowed(naam) { fields.note("naam", .notAFileName) }
    let media = fields.text("media", required: true)
    if let media, !Bijlage.isMediaType(media) { fields.note("media", .notAMediaType) }
    let grootte = fields.number("grootte", in: 0...AttachmentParts.largestFile)
    let delen = fields.number("delen", in: 1...AttachmentParts.most)
    if let grootte, let delen, AttachmentParts.count(ofFile: grootte) != delen {
      fields.note("delen", .wrongParts)
    }
    let sha256 = fields.bytes("sha256", count: 32)
    let verzegeld = fields.bytes("verzegeld", count: 32)
    let kop = fields.bytes("kop", count: 24)
    let stuk = fields.has("stuk") ? fields.id("stuk") : nil
    guard let id, let sectie, let naam, let media, let grootte, let sha256, let verzegeld, let kop
    else { return nil }
    self.init(
      id: id, sectie: sectie, naam: naam, media: media, grootte: grootte, sha256: sha256,
      verzegeld: verzegeld, kop: kop, stuk: stuk)
  }

  /// All of it, for sealing.
  var members: [(String, JSONValue?)] {
    shared + [
      ("delen", .int(Int64(delen))), ("verzegeld", .string(HexText.encode(verzegeld))),
      ("kop", .string(HexText.encode(kop))),
      ("stuk", .text(stuk)),
    ]
  }

  /// What means something outside the vault, where the file has no parts.
  var sharedMembers: [(String, JSONValue?)] { shared + [("stuk", .text(stuk))] }

  private var shared: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("sectie", .string(sectie.name)), ("naam", .string(naam)),
      ("media", .string(media)), ("grootte", .int(Int64(grootte))),
      ("sha256", .string(HexText.encode(sha256))),
    ]
  }
}

/// A file that stands beside an import file and goes with one of its entries.
package struct GezinBijlage: Equatable, Sendable {
  /// The entry's own id and section.
  package let stuk: String
  package let sectie: Section
  /// From the folder of the import file on; as `FileName.isAllowedPath` allows it.
  package let pad: String

  package init(stuk: String, sectie: Section, pad: String) {
    self.stuk = stuk
    self.sectie = sectie
    self.pad = pad
  }

  /// The key in an entry of an import file.
  static let key = "bijlagen"

  /// The last part of the path.
  package var naam: String { pad.split(separator: "/").last.map(String.init) ?? pad }

  /// Reads the paths of one entry; each once.
  static func paths(_ fields: FieldReader) -> [String] {
    var seen: Set<String> = []
    return fields.items(key) { value, place in
      guard
        let path = FieldReader.text(value, at: place, limit: FileName.pathLimit, list: fields.list)
      else { return nil }
      guard FileName.isAllowedPath(path) else {
        fields.list.add(place, .notAPath(Quoted.safe(path)))
        return nil
      }
      guard seen.insert(path).inserted else {
        fields.list.add(place, .duplicate(Quoted.safe(path)))
        return nil
      }
      return path
    }
  }
}
