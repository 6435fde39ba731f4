import AuditLog
import Policy
import Records
import Session
import Store
import StrictJSON
import Vocabulary

/// The question that the act behind a leaf put to the policy, rebuilt from its leaf and its request.
extension ActContext {
  /// Nil when the request names somebody or something that is not there.
  func question(behind entry: LogEntry) throws -> Act? {
    let sections: AskedSections = entry.sections.isEmpty ? .all : .these(entry.sections)
    switch entry.action {
    case .openForWriting: return .openForWriting(sections)
    case .append: return .append(entry.sections)
    case .list: return .list
    case .sectionBegin, .sectionCreate: return .create
    case .logRead, .logCheckpoint: return .readLog
    case .logExport: return .exportLog
    case .words: return .readWords(of: nil, aboutDossier: entry.dossier != nil)
    case .attachmentPut: return .append(entry.sections)
    case .accessHead: return .readHead
    case .accessWraps: return .readWraps(entry.sections)
    case .explain: return .explain
    case .grantEnd: return .endGrant
    case .accessList: return .readAccess
    case .refreshDue, .refreshBoxes, .refreshPropose, .refreshProposed, .refreshCheck:
      return .refresh
    case .directory: return .appendDirectory
    case .seal: return .seal
    case .bundleSeal:
      return try request(behind: entry.index).map { args in
        let sealing = try BundleSealing(args: args)
        return .share(
          Set(sealing.sections),
          ShareTerms(kind: sealing.kind, ground: sealing.ground, until: sealing.validUntil))
      }
    case .bundleReady, .bundlePlace, .bundleSend, .bundleRecall, .bundleList, .bundleConfirm:
      return .bundle(entry.sections)
    case .backup: return .backUp
    case .involvement, .grant, .requestAct, .noodtoegang, .second:
      return try request(behind: entry.index).flatMap { try question(in: $0, for: entry.action) }
    default: return .open(sections)
    }
  }

  /// The arguments of the signed request that made a leaf.
  private func request(behind index: Int) throws -> JSONObject? {
    var found: [UInt8]?
    try tables.leaves.scanBodies(from: index) { _, body in
      found = body
      return false
    }
    return try found.map { try JSONObject(.object(RequestBody(decoding: $0).args)) }
  }

  /// The question of an act whose subject stands in a record of its own.
  private func question(in args: JSONObject, for action: LogAction) throws -> Act? {
    if args["second"] != nil {
      let second = try Second.decode(Signed(args.requireObject("second")).bytes)
      guard let pending = try FourEyesState(second.request, self) else { return nil }
      return act(seconding: pending.wish, as: second.function)
    }
    switch action {
    case .involvement:
      let key = args["record"] == nil ? "involvement" : "record"
      let record = try Involvement.decode(Signed(args.requireObject(key)).bytes)
      return act(
        becoming: InvolvementSort(rawValue: record.sort.rawValue) ?? .end, record.member)
    case .grant:
      let grant = try Grant.decode(Signed(args.requireObject("grant")).bytes)
      return act(
        granting: GrantAsked(
          member: grant.member, sections: Set(grant.sections.map(\.section)), from: grant.from,
          until: grant.until, purpose: grant.purpose))
    default:
      let wish = try RequestAct.decode(Signed(args.requireObject("request")).bytes)
      if case .noodtoegang(let until) = wish.objects {
        return EmergencyAct.question(
          wish, until: until, hasReason: args[SealedWords.hashKey] != nil)
      }
      return act(requesting: wish)
    }
  }
}
