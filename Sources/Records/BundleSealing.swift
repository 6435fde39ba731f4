internal import Sodium
package import StrictJSON
package import Vocabulary

/// What a member asks the institution to sign: the manifest of one bundle, for whom and why.
///
/// The service sees hashes only. The log keeps the request, so that a row about a bundle can be held
/// against what its member signed.
/// - Source: Docs/protocol.md, Methods, bundle.seal
package struct BundleSealing: Equatable, Sendable {
  /// How leaves name it: `record` of this kind, with `recordHash`.
  package static let recordKind = "bundle"
  /// How `bundle-ready` names the sealed file: its SHA-256.
  package static let fileKind = "bundle-file"
  /// How `bundle-send` names the mail: its SHA-256.
  package static let mailKind = "bundle-mail"
  /// How `bundle-receipt` names the receipt: H(text ‖ signature's file).
  package static let receiptKind = "bundle-receipt"

  /// Partners of one bundle.
  package static let partnerLimit = 64
  /// Bytes of one part of a file that is placed; the last one may be shorter.
  package static let partBytes = 4 << 20
  /// Parts of one file.
  package static let partLimit = 256
  /// Bytes of one mail.
  package static let mailLimit = 10 << 20

  package let bundle: Identifier
  package let dossier: Identifier
  /// BLAKE2b-512 of the manifest: what is signed.
  package let hash: [UInt8]
  /// SHA-256 of the manifest: what a receipt names.
  package let manifest: [UInt8]
  package let kind: PartnerKind
  /// In the order of their ids; none for a bundle with a code.
  package let partners: [Identifier]
  /// What the bundle has something of, in order, at least one.
  package let sections: [Section]
  /// `toestemming`, or the code of a ground of the policy.
  package let ground: String
  /// The first moment after the last Dutch day on which it is valid; milliseconds UTC.
  package let validUntil: Int64

  package init(
    bundle: Identifier, dossier: Identifier, hash: [UInt8], manifest: [UInt8], kind: PartnerKind,
    partners: [Identifier], sections: [Section], ground: String, validUntil: Int64
  ) {
    self.bundle = bundle
    self.dossier = dossier
    self.hash = hash
    self.manifest = manifest
    self.kind = kind
    self.partners = partners.sorted()
    self.sections = sections.sorted()
    self.ground = ground
    self.validUntil = validUntil
  }

  /// Reads the arguments of `bundle.seal`.
  package init(args: JSONObject) throws(JSONError) {
    try args.allowOnly([
      "bundle", "dossier", "ground", "hash", "kind", "manifest", "partners", "sections",
      "valid_until",
    ])
    bundle = try args.requireIdentifier("bundle")
    dossier = try args.requireIdentifier("dossier")
    hash = try args.requireBytes("hash", count: 64)
    manifest = try args.requireHash("manifest")
    kind = try args.requireCase("kind")
    sections = try args.requireSections("sections")
    ground = try args.requireString("ground")
    validUntil = try args.requireTime("valid_until")
    guard Self.isCode(ground) else {
      throw args.error(.notAllowed(expected: "a code"), "ground")
    }
    var partners: [Identifier] = []
    for text in try args.requireStrings("partners") {
      guard let bytes = Base64.decode(text), let partner = Identifier(bytes), partner != .zero,
        partners.last.map({ $0 < partner }) ?? true, partners.count < Self.partnerLimit
      else {
        throw args.error(
          .notAllowed(expected: "at most \(Self.partnerLimit) ids in order"), "partners")
      }
      partners.append(partner)
    }
    self.partners = partners
  }

  /// The arguments of `bundle.seal`.
  package var args: JSONValue {
    [
      "bundle": .id(bundle), "dossier": .id(dossier), "ground": .string(ground),
      "hash": .base64(hash), "kind": .string(kind.rawValue), "manifest": .base64(manifest),
      "partners": .array(partners.map { .id($0) }), "sections": .sections(sections),
      "valid_until": .int(validUntil),
    ]
  }

  /// H(hash ‖ manifest): what the leaf names.
  package var recordHash: [UInt8] { Self.recordHash(hash, manifest) }

  package static func recordHash(_ hash: [UInt8], _ manifest: [UInt8]) -> [UInt8] {
    BLAKE2b.hash(hash, manifest)
  }

  /// What the trusted comment of its signature says: which bundle this is the manifest of.
  package static func comment(_ bundle: Identifier) -> String { "dossierkluis \(bundle.hex)" }

  /// As codes are in the log: 1 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
  private static func isCode(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return (1...64).contains(text.utf8.count) && text.utf8.first.map(isPlain) == true
      && text.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
  }
}
