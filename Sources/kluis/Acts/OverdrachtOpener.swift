import CommandTree
import Desk
import Directory
import Minisign
import Overdracht
import Sodium
import StrictJSON
import VaultClient

/// `kluis overdracht opener`: the page without a bundle, for the institution's website.
struct OverdrachtOpener {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let output = words.required("uit")
    try OutputFile.requireFree(output)
    let (name, fg) = (words.required("instelling"), words.required("fg"))
    guard JSONObject.isPlainText(name), JSONObject.isPlainText(fg) else {
      throw .usage("opener-text", Texts.openerLines)
    }
    let fingerprint = try key().fingerprint.description
    let page = SelfOpeningPage.opener(
      of: .init(name: name, fingerprint: fingerprint, fg: fg))
    try OutputFile.create(output, page)
    let hash = Hex.encode(SHA256.hash(page))
    desk.screen.note(Texts.publishHash)
    desk.screen.answer(
      [
        "file": .string(output), "sha256": .string(hash), "size": .count(page.count),
        "fingerprint": .string(fingerprint),
      ], text: Texts.openerMade(output, hash)[desk.language] + "\n")
  }

  /// - Throws: 1 `no-bundle-key`; what reaching the vault throws
  private func key() throws(Failure) -> BundleKey {
    if let given = desk.arguments.value("afzender") {
      return BundleKey(key: try SenderKey.read(given).key)
    }
    guard let key = try desk.session().directory.bundleKey else {
      throw Failure(
        ExitCode.failed, "no-bundle-key", Texts.noBundleKey, hint: Texts.bundleKeyHint)
    }
    return key
  }
}
