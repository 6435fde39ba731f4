import AuditLog
import Directory
import Records
import Session
import Store
import StrictJSON
import Vocabulary
import Wire

// What a refresh has to do at a dossier, as the vault stands now.

extension ActContext {
  /// For whom a section must have a box in its next generation.
  ///
  /// Each standing role at its newest key, and everybody whose grant still holds or will. A member who
  /// was suspended gets none.
  func recipients(of section: Section, _ number: DossierNumber) throws -> Set<Refresh.Recipient> {
    var recipients: Set<Refresh.Recipient> = []
    for role in Role.allCases where role.hasStandingWrap {
      guard let epoch = directory.roleEpoch(role)?.epoch else { throw WireError(.unavailable) }
      recipients.insert(Refresh.Recipient(role: role, epoch: epoch))
    }
    for grant in try liveGrants(of: number) where grant.sections.contains(section) {
      guard let epoch = directory.roleEpoch(grant.role)?.epoch else { continue }
      recipients.insert(
        Refresh.Recipient(
          role: grant.role, epoch: epoch,
          grant: Refresh.Grantee(id: grant.id, member: grant.member)))
    }
    return recipients
  }

  func liveGrants(of number: DossierNumber) throws -> [StoredGrant] {
    try tables.grants.grants(of: number).filter { grant in
      grant.ended ?? .max > now && grant.until > now
        && directory.acting(grant.member)?.role == grant.role
    }
  }

  /// Why a section is due, as codes; empty for one that is not.
  func reasons(_ section: Section, _ wraps: [StoredWrap], _ marked: [Section]) -> [String] {
    var reasons: [String] = []
    let isOld = wraps.contains {
      $0.section == section && $0.epoch < directory.roleEpoch($0.role)?.epoch ?? 0
    }
    if isOld { reasons.append("role-key") }
    if marked.contains(section) { reasons.append("grant-ended") }
    return reasons
  }

  /// Whether a proposed refresh still is the next one of its sections, with a box for everybody who
  /// must have one and for nobody else.
  func isNext(_ refresh: Refresh, _ number: DossierNumber) throws -> Bool {
    let stored = try tables.sections.sections(of: number)
    return try refresh.parts.allSatisfy { part in
      let fits = stored.contains {
        $0.section == part.section && $0.generation == part.generation
      }
      return try fits
        && Set(part.boxes.map(\.recipient)) == recipients(of: part.section, number)
    }
  }
}

/// The bytes of a refresh's new boxes, in the order of its record.
struct RefreshBoxes {
  let wraps: [StoredWrap]

  /// - Parameter bytes: the boxes one after the other.
  /// Throws: `.invalidParams` when they are not exactly those that the record names.
  init(_ bytes: [UInt8], of refresh: Refresh) throws(WireError) {
    var wraps: [StoredWrap] = []
    var rest = bytes[...]
    for part in refresh.parts {
      for box in part.boxes {
        let recipient = box.recipient
        let count = recipient.grant == nil ? Share.standingCount : Share.grantedCount
        let taken = Array(rest.prefix(count))
        guard taken.count == count, Share.hash(ofBox: taken) == box.hash else {
          throw WireError(.invalidParams)
        }
        rest = rest.dropFirst(count)
        wraps.append(
          StoredWrap(
            section: part.section, generation: part.generation + 1, role: recipient.role,
            epoch: recipient.epoch,
            grant: recipient.grant.map { StoredWrap.Grantee(id: $0.id, member: $0.member) },
            box: taken))
      }
    }
    guard rest.isEmpty else { throw WireError(.invalidParams) }
    self.wraps = wraps
  }
}

/// How a dossier's keys stand in an answer to a custodian: boxes, live grants, the last refresh.
enum RefreshBlock {
  /// Every box of each section's present generation; none of them opens without the service's half.
  static func members(
    _ number: DossierNumber, _ context: ActContext
  ) throws -> [JSONMember] {
    let tables = context.tables
    let wraps = try tables.wraps.wraps(of: number)
    let history = try history(number, tables)
    let sections = try tables.sections.sections(of: number).map { section -> JSONValue in
      let boxes = wraps.filter {
        $0.section == section.section && $0.generation == section.generation
      }
      let proof = history.last { proof in
        proof.refresh.parts.contains {
          $0.section == section.section && $0.generation + 1 == section.generation
        }
      }
      return .object(present: [
        ("boxes", .array(boxes.map(json))), ("check", proof?.check.json),
        ("generation", .int(Int64(section.generation))), ("refresh", proof?.signed.json),
        ("section", .string(section.section.name)),
      ])
    }
    let grants = try context.liveGrants(of: number).map { grant -> JSONValue in
      guard let record = try tables.records.record(hash: grant.record) else {
        throw StoreError.corrupt
      }
      return Signed(bytes: record.bytes, signature: record.signature).json
    }
    return [JSONMember("grants", .array(grants)), JSONMember("sections", .array(sections))]
  }

  private struct Proof {
    let refresh: Refresh
    let signed: Signed
    let check: Signed
  }

  /// The refreshes that were checked, oldest first.
  private static func history(
    _ number: DossierNumber, _ tables: VaultTables
  ) throws -> [Proof] {
    let refreshes = try tables.records.records(of: number, kind: Refresh.kind)
    return try tables.records.records(of: number, kind: RefreshCheck.kind).map { stored in
      let named = try RefreshCheck.decode(stored.bytes).refresh
      guard let found = refreshes.first(where: { $0.hash == named }) else {
        throw StoreError.corrupt
      }
      return Proof(
        refresh: try Refresh.decode(found.bytes),
        signed: Signed(bytes: found.bytes, signature: found.signature),
        check: Signed(bytes: stored.bytes, signature: stored.signature))
    }
  }

  private static func json(_ wrap: StoredWrap) -> JSONValue {
    .object(present: [
      ("box", .base64(wrap.box)), ("epoch", .int(Int64(wrap.epoch))),
      ("grant", wrap.grant.map { .id($0.id) }), ("member", wrap.grant.map { .id($0.member) }),
      ("role", .string(wrap.role.name)),
    ])
  }
}
