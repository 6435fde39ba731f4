import AgeFile
import Calendar
import CommandTree
import Desk
import Dossier
import Minisign
import Overdracht
import StrictJSON
import Vocabulary

/// `kluis overdracht open`: from an age file to a checked folder.
struct OverdrachtOpen {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let key = try sender()
    let folder = words.required("naar")
    // Told before a code is typed.
    try OutputFile.requireFree(folder)
    try Desk.close()
    let bundle = try UnpackedBundle.unpack(
      words.required("BESTAND"), by: try opener(), signedBy: key, to: folder)
    let manifest = bundle.manifest
    let isExpired = manifest.isExpired(on: Moment.today(Moment.now()))
    if key == nil { desk.screen.note(Texts.senderUnchecked) }
    if isExpired { desk.screen.note(Texts.expired(manifest.validUntil.description)) }
    desk.screen.answer(
      json(bundle, isChecked: key != nil, isExpired), text: text(bundle, isChecked: key != nil))
    desk.screen.note(Texts.nextReceipt)
  }

  /// The key that must have signed; nil when the reader said to go without.
  private func sender() throws(Failure) -> MinisignKey? {
    switch (desk.arguments.value("afzender"), desk.arguments.has("afzender-onbekend")) {
    case (let given?, false): return try SenderKey.read(given)
    case (nil, true): return nil
    case (nil, false):
      throw desk.usage("sender-missing", Texts.senderMissing, hint: Texts.senderMissingHint)
    case (_?, true): throw desk.usage("sender-twice", Texts.senderTwice)
    }
  }

  private func opener() throws(Failure) -> UnpackedBundle.Opener {
    guard let path = desk.arguments.value("sleutel") else {
      let code = try Passphrase(descriptor: desk.passphraseDescriptor, language: desk.language)
        .read(asking: Texts.codeQuestion)
      return .code(UnpackedBundle.SealedCode(code))
    }
    return .keys(try AgeKeys.read(path))
  }

  private func json(
    _ bundle: UnpackedBundle, isChecked: Bool, _ isExpired: Bool
  ) -> JSONValue {
    let manifest = bundle.manifest
    return .object(present: [
      ("bundle", .hexID(manifest.bundle)), ("folder", .string(bundle.folder)),
      ("checked", .bool(isChecked)), ("expired", .bool(isExpired)),
      ("institution", .string(manifest.sender.institution)),
      ("contact", .string(manifest.sender.contact)), ("fg", .string(manifest.sender.fg)),
      ("purpose", .string(manifest.purpose)), ("created", .int(manifest.created)),
      ("valid_until", .string(manifest.validUntil.description)),
      ("recipients", .array(manifest.recipients.map { .string($0.name) })),
      (
        "files",
        .array(manifest.files.map { ["path": .string($0.path), "size": .int($0.size)] })
      ),
      (
        "missing",
        .array(
          manifest.missing.map { ["part": .string($0.part), "reason": .string($0.reason)] })
      ),
      ("manifest_sha256", .hex(bundle.manifestHash)),
      ("reply_to", manifest.sender.replyTo.map { .string($0) }),
    ])
  }

  /// What is in the manifest was written by the sender: it is made harmless before it reaches a terminal.
  private func text(_ bundle: UnpackedBundle, isChecked: Bool) -> String {
    let (manifest, language) = (bundle.manifest, desk.language)
    var rows: [(Text, String)] = [
      (Texts.opened, bundle.folder), (Texts.bundleLabel, manifest.bundle.hex),
      (Texts.fromLabel, manifest.sender.institution),
      (Texts.contactLabel, manifest.sender.contact), (Texts.purposeLabel, manifest.purpose),
      (Texts.createdLabel, Moment.dutch(manifest.created)),
      (Texts.validLabel, manifest.validUntil.description),
    ]
    rows += manifest.missing.map { (Texts.missingLabel, "\($0.part): \($0.reason)") }
    var lines = rows.map { label, value in
      "\(label[language]): \(VisibleText.neutral(value, keepingLines: false))"
    }
    lines.append((isChecked ? Texts.senderChecked : Texts.senderUnchecked)[language])
    lines += manifest.files.map { "  \($0.path) (\($0.size))" }
    return lines.joined(separator: "\n") + "\n"
  }
}
