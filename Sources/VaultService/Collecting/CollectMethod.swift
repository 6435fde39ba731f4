import Records
import StrictJSON
import Wire

/// Every method that a signed-in partner may call, and the act it stands for; there is no other.
enum CollectMethod: String, CaseIterable {
  case waiting = "bundle.waiting"
  case collect = "bundle.collect"
  case collected = "bundle.collected"
  case receipt = "bundle.receipt"

  /// Reads the arguments of a checked request.
  ///
  /// Throws: `.invalidParams` for arguments that no client of ours sends.
  func act(_ request: PartnerRequest) throws(WireError) -> any PlannedAct {
    do throws(JSONError) {
      switch self {
      case .waiting: return try BundleWaitingAct(request)
      case .collect: return try BundleCollectAct(request)
      case .collected: return try BundleCollectedAct(request)
      case .receipt: return try BundleReceiptAct(request)
      }
    } catch { throw WireError(.invalidParams) }
  }
}
