package import Vocabulary

/// One entry of the log: who did what to which dossier, when, why and on what ground.
///
/// A leaf is the entry's canonical JSON, byte for byte, stored as it was hashed. What does not apply
/// is absent, never null. Ids and codes stand in clear, words do not: a text that is no code is
/// refused on the way in and on the way out. Docs/protocol.md, leaf; NEN 7513.
package struct LogEntry: Equatable, Sendable {
  /// The newest version of a dossier that an open showed: its chain value.
  package struct Head: Equatable, Sendable {
    package var n: UInt32
    /// h(n), 32 bytes.
    package var h: [UInt8]

    package init(n: UInt32, h: [UInt8]) {
      self.n = n
      self.h = h
    }
  }

  /// A dossier that a list named, with its head.
  package struct DossierHead: Equatable, Sendable {
    package var dossier: Identifier
    package var head: Head

    package init(dossier: Identifier, head: Head) {
      self.dossier = dossier
      self.head = head
    }
  }

  /// The link that a write added.
  package struct Link: Equatable, Sendable {
    /// Its number in the dossier, from 1.
    package var n: UInt32
    /// h(n − 1), 32 bytes.
    package var prev: [UInt8]
    /// H(link), 32 bytes.
    package var hash: [UInt8]
    /// h(n), 32 bytes.
    package var h: [UInt8]
    /// The author's signature over dossier ‖ n ‖ h(n), 64 bytes.
    package var sig: [UInt8]

    package init(n: UInt32, prev: [UInt8], hash: [UInt8], h: [UInt8], sig: [UInt8]) {
      self.n = n
      self.prev = prev
      self.hash = hash
      self.h = h
      self.sig = sig
    }
  }

  /// The record on which the act was permitted.
  package struct Basis: Equatable, Sendable {
    package var kind: LogBasisKind
    /// The record's id; nil for `none` and for no other kind.
    package var id: Identifier?

    package init(_ kind: LogBasisKind, id: Identifier? = nil) {
      self.kind = kind
      self.id = id
    }
  }

  /// A signed record that the act brought in.
  package struct Record: Equatable, Sendable {
    /// The record's `kind`, such as `involvement`.
    package var kind: String
    /// H(record bytes ‖ signature), 32 bytes.
    package var hash: [UInt8]

    package init(kind: String, hash: [UInt8]) {
      self.kind = kind
      self.hash = hash
    }
  }

  /// Words that go with the act: which, and sealed so that the log tells nobody what they say.
  package struct Sealed: Equatable, Sendable {
    /// H(words), 32 bytes, as the member signed it.
    package var words: [UInt8]
    /// nonce 24 ‖ ciphertext, under the dossier's log token.
    package var box: [UInt8]

    /// Bytes of `box` at most.
    package static let limit = 49_152

    package init(words: [UInt8], box: [UInt8]) {
      self.words = words
      self.box = box
    }
  }

  /// A number or a code in `detail`.
  package enum Detail: Equatable, Sendable {
    case int(Int64)
    case code(String)
  }

  /// Place in the log, from 0.
  package var index: Int
  /// Milliseconds since 1970 UTC; never earlier than the entry before.
  package var time: Int64
  package var action: LogAction
  package var object: LogObject
  package var outcome: LogOutcome

  /// The member who acted; nil for the service itself and for a partner.
  package var actor: Identifier?
  package var role: Role?
  /// The partner that acted; then there is no actor and no role.
  package var partner: Identifier?
  /// The organisation, a code.
  package var org: String?
  /// The member on whose behalf.
  package var behalf: Identifier?
  package var purpose: Purpose?
  package var basis: Basis?
  /// Why it was refused or failed, a code.
  package var reason: String?
  /// What a member can quote about a refusal.
  package var ref: String?

  package var dossier: Identifier?
  package var sections: Set<Section> = []
  package var head: Head?
  package var link: Link?
  /// Of a list, every dossier it named, in the order given; empty when it named none.
  package var dossiers: [DossierHead]?
  package var record: Record?
  /// Of the first leaf of an act that words came with.
  package var sealed: Sealed?

  /// The client and its version, such as `kluis/1.0.0`.
  package var client: String?
  /// 32 bytes.
  package var session: [UInt8]?
  /// SHA-256 of the signed request's body, 32 bytes.
  package var request: [UInt8]?
  /// The member's signature over that hash, 64 bytes.
  package var sig: [UInt8]?
  /// The user id at the other end of a local socket.
  package var peer: UInt32?
  package var detail: [String: Detail] = [:]

  package init(
    index: Int, time: Int64, action: LogAction, object: LogObject, outcome: LogOutcome
  ) {
    self.index = index
    self.time = time
    self.action = action
    self.object = object
    self.outcome = outcome
  }
}
