import Records
import StrictJSON
import Wire

/// Every method that a signed-in member may call, and the act it stands for.
enum Method: String, CaseIterable {
  case list = "dossier.list"
  case open = "dossier.open"
  case sectionBegin = "section.begin"
  case sectionCreate = "section.create"
  case append = "dossier.append"
  case attachmentPut = "attachment.put"
  case attachmentGet = "attachment.get"
  case involvement = "involvement.add"
  case accessHead = "access.head"
  case accessWraps = "access.wraps"
  case grant = "access.grant"
  case grantEnd = "access.end"
  case accessList = "access.list"
  case requestAct = "access.request"
  case emergency = "access.emergency"
  case requests = "access.requests"
  case second = "access.second"
  case explain = "access.explain"
  case refreshDue = "refresh.due"
  case refreshBoxes = "refresh.boxes"
  case refreshPropose = "refresh.propose"
  case refreshProposed = "refresh.proposed"
  case refreshCheck = "refresh.check"
  case bundleSeal = "bundle.seal"
  case bundleReady = "bundle.ready"
  case bundlePlace = "bundle.place"
  case bundleSend = "bundle.send"
  case bundleRecall = "bundle.recall"
  case bundleList = "bundle.list"
  case bundleConfirm = "bundle.confirm"
  case policyRead = "policy.read"
  case policyHistory = "policy.history"
  case directoryAppend = "directory.append"
  case seal = "service.seal"
  case logRead = "log.read"
  case logCopy = "log.copy"
  case logCheckpoint = "log.checkpoint"
  case words = "log.words"
  case report = "signal.report"
  case backup = "backup.create"

  /// Whether an answer may be far longer than its request.
  var answersLargely: Bool {
    switch self {
    case .list, .open, .attachmentGet, .logRead, .logCopy, .refreshBoxes, .refreshProposed,
      .bundleList:
      true
    default: false
    }
  }

  /// Reads the arguments of a checked request.
  ///
  /// Throws: `.invalidParams` for arguments that no client of ours sends, `.unavailable` when the
  /// store cannot be read.
  func act(_ request: SignedRequest, _ server: VaultServer) throws(WireError) -> any PlannedAct {
    do {
      switch self {
      case .list: return try ListAct(request)
      case .open: return try OpenAct(request)
      case .sectionBegin: return try SectionBeginAct(request)
      case .sectionCreate: return try SectionCreateAct(request, server)
      case .append: return try AppendAct(request, server)
      case .attachmentPut: return try AttachmentPutAct(request, server)
      case .attachmentGet: return try AttachmentGetAct(request)
      case .involvement: return try InvolvementAct(request, server)
      case .accessHead: return try AccessHeadAct(request)
      case .accessWraps: return try AccessWrapsAct(request)
      case .grant: return try GrantAct(request, server)
      case .grantEnd: return try GrantEndAct(request, server)
      case .accessList: return try AccessListAct(request)
      case .requestAct: return try RequestForAct(request, server)
      case .emergency: return try EmergencyAct(request, server)
      case .requests: return try RequestsReadAct(request)
      case .second: return try SecondAct(request, server)
      case .explain: return try ExplainAct(request)
      case .refreshDue: return try RefreshDueAct(request)
      case .refreshBoxes: return try RefreshBoxesAct(request)
      case .refreshPropose: return try RefreshProposeAct(request, server)
      case .refreshProposed: return try RefreshProposedAct(request)
      case .refreshCheck: return try RefreshCheckAct(request, server)
      case .bundleSeal: return try BundleSealAct(request, server)
      case .bundleReady: return try BundleReadyAct(request)
      case .bundlePlace: return try BundlePlaceAct(request, server)
      case .bundleSend: return try BundleSendAct(request)
      case .bundleRecall: return try BundleRecallAct(request)
      case .bundleList: return try BundleListAct(request)
      case .bundleConfirm: return try BundleConfirmAct(request)
      case .policyRead: return try PolicyReadAct(request)
      case .policyHistory: return try PolicyHistoryAct(request)
      case .directoryAppend: return try DirectoryAppendAct(request)
      case .seal: return try SealAct(request)
      case .report: return try ReportAct(request)
      case .backup: return try BackupAct(request, server)
      case .words: return try WordsReadAct(request)
      case .logRead, .logCopy, .logCheckpoint: return try LogAct(request, self)
      }
    } catch let fault as WireError { throw fault } catch { throw WireError(.invalidParams) }
  }
}
