import Sodium
package import StrictJSON

/// The service's proof that an act is in the log: the leaf itself, and why it cannot be taken out.
///
/// A client believes nothing that an answer releases before `verify` has returned, and then compares
/// the entry with what it asked. Docs/protocol.md, receipt.
package struct Receipt: Equatable, Sendable {
  package var leaf: LeafProof
  /// From the pin that the request named to the checkpoint; empty without a pin.
  package var consistency: [[UInt8]]
  /// The checkpoint's note as it travels.
  package var checkpoint: [UInt8]

  package init(leaf: LeafProof, consistency: [[UInt8]], checkpoint: [UInt8]) {
    self.leaf = leaf
    self.consistency = consistency
    self.checkpoint = checkpoint
  }

  /// Reads the `receipt` field of an answer.
  ///
  /// - Parameter json: nil when the answer has no such field.
  /// - Throws: `missing`, `malformed`.
  package init(_ json: JSONValue?) throws(ReceiptError) {
    guard let json else { throw .missing }
    do throws(JSONError) {
      let object = try JSONObject(json)
      try object.allowOnly(["checkpoint", "consistency", "index", "leaf", "proof"])
      leaf = try LeafProof(fields: object)
      consistency = try object.requireHashes("consistency")
      checkpoint = Array(try object.requireString("checkpoint").utf8)
    } catch { throw .malformed(error) }
  }

  /// `{checkpoint, consistency, index, leaf, proof}`.
  package var json: JSONValue {
    .object(
      [
        JSONMember("checkpoint", .string(String(decoding: checkpoint, as: UTF8.self))),
        JSONMember("consistency", .array(consistency.map { .base64($0) })),
      ] + leaf.members)
  }

  /// Verifies the whole receipt.
  ///
  /// - Parameters:
  ///   - logKey: the log's key from the directory.
  ///   - origin: the log that is meant.
  ///   - pin: the newest size and root seen before, the one that the request named; nil only on
  ///     the very first contact.
  ///   - request: SHA-256 of the body that was sent.
  ///   - witnesses: keys of witnesses whose cosignatures shall be checked.
  /// - Throws: one case per promise that is broken; keep the bytes as evidence.
  package func verify(
    logKey: NoteKey, origin: String, pin: Pin?, request: [UInt8], witnesses: [NoteKey] = []
  ) throws(ReceiptError) -> VerifiedReceipt {
    let (checkpoint, cosignatures) = try verifiedCheckpoint(logKey, origin, witnesses)
    guard let newPin = checkpoint.pin else { throw .notIncluded }
    if let pin {
      guard newPin.size >= pin.size else { throw .shorterThanPin }
      guard
        MerkleProof.verifyConsistency(
          oldSize: pin.size, oldRoot: pin.root, newSize: newPin.size, newRoot: newPin.root,
          proof: consistency)
      else { throw .inconsistentWithPin }
    } else if !consistency.isEmpty {
      throw .inconsistentWithPin
    }
    let entry = try leaf.verify(in: newPin, request: request)
    return VerifiedReceipt(
      entry: entry, leafHash: TreeHash.leaf(leaf.leaf), pin: newPin, cosignatures: cosignatures)
  }

  private func verifiedCheckpoint(
    _ logKey: NoteKey, _ origin: String, _ witnesses: [NoteKey]
  ) throws(ReceiptError) -> (Checkpoint, [VerifiedSignature]) {
    do throws(CheckpointError) {
      return try Checkpoint.verify(
        checkpoint, origin: origin, logKey: logKey, witnesses: witnesses)
    } catch {
      switch error {
      case .anotherLog: throw .anotherLog
      case .note(.unsigned): throw .unsigned
      case .note(.badSignature): throw .badSignature
      case .note, .malformed: throw .badCheckpoint
      }
    }
  }
}

/// One leaf and its way to the root of a checkpoint.
///
/// An answer to an act of several leaves has one receipt for the last and one of these for each other.
package struct LeafProof: Equatable, Sendable {
  /// The entry's exact bytes.
  package var leaf: [UInt8]
  package var index: Int
  /// RFC 9162 2.1.3, lowest sibling first.
  package var proof: [[UInt8]]

  package init(leaf: [UInt8], index: Int, proof: [[UInt8]]) {
    self.leaf = leaf
    self.index = index
    self.proof = proof
  }

  /// `{index, leaf, proof}`.
  package init(_ json: JSONValue) throws(ReceiptError) {
    do throws(JSONError) {
      let object = try JSONObject(json)
      try object.allowOnly(["index", "leaf", "proof"])
      try self.init(fields: object)
    } catch { throw .malformed(error) }
  }

  fileprivate init(fields object: JSONObject) throws(JSONError) {
    index = Int(try object.requireInt("index", within: 0...CanonicalJSON.integers.upperBound))
    guard let bytes = Base64.decode(try object.requireString("leaf")) else {
      throw object.error(.notAllowed(expected: "bytes in base64"), "leaf")
    }
    leaf = bytes
    proof = try object.requireHashes("proof")
  }

  package var json: JSONValue { .object(members) }

  fileprivate var members: [JSONMember] {
    [
      JSONMember("index", .int(Int64(index))), JSONMember("leaf", .base64(leaf)),
      JSONMember("proof", .array(proof.map { .base64($0) })),
    ]
  }

  /// Verifies that the leaf stands at its index under a root that is already trusted.
  ///
  /// - Parameters:
  ///   - pin: `VerifiedReceipt.pin` of the same answer.
  ///   - request: SHA-256 of the body that was sent.
  /// - Throws: `notIncluded`, `badEntry`, `anotherIndex`, `anotherRequest`.
  package func verify(in pin: Pin, request: [UInt8]) throws(ReceiptError) -> LogEntry {
    guard
      MerkleProof.verifyInclusion(
        leafHash: TreeHash.leaf(leaf), index: index, size: pin.size, proof: proof, root: pin.root)
    else { throw .notIncluded }
    let entry: LogEntry
    do throws(JSONError) { entry = try LogEntry(decoding: leaf) } catch { throw .badEntry(error) }
    guard entry.index == index else { throw .anotherIndex }
    guard entry.request == request else { throw .anotherRequest }
    return entry
  }
}

/// A receipt that holds.
package struct VerifiedReceipt: Equatable, Sendable {
  /// What the log says happened; compare it with what was asked.
  package let entry: LogEntry
  /// The leaf's hash, 32 bytes; part of what the answer's secrets are bound to.
  package let leafHash: [UInt8]
  /// To be kept instead of the pin before.
  package let pin: Pin
  /// Witnesses that signed this very checkpoint, with their times.
  package let cosignatures: [VerifiedSignature]
}
