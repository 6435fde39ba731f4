import Directory
import Records
import StrictJSON
import Vocabulary

/// What an answer says about one section's key: its record, and the boxes with the role's half.
struct SectionBlock {
  /// R, sealed to a role, or for a grant to a role and one member.
  struct Box {
    let role: Role
    let epoch: UInt32
    let bytes: [UInt8]
    /// The grant's id; nil for a standing wrap.
    let grant: Identifier?
  }

  let section: Section
  let generation: UInt32
  let record: Signed
  let boxes: [Box]

  /// Boxes that one member can have for one section: epochs that overlap, and some grants.
  private static let boxLimit = 64

  init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["boxes", "generation", "record", "section", "sig"])
    section = try json.section("section")
    generation = try json.uint32("generation", from: 1)
    record = Signed(
      bytes: try json.bytes("record"), signature: try json.bytes("sig", count: 64))
    var boxes: [Box] = []
    for item in try json.requireObjects("boxes") {
      try item.allowOnly(["box", "epoch", "grant", "role"])
      boxes.append(
        Box(
          role: try item.requireRole("role"), epoch: try item.uint32("epoch", from: 1),
          bytes: try item.bytes("box"), grant: try item.optionalIdentifier("grant")))
    }
    guard boxes.count <= SectionBlock.boxLimit else {
      throw json.error(.tooManyElements(limit: SectionBlock.boxLimit), "boxes")
    }
    self.boxes = boxes
  }

  /// The same block with one of its boxes.
  func only(_ box: Box) -> SectionBlock {
    SectionBlock(section: section, generation: generation, record: record, boxes: [box])
  }

  private init(section: Section, generation: UInt32, record: Signed, boxes: [Box]) {
    self.section = section
    self.generation = generation
    self.record = record
    self.boxes = boxes
  }

  /// The blocks of an answer: each section once, in order.
  static func read(_ fields: JSONObject) throws(CheckFailure) -> [SectionBlock] {
    let blocks = try checked(.answer) { () throws(JSONError) in
      var blocks: [SectionBlock] = []
      for item in try fields.requireObjects("sections") { blocks.append(try SectionBlock(item)) }
      return blocks
    }
    for (first, second) in zip(blocks, blocks.dropFirst()) {
      try demand(first.section < second.section, .sections)
    }
    return blocks
  }

  /// The section's record, when its author signed it and the chain vouches for its bytes.
  ///
  /// - Parameter link: the section's link of kind 0 in the verified chain; nil in a list, where the
  ///   record stands on its signature alone.
  func verifiedRecord(
    dossier: Identifier, link: Link?, directory: DirectoryView, known: VerifiedSignatures
  ) throws(CheckFailure) -> SectionRecord {
    let named: SectionRecord = try directory.verified(
      record, or: .sectionRecord, known: known
    ) { $0.by }
    try demand(named.dossier == dossier && named.section == section, .sectionRecord)
    // Born at a generation, refreshed since: never the other way round.
    try demand(named.generation <= generation, .generation)
    if let link {
      try demand(SectionRecord.contentHash(record.bytes) == link.content, .sectionRecord)
      try demand(link.header.author == named.by, .sectionRecord)
    }
    return named
  }
}
