package import Vocabulary

/// A sealed bundle as the service knows it: what was signed, for whom, and how far it came.
package struct StoredBundle: Equatable, Sendable {
  package typealias State = BundleState
  package typealias Way = BundleWay

  /// What was made ready: the sealed file.
  package struct File: Equatable, Sendable {
    /// Bytes, at least 1.
    package let size: Int64
    /// SHA-256, 32 bytes.
    package let hash: [UInt8]
    /// Of `bundle-ready`.
    package let leaf: Int

    package init(size: Int64, hash: [UInt8], leaf: Int) {
      self.size = size
      self.hash = hash
      self.leaf = leaf
    }
  }

  /// That it was sent, and how.
  package struct Sent: Equatable, Sendable {
    package let way: Way
    /// Whether its mail lay in the spool: then it is not written there once more.
    package let isSpooled: Bool
    /// Of `bundle-send`.
    package let leaf: Int
  }

  package let id: Identifier
  package let dossier: DossierNumber
  package let sealer: Identifier
  package let state: State
  package let sections: [Section]
  package let kind: PartnerKind
  /// `toestemming`, or the code of a ground.
  package let ground: String
  /// BLAKE2b-512 of the manifest: what is signed.
  package let hash: [UInt8]
  /// SHA-256 of the manifest, which receipts name.
  package let manifest: [UInt8]
  /// Milliseconds UTC.
  package let created: Int64
  /// The first moment at which it has expired, ms.
  package let validUntil: Int64
  package let file: File?
  package let sent: Sent?
  /// Of `bundle-seal`.
  package let leaf: Int
  /// Of the newest change.
  package let moved: Int

  init(
    id: Identifier, dossier: DossierNumber, sealer: Identifier, state: State,
    sections: [Section], kind: PartnerKind, ground: String, hash: [UInt8], manifest: [UInt8],
    created: Int64, validUntil: Int64, file: File?, sent: Sent?, leaf: Int, moved: Int
  ) {
    self.id = id
    self.dossier = dossier
    self.sealer = sealer
    self.state = state
    self.sections = sections
    self.kind = kind
    self.ground = ground
    self.hash = hash
    self.manifest = manifest
    self.created = created
    self.validUntil = validUntil
    self.file = file
    self.sent = sent
    self.leaf = leaf
    self.moved = moved
  }

  /// One of which the manifest has just been logged.
  package init(
    id: Identifier, dossier: DossierNumber, sealer: Identifier, sections: [Section],
    kind: PartnerKind, ground: String, hash: [UInt8], manifest: [UInt8], created: Int64,
    validUntil: Int64, leaf: Int
  ) {
    self.init(
      id: id, dossier: dossier, sealer: sealer, state: .created, sections: sections, kind: kind,
      ground: ground, hash: hash, manifest: manifest, created: created, validUntil: validUntil,
      file: nil, sent: nil, leaf: leaf, moved: leaf)
  }
}

/// One partner of a bundle: what it got, and the leaves that say so.
package struct StoredBundlePartner: Equatable, Sendable {
  package let partner: Identifier
  /// How many parts it was given.
  package let fetched: Int
  /// Of the `bundle-collect` that gave it the last of them.
  package let fetchedLeaf: Int?
  /// Of `bundle-collected`.
  package let collectedLeaf: Int?
  /// Of `bundle-receipt`.
  package let receivedLeaf: Int?
}

/// A receipt as a partner signed it.
package struct StoredBundleReceipt: Equatable, Sendable {
  package let partner: Identifier
  package let text: [UInt8]
  /// The signature's file, in minisign's format.
  package let sig: [UInt8]

  package init(partner: Identifier, text: [UInt8], sig: [UInt8]) {
    self.partner = partner
    self.text = text
    self.sig = sig
  }
}

extension BundleState {
  /// Whether parts may lie here, under a token that has to be there.
  package var holdsParts: Bool { self == .sealed || self == .placed }
}
