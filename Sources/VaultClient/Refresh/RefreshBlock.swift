import Directory
import Records
import Sodium
import StrictJSON
import Vocabulary

/// A dossier's keys as a custodian sees them: boxes without the service's half.
struct RefreshBlock {
  struct Box {
    let role: Role
    let epoch: UInt32
    /// The grant and its member; nil for a standing box.
    let grant: Identifier?
    let bytes: [UInt8]
  }

  /// The refresh that made a section's present generation, as its two custodians signed it.
  struct Proof {
    let refresh: Signed
    let check: Signed
  }

  struct Part {
    let section: Section
    let generation: UInt32
    let boxes: [Box]
    let proof: Proof?

    /// The role's standing box to its newest key.
    func standing(_ role: Role) -> Box? {
      boxes.filter { $0.role == role && $0.grant == nil }.max { $0.epoch < $1.epoch }
    }
  }

  let dossier: Identifier
  let parts: [Part]
  /// Grants that hold, each signed by who gave it.
  let grants: [Grant]
}

extension RefreshBlock {
  init(
    _ json: JSONObject, allowing more: [String] = [], _ directory: DirectoryView
  ) throws(CheckFailure) {
    let (dossier, parts, signed) = try checked(.answer) { () throws(JSONError) in
      try json.allowOnly(["dossier", "grants", "sections"] + more)
      var parts: [Part] = []
      for item in try json.requireObjects("sections") {
        let part = try Part(item)
        guard parts.last.map({ $0.section < part.section }) ?? true else {
          throw json.error(.notAllowed(expected: "sections in order"), "sections")
        }
        parts.append(part)
      }
      var signed: [Signed] = []
      for item in try json.requireObjects("grants") { signed.append(try Signed(item)) }
      return (try json.identifier("dossier"), parts, signed)
    }
    var grants: [Grant] = []
    for record in signed {
      let grant: Grant = try directory.verified(record, or: .record) { $0.by }
      try demand(grant.dossier == dossier, .record)
      grants.append(grant)
    }
    self.init(dossier: dossier, parts: parts, grants: grants)
  }

  /// For whom a section must have a box in its next generation, by this device's own directory.
  func recipients(
    of section: Section, _ directory: DirectoryView, at time: Int64
  ) -> [Refresh.Recipient] {
    var recipients = Role.allCases.filter(\.hasStandingWrap).compactMap { role in
      directory.roleEpoch(role).map { Refresh.Recipient(role: role, epoch: $0.epoch) }
    }
    for grant in grants
    where grant.until > time && grant.sections.contains(where: { $0.section == section }) {
      guard directory.role(of: grant.member) == grant.role,
        let epoch = directory.roleEpoch(grant.role)
      else { continue }
      recipients.append(
        Refresh.Recipient(
          role: grant.role, epoch: epoch.epoch,
          grant: Refresh.Grantee(id: grant.id, member: grant.member)))
    }
    return recipients
  }
}

extension RefreshBlock.Part {
  init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["boxes", "check", "generation", "refresh", "section"])
    section = try json.section("section")
    generation = try json.uint32("generation", from: 1)
    var boxes: [RefreshBlock.Box] = []
    for item in try json.requireObjects("boxes") {
      try item.allowOnly(["box", "epoch", "grant", "member", "role"])
      boxes.append(
        RefreshBlock.Box(
          role: try item.requireRole("role"), epoch: try item.uint32("epoch", from: 1),
          grant: try item.optionalIdentifier("grant"), bytes: try item.bytes("box")))
    }
    guard boxes.count <= Refresh.boxLimit else {
      throw json.error(.tooManyElements(limit: Refresh.boxLimit), "boxes")
    }
    self.boxes = boxes
    if json["refresh"] == nil {
      proof = nil
    } else {
      proof = RefreshBlock.Proof(
        refresh: try Signed(json.requireObject("refresh")),
        check: try Signed(json.requireObject("check")))
    }
  }
}

/// The roles' secrets that one custodian keeps, each opened once.
final class CustodyKeys {
  private let keys: KeyRing
  private let directory: DirectoryView
  private var opened: [KeptKey: RolePair] = [:]

  init(_ keys: KeyRing, _ directory: DirectoryView) {
    self.keys = keys
    self.directory = directory
  }

  /// - Throws: `.notKept`, `.falseBox`
  func pair(_ role: Role, epoch: UInt32) throws(RefreshFault) -> RolePair {
    let key = KeptKey.role(role, epoch: epoch)
    if let known = opened[key] { return known }
    guard let published = directory.roleEpoch(role, epoch: epoch),
      let kept = directory.member(keys.identity.member)?.boxes[key]
    else { throw .notKept(role, epoch: epoch) }
    do throws(ContextBox.BoxError) {
      let pair = RolePair(try RoleSecret.open(kept.bytes, of: published, with: keys.identity.box))
      opened[key] = pair
      return pair
    } catch {
      guard case .tampered = CheckFailure(error) else { throw .notKept(role, epoch: epoch) }
      throw .falseBox(FalseBox(key, kept, in: directory))
    }
  }

  /// R in a role's standing box; nil when it does not open as a box of this place.
  func half(
    _ box: RefreshBlock.Box, _ share: Share
  ) throws(RefreshFault) -> SecretBytes? {
    let pair = try pair(box.role, epoch: box.epoch)
    do throws(ContextBox.BoxError) { return try share.open(box.bytes, role: pair.pair) } catch {
      return nil
    }
  }
}
