import AuditLog
import Records
import Session
import Store
import StrictJSON
import Vocabulary

/// How a section's record and boxes stand in an answer.
enum SectionBlock {
  /// One block per section, with the boxes of its present generation.
  static func json(_ sections: [StoredSection], _ wraps: [StoredWrap]) -> JSONValue {
    .array(sections.map { json($0, wraps) })
  }

  static func json(_ section: StoredSection, _ wraps: [StoredWrap]) -> JSONValue {
    let boxes = wraps.filter {
      $0.section == section.section && $0.generation == section.generation
    }
    return .object([
      ("boxes", .array(boxes.map(json))), ("generation", .int(Int64(section.generation))),
      ("record", .base64(section.bytes)), ("section", .string(section.section.name)),
      ("sig", .base64(section.signature)),
    ])
  }

  private static func json(_ wrap: StoredWrap) -> JSONValue {
    .object(present: [
      ("box", .base64(wrap.box)), ("epoch", .int(Int64(wrap.epoch))),
      ("grant", wrap.grant.map { .id($0.id) }), ("role", .string(wrap.role.name)),
    ])
  }
}

/// One dossier of a list: its label's link and section, and how the chain stood before that link.
struct EtiketBlock {
  let number: DossierNumber
  let section: StoredSection
  let content: ContentKey
  /// Whether the member has a box of the label's key.
  let hasBox: Bool
  let json: JSONValue

  /// Throws: `.corrupt` when the dossier that the leaf names lacks a label.
  init(
    _ named: LogEntry.DossierHead, role: Role, actor: Identifier, _ tables: VaultTables
  ) throws(StoreError) {
    guard let number = try tables.dossiers.number(of: named.dossier) else { throw .corrupt }
    let links = Array(
      try tables.links.signed(number).prefix(Int(named.head.n) * SignedLink.byteCount))
    guard
      let section = try tables.sections.sections(of: number).first(where: {
        $0.section == .etiket
      }), let content = try ContentKey.newest(in: links, of: [.etiket]).last,
      let link = try tables.links.link(number, content.n)
    else { throw .corrupt }
    let before = content.n > 1 ? try tables.links.link(number, content.n - 1)?.h : nil
    let wraps = try tables.wraps.wraps(of: number, for: role, member: actor)
    self.number = number
    self.section = section
    self.content = content
    hasBox = wraps.contains {
      $0.section == .etiket && $0.generation == section.generation
    }
    json = .object([
      ("before", .base64(before ?? Head.start(of: named.dossier).h)),
      ("dossier", .id(named.dossier)), ("etiket", SectionBlock.json(section, wraps)),
      ("head", named.head.json), ("link", .base64(link.signed)),
    ])
  }
}

extension Head {
  /// A head as answers carry it.
  var json: JSONValue { .object([("h", .base64(h)), ("n", .int(Int64(n)))]) }
}

extension LogEntry.Head {
  /// A head as answers carry it.
  var json: JSONValue { .object([("h", .base64(h)), ("n", .int(Int64(n)))]) }
}
