import Calendar
import CommandTree
import Desk
import Directory
import Minisign
import Overdracht
import Sharing

/// What every bundle says of the institution: from the directory, the policy in force, and what was typed.
struct BundleSender {
  let institution: String
  let origin: String
  /// How to reach the FG (R17).
  let fg: String
  /// The general address of the institution's mail; nil when nobody named one.
  let mail: String?
  /// Where the opener is published; nil when nobody named it.
  let opener: String?
  let key: BundleKey

  /// For a command that has `--fg` and `--opener`.
  ///
  /// - Parameter mail: the address that was typed, where one can be.
  /// - Throws: 1 `no-bundle-key`; 64 `fg-missing`
  init(
    _ desk: Desk, _ policy: SharePolicy?, _ directory: DirectoryView, mail typed: String? = nil
  ) throws(Failure) {
    guard let key = directory.bundleKey else {
      throw Failure(
        ExitCode.failed, "no-bundle-key", Texts.noBundleKey, hint: Texts.bundleKeyHint)
    }
    guard let fg = desk.arguments.value("fg") ?? policy?.sender?.fg else {
      throw desk.usage("fg-missing", Texts.fgMissing, hint: Texts.fgMissingHint)
    }
    self.key = key
    self.fg = fg
    institution = directory.institution ?? directory.anchor.origin
    origin = directory.anchor.origin
    mail = typed ?? policy?.sender?.mail
    opener = desk.arguments.value("opener") ?? policy?.sender?.opener
  }

  /// What the self-opening page says of itself.
  var ofPage: SelfOpeningPage.Institution {
    .init(name: institution, fingerprint: key.fingerprint.description, fg: fg)
  }

  /// Where the opener is, for a letter.
  ///
  /// - Throws: 64 `opener-missing`
  @discardableResult
  func requireOpener() throws(Failure) -> String {
    guard let opener else {
      throw .usage("opener-missing", Texts.openerMissing, hint: Texts.openerMissingHint)
    }
    return opener
  }

  /// The letter for who has never seen a bundle.
  ///
  /// - Throws: 64 `opener-missing`
  func letter(
    for path: String, lock: Begeleidbrief.Lock, contact: String, validUntil: CalendarDate
  ) throws(Failure) -> Begeleidbrief {
    let opener = try requireOpener()
    let minisign: MinisignKey
    do throws(MinisignError) { minisign = try MinisignKey(number: key.number, key: key.key) } catch
    {
      throw .minisignKey(error)
    }
    return Begeleidbrief(
      lock: lock, institution: institution, contact: contact, fg: fg,
      file: path.split(separator: "/").last.map(String.init) ?? path, key: minisign.text,
      opener: opener, openerHash: SelfOpeningPage.openerHash(of: ofPage), validUntil: validUntil)
  }
}
