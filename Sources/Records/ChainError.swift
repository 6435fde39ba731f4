/// Why a list of links is not the chain of a dossier; each case names the link where it shows.
package enum ChainError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A link of another dossier.
  case dossier(n: UInt32)
  /// Not the next number: a link is missing, twice there or out of order.
  case order(n: UInt32)
  /// A link that decoding would refuse.
  case shape(n: UInt32)
  /// The chain ends before a head that was seen earlier.
  case shorterThanPin(n: UInt32)
  /// The chain differs from what was seen earlier.
  case notOnPin(n: UInt32)
  /// The chain does not end at the head that was claimed for it.
  case notTheClaimedHead(n: UInt32)
  /// The author was not an active member at the directory position that the link names.
  case author(n: UInt32)
  /// The author had another function.
  case role(n: UInt32)
  case signature(n: UInt32)
  /// The same revision of the same entry twice.
  case revisionTwice(n: UInt32)

  package var description: String {
    switch self {
    case .dossier(let n): "link \(n) belongs to another dossier"
    case .order(let n): "link \(n) is not in its place: a link is missing, moved or repeated"
    case .shape(let n): "link \(n) does not have the form of a link"
    case .shorterThanPin(let n): "the dossier ends before link \(n), which was seen earlier"
    case .notOnPin(let n): "the dossier up to link \(n) is not what was seen earlier"
    case .notTheClaimedHead(let n): "the links do not end at the head that was named (link \(n))"
    case .author(let n): "the author of link \(n) was not a member at that moment"
    case .role(let n): "the author of link \(n) had another function than it says"
    case .signature(let n): "the signature of link \(n) is not its author's"
    case .revisionTwice(let n): "link \(n) repeats a revision that is already there"
    }
  }

  package var hint: String {
    switch self {
    case .author, .role: "fetch the directory again; if it stays, report it to the FG"
    default: "do not use this dossier's contents, and report it to the FG"
    }
  }
}
