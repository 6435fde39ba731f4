import Records
import Store
import StrictJSON
import Vocabulary

extension ActContext {
  /// What stands beside entries of these sections: grounds that others agreed to, each a request with
  /// its seconds.
  func marks(of dossier: DossierState?, in sections: [Section]) throws -> [JSONValue] {
    guard let dossier else { return [] }
    let done = try tables.requests.done(RequestAct.Act.r3Ground.rawValue, of: dossier.number)
    var marks: [JSONValue] = []
    for stored in done {
      guard case .r3Ground(let place) = try wish(of: stored).objects,
        sections.contains(place.section)
      else { continue }
      marks.append(try approval(stored))
    }
    return marks
  }

  /// A request with what was said about it, each as it was signed.
  func approval(_ stored: StoredRequest) throws -> JSONValue {
    let seconds = try tables.requests.seconds(of: stored.id).map { try signed($0.record).json }
    return .object([
      ("request", try signed(stored.record).json), ("seconds", .array(seconds)),
    ])
  }

  /// A stored record as it came.
  func signed(_ hash: [UInt8]) throws -> Signed {
    guard let record = try tables.records.record(hash: hash) else { throw StoreError.corrupt }
    return Signed(bytes: record.bytes, signature: record.signature)
  }
}
