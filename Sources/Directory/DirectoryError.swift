package import StrictJSON
package import Vocabulary

/// Why a directory record, or a list of them, was refused.
package enum DirectoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not the canonical bytes of such a record; the path names the field.
  case malformed(JSONError)
  /// Not the next number, or not after the record that is there: missing, moved or stale.
  case order
  /// The list does not begin with a founding record, or has a second one.
  case founding
  /// The founding record names another origin or is not signed by the institution key.
  case anchor
  /// Not exactly the two signatures that are needed, or not in their one order.
  case signatures
  /// A signer who is no member, or is suspended.
  case signer
  /// A signature that is not the named member's.
  case signature
  /// The signers do not have the functions that this kind of record takes.
  case functions(DirectoryAct.Kind)
  /// Both signers are the same person.
  case samePerson
  /// A signer is the person whom the record is about.
  case subject
  /// A member id or a key that was used before.
  case repeated
  /// The proof that the member holds the signing key does not hold.
  case proof
  /// A person with accounts of two functions, two shares, or an account and a share.
  case separation
  /// A record about somebody who is no active member.
  case member
  /// A role that has no key, or that is not the member's function.
  case role(Role)
  /// An epoch that is not the next, not the newest, or not there.
  case epoch
  /// Boxes that do not go to exactly the members who must have them.
  case custody
  /// A key given to a member who keeps it already.
  case kept
  /// A key given by two members who both do not keep it.
  case notKept
  /// A record about what is no partner, or is one no more.
  case partner
  /// A partner with the name of another that is there.
  case partnerName

  package var description: String {
    switch self {
    case .malformed(let error): "a directory record is malformed: \(error)"
    case .order: "a directory record does not follow on the one before it"
    case .founding: "the directory does not begin with its one founding record"
    case .anchor: "the directory is not the one that the institution founded"
    case .signatures: "a directory record does not have the signatures that it takes"
    case .signer: "a directory record is signed by somebody who is no active member"
    case .signature: "a signature in the directory does not hold"
    case .functions(let kind):
      "this record must be signed by \(kind.signers)"
    case .samePerson: "the two signatures are of the same person"
    case .subject: "nobody signs a record about themselves"
    case .repeated: "an id or key is already in the directory"
    case .proof: "the request does not prove that the member holds the key"
    case .separation:
      "one person would have two functions, or a function and a share of the root key"
    case .member: "the record is about somebody who is no active member"
    case .role(let role): "the role \(role.name) does not fit this member or record"
    case .epoch: "the record is about an epoch of the key that it cannot be about"
    case .custody: "the key is not sealed to exactly those who must have it"
    case .kept: "the member keeps this key already"
    case .notKept: "neither of the two who sign keeps this key"
    case .partner: "the record is about somebody who is no partner, or is one no more"
    case .partnerName: "another partner has this name"
    }
  }

  package var hint: String {
    switch self {
    case .order, .epoch, .custody: "make the draft again on the present directory"
    case .functions, .samePerson, .subject, .signer, .signatures:
      "let two other persons with these functions sign it"
    case .repeated, .proof: "ask the member or partner for new keys in a new file"
    case .notKept: "let somebody sign it who keeps the key"
    case .separation, .role, .member, .kept, .partner, .partnerName:
      "correct the draft and have it signed again"
    case .malformed, .founding, .anchor, .signature:
      "do not use this directory; compare the institution's fingerprint and report it to the FG"
    }
  }
}
