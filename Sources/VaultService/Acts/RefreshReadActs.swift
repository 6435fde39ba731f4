import AuditLog
import Directory
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `refresh.due`: which sections must be refreshed, and why; with `all`, how every section stands.
struct RefreshDueAct: PlannedAct {
  let request: SignedRequest
  private let all: Bool
  private let from: Int64
  private let count: Int

  /// Dossiers in one answer of this method.
  static let limit: Int64 = 1_000

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["all", "count", "from"])
    self.request = request
    all = try args.requireBool("all")
    from = try args.requireInt("from", within: 0...CanonicalJSON.integers.upperBound)
    count = Int(try args.requireInt("count", within: 1...Self.limit))
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .refreshDue, object: .dossier)
    switch try context.ruling(.refresh, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      let tables = context.tables
      let numbers =
        all
        ? try tables.dossiers.all().map(\.number).filter { $0.value > from }
        : try tables.due.dossiers(
          after: from, newest: { context.directory.roleEpoch($0)?.epoch ?? 0 }, limit: count + 1)
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      let page = numbers.prefix(count)
      plan.reply = .permit([
        JSONMember("done", .bool(numbers.count <= count)),
        JSONMember("dossiers", .array(try page.map { try json($0, context) })),
        JSONMember("next", .int(page.last?.value ?? from)),
      ])
      return plan
    }
  }

  private func json(_ number: DossierNumber, _ context: ActContext) throws -> JSONValue {
    let tables = context.tables
    guard let id = try tables.dossiers.id(of: number) else { throw StoreError.corrupt }
    let wraps = try tables.wraps.wraps(of: number)
    let marked = try tables.due.sections(of: number)
    let sections = try tables.sections.sections(of: number).compactMap { section -> JSONValue? in
      let why = context.reasons(section.section, wraps, marked)
      guard all || !why.isEmpty else { return nil }
      return .object([
        ("generation", .int(Int64(section.generation))),
        ("section", .string(section.section.name)), ("why", .array(why.map { .string($0) })),
      ])
    }
    return .object([
      ("dossier", .id(id)), ("proposed", .bool(try isProposed(number, context))),
      ("sections", .array(sections)),
    ])
  }

  /// Whether a proposal waits that can still be checked.
  private func isProposed(_ number: DossierNumber, _ context: ActContext) throws -> Bool {
    guard let proposal = try context.tables.proposals.proposal(of: number),
      let record = try context.tables.records.record(hash: proposal.record)
    else { return false }
    let refresh = try Refresh.decode(record.bytes)
    return try context.isNext(refresh, number)
      && context.directory.acting(refresh.by)?.role == .custodian
  }
}

/// `refresh.boxes`: every box of some dossiers, from which the new ones are made, or checked later.
struct RefreshBoxesAct: PlannedAct {
  let request: SignedRequest
  private let dossiers: [Identifier]

  /// Dossiers in one answer.
  static let limit = 100

  init(_ request: SignedRequest) throws {
    let args = try request.args
    try args.allowOnly(["dossiers"])
    self.request = request
    dossiers = try args.requireStrings("dossiers").map { text in
      guard let bytes = Base64.decode(text), let id = Identifier(bytes), id != .zero
      else { throw WireError(.invalidParams) }
      return id
    }
    guard (1...Self.limit).contains(dossiers.count), Set(dossiers).count == dossiers.count
    else { throw WireError(.invalidParams) }
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .refreshBoxes, object: .dossier)
    switch try context.ruling(.refresh, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      var blocks: [JSONValue] = []
      var heads: [LogEntry.DossierHead] = []
      for id in dossiers {
        guard let number = try context.tables.dossiers.number(of: id),
          let head = try context.tables.links.head(number)
        else { return ruled.failed("not-found", head: nil, body: request.bytes) }
        heads.append(
          LogEntry.DossierHead(dossier: id, head: LogEntry.Head(n: head.n, h: head.h)))
        blocks.append(
          .object([JSONMember("dossier", .id(id))] + (try RefreshBlock.members(number, context))))
      }
      var plan = Plan()
      var leaf = ruled.leaf(.permit, basis: basis)
      leaf.dossiers = heads
      plan.leaves = [leaf]
      plan.body = request.bytes
      plan.reply = .permit([JSONMember("dossiers", .array(blocks))])
      return plan
    }
  }
}

/// `refresh.proposed`: what other custodians proposed, with the boxes before and after.
struct RefreshProposedAct: PlannedAct {
  let request: SignedRequest
  private let from: Int64
  private let count: Int

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["count", "from"])
    self.request = request
    from = try args.requireInt("from", within: 0...CanonicalJSON.integers.upperBound)
    count = Int(try args.requireInt("count", within: 1...Int64(RefreshBoxesAct.limit)))
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .refreshProposed, object: .dossier)
    switch try context.ruling(.refresh, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      let found = try context.tables.proposals.proposals(after: from, limit: count + 1)
      let page = found.prefix(count)
      var blocks: [JSONValue] = []
      var heads: [LogEntry.DossierHead] = []
      for proposal in page {
        guard let id = try context.tables.dossiers.id(of: proposal.dossier),
          let head = try context.tables.links.head(proposal.dossier),
          let record = try context.tables.records.record(hash: proposal.record)
        else { throw StoreError.corrupt }
        heads.append(
          LogEntry.DossierHead(dossier: id, head: LogEntry.Head(n: head.n, h: head.h)))
        let signed = Signed(bytes: record.bytes, signature: record.signature)
        blocks.append(
          .object(
            [
              JSONMember("boxes", .base64(proposal.boxes)), JSONMember("dossier", .id(id)),
              JSONMember("proposal", signed.json),
            ] + (try RefreshBlock.members(proposal.dossier, context))))
      }
      var plan = Plan()
      var leaf = ruled.leaf(.permit, basis: basis)
      leaf.dossiers = heads
      plan.leaves = [leaf]
      plan.body = request.bytes
      plan.reply = .permit([
        JSONMember("done", .bool(found.count <= count)),
        JSONMember("dossiers", .array(blocks)),
        JSONMember("next", .int(page.last?.dossier.value ?? from)),
      ])
      return plan
    }
  }
}
