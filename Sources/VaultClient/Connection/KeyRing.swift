package import Directory
import Sodium
import Vocabulary

/// The opened identity of one member, shared by the sessions of one program.
///
/// It signs, and opens boxes; the secrets themselves stay inside.
package final class KeyRing: Sendable {
  package let identity: Identity

  package init(_ identity: consuming Identity) {
    self.identity = identity
  }

  func sign(_ bytes: [UInt8], as domain: Domain) -> [UInt8] {
    Signature.sign(bytes, as: domain, with: identity.signing)
  }
}
