import Sodium

/// One signature that a copy must stand by; they are collected and verified on all cores.
struct SignatureCheck: Sendable {
  let index: Int
  /// The finding when it does not hold.
  let fault: LogFault
  let bytes: [UInt8]
  let signature: [UInt8]
  let domain: Domain
  let key: [UInt8]

  var holds: Bool { Signature.verify(signature, of: bytes, as: domain, by: key) }
}

/// Collects findings up to a limit: a copy that is wrong everywhere must not fill the memory.
struct FindingList {
  static let limit = 1000
  private(set) var findings: [LogFinding] = []

  mutating func add(_ fault: LogFault, at index: Int? = nil) {
    if findings.count < FindingList.limit {
      findings.append(LogFinding(fault, at: index))
    } else if findings.count == FindingList.limit {
      findings.append(LogFinding(.tooMany))
    }
  }

  /// In the order of the entries; what is about the whole copy comes first.
  var sorted: [LogFinding] {
    findings.enumerated().sorted {
      ($0.element.index ?? -1, $0.offset) < ($1.element.index ?? -1, $1.offset)
    }.map(\.element)
  }
}
