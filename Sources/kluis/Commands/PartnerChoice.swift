import Desk
import Directory
import Vocabulary

extension Resolve {
  /// The partner whom somebody means: by name or how it begins, by id or how that begins.
  ///
  /// - Parameter active: whether one that ended may not be meant.
  /// - Throws: 64 `unknown-partner`, `ambiguous-partner`; the second names whom it could be.
  static func partner(
    _ word: String, in directory: DirectoryView, active: Bool
  ) throws(Failure) -> Partner {
    var found = directory.partners(namedLike: word).filter { $0.isActive || !active }
    if found.isEmpty, let prefix = Prefix(word) {
      found = directory.partnerList.filter {
        prefix.matches($0.id) && ($0.isActive || !active)
      }
    }
    guard let partner = found.first else {
      throw .usage("unknown-partner", Texts.noSuchPartner(word), hint: Texts.seePartners)
    }
    guard found.count == 1 else {
      var failure = Failure.usage(
        "ambiguous-partner", Texts.partnerAmbiguous(word), hint: Texts.giveMorePartner)
      failure.problems = found.map { partner in
        Failure.Problem(place: partner.id.hex, text: Texts.partner(partner))
      }
      throw failure
    }
    return partner
  }
}
