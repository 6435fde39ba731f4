import CommandTree
import Desk
import Directory
import Dossier
import Minisign
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht confirm`: the proof that a bundle arrived goes into the dossier, and it is closed (R20).
///
/// A partner's receipt is checked here, against the partner's key in the directory and the manifest that was
/// signed. For who had a code, the sender says who confirmed it, and how.
struct OverdrachtConfirm {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let bundle = try BundleChoice.find(desk)
    let session = try desk.session()
    let (proof, told) = try proof(of: bundle, session.directory)
    let purpose = try desk.usualPurpose()
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(bundle.dossier, sections: [.kern], purpose: purpose)
    }
    let record = Ontvangst(
      id: "o-" + Identifier.random().short, bundel: bundle.bundle, blijk: proof)
    try calling { () throws(ClientError) in
      _ = try session.append([NewRevision(.ontvangst(record))], to: writable)
      try session.confirmBundle(
        bundle.bundle, of: bundle.dossier, by: told == nil ? .sender : .partner)
    }
    desk.screen.answer(
      .object(present: [
        ("bundle", .hexID(bundle.bundle)), ("state", "closed"),
        ("how", .string(told == nil ? "sender" : "partner")),
        ("receiver", told.map { .string($0) } ?? words.value("door").map { .string($0) }),
      ]), text: Texts.isClosed[desk.language] + "\n")
  }

  /// What proves it, and who signed; nil where the sender says so.
  private func proof(
    of bundle: ListedBundle, _ directory: DirectoryView
  ) throws(Failure) -> (Ontvangst.Blijk, receiver: String?) {
    let words = desk.arguments
    switch (words.value("door"), words.value("hoe")) {
    case (let who?, let how?):
      guard words.value("bewijs") == nil else {
        throw desk.usage("one-proof", Texts.oneProof, hint: Texts.oneProofHint)
      }
      return (.bevestigd(door: who, hoe: how, datum: Moment.today(Moment.now())), nil)
    case (nil, nil): break
    default: throw desk.usage("one-proof", Texts.oneProof, hint: Texts.oneProofHint)
    }
    if let path = words.value("bewijs") {
      let text = try InputFile.read(path, limit: Ontvangstbewijs.limit)
      let signature = try InputFile.read(path + ".minisig", limit: InputFile.smallLimit)
      let who = try OverdrachtConfirm.check(text, signature, of: bundle, directory)
      return (
        .bewijs(
          tekst: OverdrachtConfirm.text(text), handtekening: OverdrachtConfirm.text(signature)), who
      )
    }
    guard let receipt = bundle.receipts.first else {
      throw Failure(
        ExitCode.failed, "no-receipt", Texts.noReceipt, hint: Texts.noReceiptHint)
    }
    let who = try OverdrachtConfirm.check(receipt.text, receipt.sig, of: bundle, directory)
    return (
      .bewijs(
        tekst: OverdrachtConfirm.text(receipt.text),
        handtekening: OverdrachtConfirm.text(receipt.sig)), who
    )
  }

  /// Who signed this receipt for this very bundle.
  ///
  /// - Throws: 65 `receipt-refused`
  static func check(
    _ text: [UInt8], _ signature: [UInt8], of bundle: ListedBundle, _ directory: DirectoryView
  ) throws(Failure) -> String {
    let refused = Failure(
      ExitCode.data, "receipt-refused", Texts.receiptRefused, hint: Texts.receiptRefusedHint)
    guard let receipt = Ontvangstbewijs(decoding: text), receipt.bundle == bundle.bundle,
      receipt.manifest == bundle.manifest, let parsed = try? MinisignSignature(decoding: signature)
    else { throw refused }
    let hash = BLAKE2b.hash(text, count: 64)
    for recipient in bundle.recipients {
      guard let partner = directory.partner(recipient.partner) else { continue }
      for period in partner.periods {
        let key = try? MinisignKey(number: period.keys.signNumber, key: period.keys.sign)
        if let key, (try? key.check(parsed, hash: hash)) != nil { return partner.name }
      }
    }
    throw refused
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
