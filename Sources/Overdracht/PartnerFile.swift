package import AgeFile
package import Minisign
internal import Sodium
package import StrictJSON

/// What a partner hands over to become one: its two public keys and its name, signed with one of them.
///
/// Canonical JSON `{age, minisign, name, schema}` with a line feed, and beside it the minisign signature of
/// that file. Stock `age-keygen` and `minisign` make all of it. The signature proves that who made the file
/// holds the signing key; for the age key there is no such proof. Whose file it is, nothing in it says: its
/// fingerprint is compared by telephone.
/// - Source: Docs/protocol.md, Files that people hold
package struct PartnerFile: Equatable, Sendable {
  package static let schema = "dossierkluis/partner/1"
  /// Bytes of the file, and of the one with its signature.
  package static let limit = 16_384

  package let name: String
  package let age: AgeRecipient
  package let minisign: MinisignKey

  /// Why a file was not taken.
  package enum Fault: Error, Equatable, Sendable {
    /// Not the canonical bytes of such a file; the path names the field.
    case malformed(JSONError)
    case age(AgeKeyError)
    case minisign(MinisignError)
    /// The file beside it is no signature, or not by this key over this file.
    case signature(MinisignError)
  }

  package init(name: String, age: AgeRecipient, minisign: MinisignKey) {
    self.name = name
    self.age = age
    self.minisign = minisign
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "age": .string(age.text), "minisign": .string(minisign.text), "name": .string(name),
      "schema": .string(Self.schema),
    ]) + [0x0A]
  }

  /// Reads a file whose signature holds.
  ///
  /// - Parameter signature: the file `.minisig`; over the file's bytes as they are.
  package init(decoding bytes: [UInt8], signature: [UInt8]) throws(Fault) {
    try self.init(unproven: bytes)
    do throws(MinisignError) {
      try minisign.check(
        MinisignSignature(decoding: signature), hash: BLAKE2b.hash(bytes, count: 64))
    } catch { throw .signature(error) }
  }

  /// What the file says; the name is any text of at most 200 bytes and for the directory to judge.
  private init(unproven bytes: [UInt8]) throws(Fault) {
    let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
    let (age, minisign): (String, String)
    do throws(JSONError) {
      let object = try JSONObject(
        CanonicalJSON.decode(line, limits: JSONLimits(bytes: Self.limit, depth: 1)))
      try object.allowOnly(["age", "minisign", "name", "schema"])
      guard try object.requireString("schema") == Self.schema else {
        throw object.error(.notAllowed(expected: Self.schema), "schema")
      }
      age = try object.requireString("age")
      minisign = try object.requireString("minisign")
      name = try object.requireString("name")
      guard name.utf8.count <= 200 else {
        throw object.error(.notAllowed(expected: "at most 200 bytes"), "name")
      }
    } catch { throw .malformed(error) }
    do throws(AgeKeyError) { self.age = try AgeRecipient(age) } catch { throw .age(error) }
    do throws(MinisignError) { self.minisign = try MinisignKey(text: minisign) } catch {
      throw .minisign(error)
    }
  }
}
