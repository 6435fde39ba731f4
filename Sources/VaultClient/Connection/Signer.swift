import Directory
import Session
import Sodium
import Vocabulary

/// Who signs in at a vault: a member with an identity, or a partner with its signing key.
///
/// Each signs for its own domains; see `Party`.
struct Signer {
  let id: Identifier
  let party: Party
  let anchor: Anchor
  /// The public key; the directory must give the same for `id`.
  let key: [UInt8]
  private let signing: ([UInt8], Domain) -> [UInt8]

  init(_ keys: KeyRing) {
    id = keys.identity.member
    party = .member
    anchor = keys.identity.anchor
    key = keys.identity.signing.publicKey
    signing = keys.sign
  }

  init(_ keys: PartnerRing, as partner: Identifier, at anchor: Anchor) {
    id = partner
    party = .partner
    self.anchor = anchor
    key = keys.publicKey
    signing = keys.sign
  }

  /// Signs m3.
  func signIn(_ third: [UInt8]) -> [UInt8] { signing(third, party.signIn) }

  /// Signs SHA-256 of a body.
  func request(_ hash: [UInt8]) -> [UInt8] { signing(hash, party.request) }

  /// The member's function, nil of a partner.
  ///
  /// - Throws: `.signInRefused` for a member who may not act any more by this directory,
  ///   `.partnerUnknown` for a partner that ended or of which it has another key.
  func role(in directory: DirectoryView) throws(ClientError) -> Role? {
    switch party {
    case .member:
      guard let role = directory.role(of: id) else { throw .signInRefused }
      return role
    case .partner:
      guard directory.partnerKey(id) == key else { throw .partnerUnknown }
      return nil
    }
  }

  /// What each leaf of an act must say.
  func expected(
    of ask: Ask, role: Role?, session: [UInt8], request hash: [UInt8], signature: [UInt8]
  ) -> ExpectedLeaf {
    ExpectedLeaf(
      actor: party == .member ? id : nil, role: role, partner: party == .partner ? id : nil,
      session: session, request: hash, signature: signature, dossier: ask.dossier,
      anyDossier: ask.anyDossier, purpose: ask.purpose, bundle: ask.bundle)
  }
}
