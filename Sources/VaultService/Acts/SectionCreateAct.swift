import AuditLog
import Directory
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `section.create`: a whole new dossier in one transaction: sections, boxes, regie, first entries.
struct SectionCreateAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let writing: LinkWriting
  let sections: [StoredSection]
  let wraps: [StoredWrap]
  let involvement: Involvement
  let involvementBytes: Signed
  private let hasRoom: Bool

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["boxes", "dossier", "involvement", "links", "records"])
    self.request = request
    hasRoom = server.settings.hasRoom(for: request.rows?.count ?? 0)
    dossier = try args.requireIdentifier("dossier")
    let directory = server.writer.published.directory
    let member = request.stamp.caller.member
    guard let acting = directory.acting(member) else { throw WireError(.notSignedIn) }
    writing = try LinkWriting(
      try SignedLink.decode(try args.requireBytes("links"), limit: LinkWriting.creationLimit),
      on: Head.start(of: dossier), dossier: dossier, request, directory)
    sections = try Self.sections(args, writing, member: member, key: acting.key, dossier)
    wraps = try Self.wraps(args, directory)
    involvementBytes = try Signed(args.requireObject("involvement"))
    involvement = try Involvement.verify(involvementBytes, by: acting.key)
    guard involvement.dossier == dossier, involvement.by == member, involvement.member == member,
      involvement.sort == .regie, involvement.closes == nil
    else { throw WireError(.invalidParams) }
    // Every entry is new, with its revisions in order: a family that another institution handed over comes
    // with its history. A dossier has one label, by which lists show it.
    var newest: [Identifier: (section: Section, kind: EntryKind, revision: UInt32)] = [:]
    let labels = writing.items.filter {
      $0.signed.link.header.kind.hasContent && $0.signed.link.header.section == .etiket
    }
    // A file's parts are sent to a dossier that is there.
    guard labels.count == 1, labels[0].signed.link.header.kind == .entry,
      writing.attachments.isEmpty
    else { throw WireError(.invalidParams) }
    for item in writing.items where item.signed.link.header.kind.hasContent {
      let header = item.signed.link.header
      let known = newest[header.entry]
      guard header.revision == (known?.revision ?? 0) + 1,
        known?.section ?? header.section == header.section,
        known?.kind ?? header.kind == header.kind
      else { throw WireError(.invalidParams) }
      newest[header.entry] = (header.section, header.kind, header.revision)
    }
  }

  /// The signed section records, each with the link that names it: links 1 to 6.
  private static func sections(
    _ args: JSONObject, _ writing: LinkWriting, member: Identifier, key: [UInt8],
    _ dossier: Identifier
  ) throws -> [StoredSection] {
    var sections: [StoredSection] = []
    for (index, object) in try args.requireObjects("records").enumerated() {
      let signed = try Signed(object)
      let record = try SectionRecord.verify(signed, by: key)
      guard index < Section.allCases.count, index < writing.items.count,
        record.section == Section.allCases[index], record.dossier == dossier, record.by == member,
        record.generation == 1
      else { throw WireError(.invalidParams) }
      let link = writing.items[index].signed.link
      guard link.header.kind == .sectionRecord, link.header.section == record.section,
        link.content == SectionRecord.contentHash(signed.bytes)
      else { throw WireError(.invalidParams) }
      sections.append(
        StoredSection(
          section: record.section, generation: 1, bytes: signed.bytes, signature: signed.signature))
    }
    let sectionLinks = writing.items.filter { $0.signed.link.header.kind == .sectionRecord }
    guard sections.count == Section.allCases.count, sectionLinks.count == sections.count
    else { throw WireError(.invalidParams) }
    return sections
  }

  /// The boxes: one per section for each standing role, under the role's newest epoch.
  private static func wraps(
    _ args: JSONObject, _ directory: DirectoryView
  ) throws -> [StoredWrap] {
    var wraps: [StoredWrap] = []
    var wanted: Set<String> = []
    for role in Role.allCases where role.hasStandingWrap {
      guard directory.roleEpoch(role) != nil else { throw WireError(.unavailable) }
      for section in Section.allCases { wanted.insert("\(role.name)/\(section.name)") }
    }
    for object in try args.requireObjects("boxes") {
      try object.allowOnly(["box", "epoch", "role", "section"])
      let role = try object.requireRole("role")
      let section = try object.requireSection("section")
      let epoch = try object.requireUInt32("epoch")
      guard epoch == directory.roleEpoch(role)?.epoch,
        wanted.remove("\(role.name)/\(section.name)") != nil
      else { throw WireError(.invalidParams) }
      wraps.append(
        StoredWrap(
          section: section, generation: 1, role: role, epoch: epoch,
          box: try object.requireBytes("box", count: Share.standingCount)))
    }
    guard wanted.isEmpty else { throw WireError(.invalidParams) }
    return wraps
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    if let earlier = try context.repeated(request) { return earlier }
    var ruled = Ruled(
      stamp: request.stamp, action: .sectionCreate, object: .dossier, dossier: dossier,
      sections: writing.sections)
    let permit: LogEntry.Basis
    switch try context.rulingOnCreating(by: member) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis): permit = basis
    }
    guard hasRoom else {
      return ruled.failed(Ruled.diskReserve, head: nil, body: request.bytes)
    }
    guard try context.tables.dossiers.number(of: dossier) == nil,
      context.memory.hasBegun(dossier, by: member)
    else { return ruled.failed("not-begun", head: nil, body: request.bytes) }
    guard context.isNow(involvement.at) else {
      return ruled.failed("clock", head: nil, body: request.bytes)
    }
    var plan = Plan()
    plan.leaves = writing.items.map { item in
      ruled.sections = [item.signed.link.header.section]
      var leaf = ruled.leaf(.permit, basis: permit)
      leaf.link = writing.logLink(item)
      return leaf
    }
    var last = request.stamp.leaf(.involvement, .dossier, .permit)
    last.dossier = dossier
    last.basis = permit
    last.record = LogEntry.Record(kind: Involvement.kind, hash: involvementBytes.hash)
    plan.leaves.append(last)
    plan.body = request.bytes
    plan.keystoreRows = { [self] keystore in
      guard let secrets = request.secrets else { return }
      try writing.writeTokens(secrets, keystore)
      try writing.writeTags(secrets, keystore)
    }
    let now = context.now
    let memory = context.memory
    plan.vaultRows = { [self] tables, first in
      let number = try tables.dossiers.add(dossier, created: now)
      for section in sections { try tables.sections.put(section, of: number) }
      for wrap in wraps { try tables.wraps.add(wrap, of: number) }
      try writing.write(tables, number)
      let leaf = first + writing.items.count
      try tables.add(involvementBytes, involvement, of: number, leaf: leaf)
      try tables.remember(request, leaf: leaf)
      memory.created(dossier)
    }
    plan.reply = .permit([JSONMember("head", writing.head.json)])
    return plan
  }
}
