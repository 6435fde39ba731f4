import Foundation
import Sodium
import Testing

@testable import AuditLog

/// The published vectors, from this repository or from the directory that `KLUIS_VECTORS` names.
enum VectorFile {
  static func read<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let root =
      ProcessInfo.processInfo.environment["KLUIS_VECTORS"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors")
    let file = root.appendingPathComponent("merkle").appendingPathComponent(name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}

private struct Proofs: Decodable {
  struct Consistency: Decodable {
    let name: String
    let size1: UInt64
    let size2: UInt64
    let root1: Data?
    let root2: Data?
    let proof: [Data]?
    let wantErr: Bool
  }
  struct Inclusion: Decodable {
    let name: String
    let leafHash: Data?
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: Data?
    let proof: [Data]?
    let wantErr: Bool
  }
  let consistency: [Consistency]
  let inclusion: [Inclusion]
}

private struct Roots: Decodable {
  struct Hasher: Decodable {
    let emptyRoot: String
    let emptyLeaf: String
    let leaf: String
    let node: String

    enum CodingKeys: String, CodingKey {
      case emptyRoot
      case emptyLeaf
      case leaf = "leaf_L123456"
      case node = "node_N123_N456"
    }
  }
  let leafInputsHex: [String]
  let leafHashesHex: [String]
  let rootsHexBySize: [String]
  let hasher: Hasher
}

/// Accepted by the published set and refused by us, by name, with the reason.
private let knownDeviations = [
  "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json":
    "roots of 12 bytes; a root has 32"
]

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String(format: "%02x", $0) }.joined()
}

private func bytes(_ hex: String) -> [UInt8] {
  stride(from: 0, to: hex.count, by: 2).compactMap {
    UInt8(hex.dropFirst($0).prefix(2), radix: 16)
  }
}

@Suite struct MerkleVectorsTests {
  @Test func consistencyVectors() throws {
    let cases = try VectorFile.read("rfc6962-proofs.json", as: Proofs.self).consistency
    #expect(cases.contains { !$0.wantErr } && cases.contains { $0.wantErr })
    for one in cases {
      let holds = MerkleProof.verifyConsistency(
        oldSize: Int(clamping: one.size1), oldRoot: Array(one.root1 ?? Data()),
        newSize: Int(clamping: one.size2), newRoot: Array(one.root2 ?? Data()),
        proof: (one.proof ?? []).map { Array($0) })
      let wanted = !one.wantErr && knownDeviations[one.name] == nil
      #expect(holds == wanted, "\(one.name)")
    }
  }

  @Test func inclusionVectors() throws {
    let cases = try VectorFile.read("rfc6962-proofs.json", as: Proofs.self).inclusion
    #expect(cases.contains { !$0.wantErr } && cases.contains { $0.wantErr })
    for one in cases {
      let holds = MerkleProof.verifyInclusion(
        leafHash: Array(one.leafHash ?? Data()), index: Int(clamping: one.leafIdx),
        size: Int(clamping: one.treeSize), proof: (one.proof ?? []).map { Array($0) },
        root: Array(one.root ?? Data()))
      #expect(holds != one.wantErr, "\(one.name)")
    }
  }

  @Test func knownDeviationIsTheTwelveByteRoot() {
    let root = Array("don't care 2".utf8)
    #expect(
      !MerkleProof.verifyConsistency(
        oldSize: 1, oldRoot: root, newSize: 1, newRoot: root, proof: []))
  }

  @Test func rootVectors() throws {
    let vectors = try VectorFile.read("rfc6962-roots.json", as: Roots.self)
    #expect(vectors.rootsHexBySize.count == vectors.leafInputsHex.count + 1)
    var tree = MerkleTree()
    #expect(hex(tree.root()) == vectors.rootsHexBySize[0])
    for (number, input) in vectors.leafInputsHex.enumerated() {
      let leaf = TreeHash.leaf(bytes(input))
      #expect(hex(leaf) == vectors.leafHashesHex[number])
      _ = tree.append(leaf)
      #expect(hex(tree.root()) == vectors.rootsHexBySize[number + 1])
    }
    let hasher = vectors.hasher
    #expect(hex(TreeHash.emptyRoot) == hasher.emptyRoot)
    #expect(hex(TreeHash.leaf([])) == hasher.emptyLeaf)
    #expect(hex(TreeHash.leaf(Array("L123456".utf8))) == hasher.leaf)
    let node = TreeHash.node(Array("N123".utf8), Array("N456".utf8))
    #expect(hex(node) == hasher.node)
  }
}
