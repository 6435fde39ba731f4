import Records
import Sodium
import StrictJSON
import Testing

/// How a policy set goes by its hash.
@Suite struct PolicyFilesTests {
  static let two = PolicyFiles(
    rollen: Array("{\"a\":1}".utf8), toegang: Array("{}".utf8), overdracht: nil)
  static let three = PolicyFiles(
    rollen: two.rollen, toegang: two.toegang, overdracht: Array("{\"b\":2}".utf8))

  @Test("a set of two files has the hash that it always had, one of three a hash of its own form")
  func forms() {
    #expect(
      Self.two.hash == BLAKE2b.hash([0, 0, 0, 7], Array("{\"a\":1}".utf8), Array("{}".utf8)))
    let whole =
      Array("dossierkluis/v1/policy-set".utf8) + [0, 0, 0, 7] + Array("{\"a\":1}".utf8)
      + [0, 0, 0, 2] + Array("{}".utf8) + [0, 0, 0, 7] + Array("{\"b\":2}".utf8)
    #expect(Self.three.hash == BLAKE2b.hash(whole))
    let empty = PolicyFiles(
      rollen: Self.two.rollen, toegang: Self.two.toegang, overdracht: [])
    #expect(empty.hash != Self.two.hash && empty.hash != Self.three.hash)
  }

  @Test("every byte of every file counts, and in which file it stands")
  func everyByte() {
    var seen: Set<[UInt8]> = [Self.two.hash, Self.three.hash]
    func isNew(_ files: PolicyFiles) -> Bool { seen.insert(files.hash).inserted }
    let (rollen, toegang) = (Self.three.rollen, Self.three.toegang)
    let shared = Self.three.overdracht ?? []
    for index in shared.indices {
      var changed = shared
      changed[index] ^= 1
      #expect(isNew(PolicyFiles(rollen: rollen, toegang: toegang, overdracht: changed)))
    }
    // Bytes that move from one file to the next, or past the end of the last.
    #expect(
      isNew(PolicyFiles(rollen: rollen, toegang: toegang + shared, overdracht: [])))
    #expect(
      isNew(
        PolicyFiles(
          rollen: rollen, toegang: Array(toegang.dropLast()), overdracht: [0x7D] + shared)))
    #expect(isNew(PolicyFiles(rollen: rollen, toegang: toegang + shared, overdracht: nil)))
    #expect(isNew(PolicyFiles(rollen: toegang, toegang: rollen, overdracht: shared)))
  }

  @Test("what is written is read again; what is not base64 is refused")
  func fields() throws {
    for files in [Self.two, Self.three] {
      let object = try JSONObject(.object(files.members))
      #expect(try PolicyFiles(object) == files)
      try object.allowOnly(PolicyFiles.keys)
    }
    let wrong = try JSONObject([
      "overdracht": "?", "rollen": .base64([1]), "toegang": .base64([2]),
    ])
    #expect(throws: JSONError.self) { try PolicyFiles(wrong) }
  }
}
