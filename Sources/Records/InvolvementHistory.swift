package import Vocabulary

/// Who is involved with one family, from its verified involvement records in their order.
///
/// It holds the rule that a handover closes one regie and opens the next in one act: from the first
/// record on there is exactly one member with regie.
/// - Source: Docs/protocol.md, Signed records
package struct InvolvementHistory: Equatable, Sendable {
  package let dossier: Identifier
  /// Every record so far, in order.
  package private(set) var records: [Involvement] = []
  private var closed: [Identifier: Int64] = [:]
  private var regieRecord: Involvement?

  package init(dossier: Identifier) { self.dossier = dossier }

  /// Why a record does not follow on those before it.
  package enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    case dossier
    /// The first record is not regie for its own author.
    case first
    /// An id that was used before.
    case repeated
    /// A member involving themselves.
    case oneself
    /// Signed by someone without regie who is not leidinggevende.
    case signer
    /// It closes a record that is not open, or another member's, or regie without a successor.
    case closes

    package var description: String {
      switch self {
      case .dossier: "an involvement record is about another family"
      case .first: "a family's first record must give regie to its importer"
      case .repeated: "this involvement record was there before"
      case .oneself: "nobody involves themselves"
      case .signer: "only who has regie, or a leidinggevende, involves somebody"
      case .closes: "the record ends something that is not open, or would leave nobody with regie"
      }
    }

    package var hint: String {
      switch self {
      case .oneself, .signer: "ask who has regie, or a leidinggevende"
      case .closes: "look at who is involved now, and make the record again"
      default: "do not rely on it, and report it to the FG"
      }
    }
  }

  /// Takes the next record.
  ///
  /// - Parameter leidinggevende: whether the record's author has that function for this family.
  package mutating func append(
    _ record: Involvement, byLeidinggevende leidinggevende: Bool
  ) throws(Refusal) {
    guard record.dossier == dossier else { throw .dossier }
    guard !records.contains(where: { $0.id == record.id }) else { throw .repeated }
    guard let regieRecord else {
      guard record.sort == .regie, record.closes == nil, record.by == record.member
      else { throw .first }
      self.regieRecord = record
      records.append(record)
      return
    }
    guard record.by != record.member else { throw .oneself }
    guard leidinggevende || record.by == regieRecord.member else { throw .signer }
    switch record.sort {
    case .betrokken: guard record.closes == nil else { throw .closes }
    case .regie:
      guard record.closes == regieRecord.id else { throw .closes }
      closed[regieRecord.id] = record.since
      self.regieRecord = record
    case .end:
      guard
        let open = records.first(where: { $0.id == record.closes }), open.sort == .betrokken,
        open.member == record.member, closed[open.id] == nil
      else { throw .closes }
      closed[open.id] = record.since
    }
    records.append(record)
  }

  /// Who has regie now; nil only before the first record.
  package var regie: Involvement? { regieRecord }

  /// The record by which a member is involved at a time; regie before betrokken.
  package func record(of member: Identifier, at time: Int64) -> Involvement? {
    if let regieRecord, regieRecord.member == member { return regieRecord }
    return records.last { record in
      record.member == member && record.sort == .betrokken && record.since <= time
        && time < (closed[record.id] ?? .max) && time < (record.until ?? .max)
    }
  }
}
