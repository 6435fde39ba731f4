import CommandTree
import Desk
import Directory
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer partner add`: the first signature under a new partner.
struct PartnerAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    guard let kind = PartnerKind(rawValue: words.required("soort")) else { return }
    let given = try GivenPartner(desk)
    guard let name = words.value("naam") ?? given.name else {
      throw desk.usage("partner-name", Texts.nameMissing, hint: Texts.nameHint)
    }
    guard JSONObject.isPlainText(name) else {
      throw Failure(ExitCode.data, "partner-name", Texts.nameNotPlain, hint: Texts.nameHint)
    }
    let partner = NewPartner(partner: .random(), name: name, kind: kind, keys: given.keys)
    try desk.draftPartner(.partner(partner), partner.partner, given.keys)
  }
}

/// `kluis beheer partner key`: the first signature under a partner's new keys.
struct PartnerKey {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let given = try GivenPartner(desk)
    let partner = try desk.partner(desk.arguments.required("PARTNER"), active: true)
    if let name = given.name, name != partner.name {
      desk.screen.note(Texts.otherName(name, partner.name))
    }
    try desk.draftPartner(.partnerKey(partner.id, given.keys), partner.id, given.keys)
  }
}

/// `kluis beheer partner end`: the first signature under the end of a partner.
struct PartnerEnd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("draft")
    let partner = try desk.partner(desk.arguments.required("PARTNER"), active: true)
    let count = try desk.draft(.partnerEnd(partner.id), path: path)
    desk.screen.answer(
      [
        "draft": .string(path), "records": .count(count), "partner": .hexID(partner.id),
        "fingerprint": .string(partner.keys.fingerprint.description),
      ], text: Texts.drafted(path, count)[desk.language] + "\n")
  }
}

extension Desk {
  /// See `Resolve.partner`; a draft that waits is not looked into.
  func partner(_ word: String, active: Bool) throws(Failure) -> Partner {
    try Resolve.partner(word, in: session().directory, active: active)
  }

  /// Drafts what brings keys, and says what to compare by telephone.
  fileprivate func draftPartner(
    _ act: DirectoryAct, _ partner: Identifier, _ keys: PartnerKeys
  ) throws(Failure) {
    let path = arguments.required("draft")
    let count = try draft(act, path: path)
    let fingerprint = keys.fingerprint.description
    screen.note(Texts.comparePartner(fingerprint))
    screen.answer(
      [
        "draft": .string(path), "records": .count(count), "partner": .hexID(partner),
        "fingerprint": .string(fingerprint),
      ], text: Texts.drafted(path, count)[language] + "\n")
  }
}
