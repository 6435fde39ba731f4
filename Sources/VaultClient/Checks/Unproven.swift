import AuditLog
import Records
import Session
import Sodium
import StrictJSON

/// An answer that was used although its receipt failed: only ever under noodtoegang.
package struct Unproven: Equatable, Sendable {
  package let reason: Tampering
  package let evidence: Evidence
  /// Whether the service took the report of it; the FG must be told all the same.
  package let told: Bool
}

extension Reply {
  /// Reads an answer of which the receipt does not hold; nil when it is not the service's answer to
  /// this request, is no permit, or its secrets do not open.
  ///
  /// The secrets hang on the bytes of a leaf. That this leaf is in the log is what is not proven.
  convenience init?(
    unproven parts: AnswerParts, to ask: Ask, _ body: [UInt8], _ session: SessionKeys
  ) {
    guard (try? session.accepts(parts.mac, on: parts.answer, to: body)) == true,
      let value = try? CanonicalJSON.decode(parts.answer, limits: .message),
      let fields = try? JSONObject(value), fields["outcome"]?.stringValue == "permit",
      let leaf = value["receipt"]?["leaf"]?.stringValue.flatMap({ Base64.decode($0) }),
      let secrets = try? session.open(parts.secrets, ad: body + TreeHash.leaf(leaf))
    else { return nil }
    let entry =
      (try? LogEntry(decoding: leaf))
      ?? LogEntry(index: 0, time: 0, action: ask.action, object: .dossier, outcome: .permit)
    self.init(
      fields: fields, outcome: .permit, leaf: entry, earlier: [], links: parts.links,
      rows: parts.rows, pin: nil, secrets: secrets)
  }
}

extension Tampering {
  /// Whether it is about the proof that the access was logged, and about nothing that was released.
  var isOfReceipt: Bool {
    switch self {
    case .receipt, .checkpoint, .checkpointSignature, .inclusion, .logShorter, .logForked, .leaf,
      .leafActor, .leafAction, .leafDossier, .leafSections, .leafPurpose, .leafBasis, .leafRequest,
      .leafSignature, .leafSession, .leafOutcome, .leafHead, .leafWords, .leafMissing:
      true
    default: false
    }
  }
}
