import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Records

@Suite struct RefreshTests {
  /// The record with one field of its part, or of one of the part's boxes, replaced.
  private func changed(_ path: [String], _ value: JSONValue?) throws -> [UInt8] {
    func set(_ json: JSONValue, _ path: ArraySlice<String>) -> JSONValue {
      guard let key = path.first else { return value ?? .null }
      switch json {
      case .array(let items):
        return .array(
          items.enumerated().map {
            Int(key) == $0.offset ? set($0.element, path.dropFirst()) : $0.element
          })
      case .object(let members):
        if path.count == 1 {
          let rest = members.filter { $0.key != key }
          return .object(value.map { rest + [JSONMember(key, $0)] } ?? rest)
        }
        return .object(
          members.map { $0.key == key ? JSONMember(key, set($0.value, path.dropFirst())) : $0 })
      default: return json
      }
    }
    return CanonicalJSON.encode(
      set(try CanonicalJSON.decode(Examples.refresh.encode()), path[...]))
  }

  @Test func whatNoCustodianProposesIsRefused() throws {
    for (path, value) in [
      ("reason", "zomaar"), ("parts", []), ("parts.0.boxes", []), ("parts.0.d", "AAAA"),
      ("parts.0.generation", 0), ("parts.0.generation", .int(Int64(UInt32.max))),
      ("parts.0.section", "niets"), ("parts.0.boxes.0.role", "fg"),
      // A standing role has no granted box, a granted role no standing one.
      ("parts.0.boxes.0.role", "jurist"), ("parts.0.boxes.2.role", "leidinggevende"),
      ("parts.0.boxes.2.grant", nil), ("parts.0.boxes.2.member", nil),
      ("parts.0.boxes.0.epoch", 0), ("parts.0.boxes.0.extra", 1),
      // The same box twice, and boxes out of order.
      ("parts.0.boxes.1.role", "jeugdbeschermer"),
    ] as [(String, JSONValue?)] {
      let bytes = try changed(path.split(separator: ".").map(String.init), value)
      #expect(throws: RecordError.self, "\(path)") { try Refresh.decode(bytes) }
    }
  }

  @Test func theCommitmentIsToOneDeltaInOnePlace() throws {
    func d(_ byte: UInt8, _ section: Section, _ generation: UInt32, _ dossier: UInt8 = 1) throws
      -> [UInt8]
    {
      let delta = Examples.secret(byte)
      return try Refresh.commitment(
        to: delta, dossier: Examples.id(dossier), section: section, generation: generation)
    }
    let all = [
      try d(1, .kern, 1), try d(2, .kern, 1), try d(1, .journaal, 1), try d(1, .kern, 2),
      try d(1, .kern, 1, 2),
    ]
    #expect(Set(all).count == all.count)
  }

  @Test func aDeltaTravelsWithTheGenerationThatItMakes() throws {
    var writer = try SecretItemsWriter()
    let delta = Examples.secret(3)
    try writer.append(.delta(.kern, generation: 2), delta)
    let items = try SecretItems(writer.finish())
    #expect(items.items == [.delta(.kern, generation: 2)])
    let same = try items.value(of: .delta(.kern, generation: 2)).equals(delta)
    #expect(same)
    var first = try SecretItemsWriter()
    // There is no generation before the first.
    try first.append(.delta(.kern, generation: 1), delta)
    let plaintext = first.finish()
    var refused = false
    do throws(SecretItemsError) { _ = try SecretItems(plaintext) } catch {
      refused = error == .item(0)
    }
    #expect(refused)
  }
}
