import CommandTree
import Desk
import Directory
import Minisign
import StrictJSON
import VaultClient

/// `kluis beheer bundle-key add`: the first signature under the key that bundles will be signed with.
struct BundleKeyAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let (key, text) = try BundleKeyAdd.read(words.required("BESTAND"))
    let path = words.required("draft")
    let count = try desk.draft(.bundleKey(key.key), path: path)
    let fingerprint = key.fingerprint.description
    desk.screen.note(Texts.compareBundleKey(fingerprint))
    desk.screen.answer(
      [
        "draft": .string(path), "records": .count(count), "minisign": .string(text),
        "fingerprint": .string(fingerprint),
      ], text: Texts.drafted(path, count)[desk.language] + "\n")
  }

  /// - Throws: 65 `minisign-key`; `bundle-key-number` for a key that no vault made.
  private static func read(_ path: String) throws(Failure) -> (BundleKey, String) {
    let bytes = try InputFile.read(path, limit: InputFile.smallLimit)
    let file: MinisignKey
    do throws(MinisignError) { file = try MinisignKey(decoding: bytes) } catch {
      throw .minisignKey(error)
    }
    let key = BundleKey(key: file.key)
    guard key.number == file.number else {
      throw Failure(
        ExitCode.data, "bundle-key-number", Texts.notBundleKey(path), hint: Texts.bundleKeyHint)
    }
    return (key, file.text)
  }
}

/// `kluis beheer bundle-key show`: the key in force, in the form that partners take.
struct BundleKeyShow {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let directory = try desk.session().directory
    guard let key = directory.bundleKey, let since = directory.bundleKeys.last?.since,
      let text = try? MinisignKey(number: key.number, key: key.key).text
    else {
      throw Failure(
        ExitCode.failed, "no-bundle-key", Texts.noBundleKey, hint: Texts.bundleKeyHint)
    }
    let fingerprint = key.fingerprint.description
    desk.screen.answer(
      [
        "minisign": .string(text), "fingerprint": .string(fingerprint),
        "since": .int(Int64(since)),
      ],
      text:
        "minisign: \(text)\n\(Texts.fingerprintLabel[desk.language]): \(fingerprint)\n")
  }
}
