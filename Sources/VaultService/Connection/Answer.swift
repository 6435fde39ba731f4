import AuditLog
import Records
import Session
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// What goes back to a client: the fields in JSON, the rows as they are.
struct AnswerMessage {
  let result: JSONValue
  var rows: [UInt8] = []
}

/// Puts the answer to one committed request together: outcome, receipt, MAC, and what was released.
struct Answering: Sendable {
  let store: Vault
  let release: Release

  /// The `result` of a signed request, and the rows beside it.
  ///
  /// - Parameters:
  ///   - pins: what the client verified last.
  ///   - hash: SHA-256 of the body.
  /// Throws: `.logUnavailable` when a proof cannot be read, `.tampered` when a stored row is not what
  /// was put there: then nothing of it leaves.
  func answer(
    _ pins: RequestBody.Pins, _ hash: [UInt8], _ committed: Committed, keys: SessionKeys,
    reading: LogReading?
  ) throws(WireError) -> AnswerMessage {
    do {
      guard let last = committed.leaves.last else { throw StoreError.corrupt }
      var members = try receipts(committed, from: pins)
      members.append(JSONMember("outcome", .string(committed.reply.outcome.rawValue)))
      var links: [UInt8]?
      var rows: [UInt8]?
      var secrets: [UInt8]?
      switch committed.reply {
      case .permit(let more):
        members += more
        members += reading?.members ?? []
        rows = reading?.rows
        if committed.isRepeated {
          members.append(JSONMember("repeated", true))
          // The same signature once more: who lost the first answer could not go on without it.
          if last.entry.action == .bundleSeal {
            try demandInLog(last, committed.log)
            members += try release.release(last).members
          }
        } else {
          let released = try release.release(last)
          members += released.members
          links = released.links
          rows = released.rows ?? rows
          if released.secrets != nil {
            secrets = Self.seal(released, ad: hash + last.hash, keys: keys)
          }
        }
      case .refuse(let code, let sections, let ways, let about):
        members += about
        members.append(JSONMember("code", .string(code)))
        members.append(JSONMember("ref", .int(Int64(last.entry.index))))
        members.append(JSONMember("ways", .array(ways.map { .string($0) })))
        if !sections.isEmpty {
          members.append(JSONMember("sections", .array(sections.map { .string($0.name) })))
        }
      case .fail(let code, let head, let missing):
        members.append(JSONMember("code", .string(code)))
        if let head { members.append(JSONMember("head", head.json)) }
        links = missing
      }
      let answer = CanonicalJSON.encode(.object(members))
      return AnswerMessage(
        result: .object(present: [
          ("answer", .base64(answer)), ("links", links.map { .base64($0) }),
          ("mac", .base64(try keys.tag(answer, to: hash))),
          ("secrets", secrets.map { .base64($0) }),
        ]), rows: rows ?? [])
    } catch KeystoreError.tampered, KeystoreError.missing, StoreError.corrupt {
      throw WireError(.tampered)
    } catch let fault as WireError {
      throw fault
    } catch { throw WireError(.logUnavailable) }
  }

  /// The answer to a sign-in; its request is the third message, of which `hash` is SHA-256.
  func signedIn(
    _ committed: Committed, _ keys: SessionKeys, _ hash: [UInt8]
  ) throws(WireError) -> JSONValue {
    do {
      var members = try receipts(
        committed, from: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot))
      if case .permit(let more) = committed.reply { members += more }
      members.append(JSONMember("outcome", .string(committed.reply.outcome.rawValue)))
      members.append(JSONMember("session", .base64(keys.session)))
      let answer = CanonicalJSON.encode(.object(members))
      return .object([
        ("answer", .base64(answer)), ("mac", .base64(try keys.tag(answer, to: hash))),
      ])
    } catch { throw WireError(.logUnavailable) }
  }

  /// Demands that a leaf of before is the one that the tree has: it was read from the disk.
  private func demandInLog(_ leaf: DurableLeaf, _ log: LogState) throws {
    let size = log.tree.size
    let proof = try log.tree.inclusionProof(of: leaf.entry.index, at: size) { [store] name in
      try? store.read { try $0.tiles.hashes(level: name.level, index: name.index) }
    }
    guard
      MerkleProof.verifyInclusion(
        leafHash: leaf.hash, index: leaf.entry.index, size: size, proof: proof,
        root: log.tree.root())
    else { throw StoreError.corrupt }
  }

  private static func seal(
    _ released: borrowing Released, ad: [UInt8], keys: SessionKeys
  ) -> [UInt8]? {
    switch released.secrets {
    case .some(let secrets): keys.seal(secrets, ad: ad)
    case .none: nil
    }
  }

  /// The receipt of an act of one leaf, to be kept beside what it is about.
  func receipt(_ committed: Committed) throws -> JSONValue {
    let whole = RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot)
    return try receipts(committed, from: whole).first?.value ?? .null
  }

  /// `receipt` for the last leaf, `more` for the ones before it, under one checkpoint.
  func receipts(_ committed: Committed, from pins: RequestBody.Pins) throws -> [JSONMember] {
    let log = committed.log
    let size = log.tree.size
    // Full tiles never change, and most proofs about new leaves need none: a snapshot only for one.
    let reader: MerkleTree.TileReader = { [store] name in
      try? store.read { try $0.tiles.hashes(level: name.level, index: name.index) }
    }
    let proofs = try committed.leaves.map { leaf in
      LeafProof(
        leaf: leaf.bytes, index: leaf.entry.index,
        proof: try log.tree.inclusionProof(of: leaf.entry.index, at: size, reading: reader))
    }
    guard let last = proofs.last else { throw StoreError.corrupt }
    // A pin beyond this log is not answered: the client sees a log shorter than it knows.
    let pin = Int(pins.logSize)
    let consistency =
      pin == 0 || pin >= size
      ? [] : try log.tree.consistencyProof(from: pin, to: size, reading: reader)
    let receipt = Receipt(leaf: last, consistency: consistency, checkpoint: log.checkpoint)
    var members = [JSONMember("receipt", receipt.json)]
    if proofs.count > 1 {
      members.append(JSONMember("more", .array(proofs.dropLast().map(\.json))))
    }
    return members
  }
}
