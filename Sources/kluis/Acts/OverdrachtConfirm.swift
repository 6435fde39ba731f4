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
///
/// The dossier first, then the vault. What the dossier has already from a time that broke in between is not
/// written again, so that the command can be given until it was done.
struct OverdrachtConfirm {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let bundle = try BundleChoice.find(desk, ended: true)
    let session = try desk.session()
    if bundle.state == .closed { return answer(bundle, Texts.wasClosed, receivers: nil) }
    // Looked at first: the dossier must not say that something arrived which was not sent.
    guard [.sent, .collected, .received].contains(bundle.state) else {
      throw Failure(ClientError.bundle(.state))
    }
    let proofs = try proofs(of: bundle, session.directory)
    let purpose = try desk.usualPurpose()
    var receivers: [String] = []
    var missing: [Proof] = []
    try calling { () throws(ClientError) in
      let opened = try session.open(bundle.dossier, sections: [.kern], purpose: purpose)
      let known = opened.revisions.compactMap { revision -> Ontvangst.Blijk? in
        guard case .ontvangst(let ontvangst) = revision.content,
          ontvangst.bundel == bundle.bundle
        else { return nil }
        return ontvangst.blijk
      }
      for proof in proofs {
        let said = known.first { proof.blijk.isSaid(by: $0) }
        receivers.append(said?.confirmer ?? proof.receiver)
        if said == nil { missing.append(proof) }
      }
      if !missing.isEmpty {
        let writable = try session.openForWriting(
          bundle.dossier, sections: [.kern], purpose: purpose)
        _ = try session.append(
          missing.map { proof in
            NewRevision(
              .ontvangst(
                Ontvangst(
                  id: "o-" + Identifier.random().short, bundel: bundle.bundle, blijk: proof.blijk)))
          }, to: writable)
      }
      try session.confirmBundle(bundle.bundle, of: bundle.dossier, by: bundle.proof)
    }
    answer(bundle, Texts.isClosed, receivers: receivers)
  }

  /// - Parameter receivers: nil when they were not looked at, since it was closed before.
  private func answer(_ bundle: ListedBundle, _ text: Text, receivers: [String]?) {
    desk.screen.answer(
      .object(present: [
        ("bundle", .hexID(bundle.bundle)), ("state", "closed"),
        ("how", .string(bundle.proof.rawValue)),
        ("receivers", receivers.map { .array($0.map { .string($0) }) }),
      ]), text: text[desk.language] + "\n")
  }

  fileprivate struct Proof {
    let receiver: String
    let blijk: Ontvangst.Blijk
  }

  /// A signed receipt of every partner; for who had a code, the sender's word.
  ///
  /// - Throws: 1 `no-receipt`; 64 `one-proof`; 65 `receipt-refused`
  private func proofs(
    of bundle: ListedBundle, _ directory: DirectoryView
  ) throws(Failure) -> [Proof] {
    let words = desk.arguments
    let files = words.values("bewijs")
    guard !bundle.recipients.isEmpty else {
      guard let who = words.value("door"), let how = words.value("hoe"), files.isEmpty else {
        throw desk.usage("one-proof", Texts.codeProof, hint: Texts.codeProofHint)
      }
      let today = Moment.today(Moment.now())
      return [Proof(receiver: who, blijk: .bevestigd(door: who, hoe: how, datum: today))]
    }
    // Whoever has a key signs: the sender's word is not the receiver's.
    guard words.value("door") == nil, words.value("hoe") == nil else {
      throw desk.usage("one-proof", Texts.keyProof, hint: Texts.keyProofHint)
    }
    var found: [Identifier: Proof] = [:]
    for receipt in bundle.receipts {
      let who = try OverdrachtConfirm.check(receipt.text, receipt.sig, of: bundle, directory)
      found[who.id] = Proof(receipt.text, receipt.sig, who)
    }
    for path in files {
      let text = try InputFile.read(path, limit: Ontvangstbewijs.limit)
      let signature = try InputFile.read(path + ".minisig", limit: InputFile.smallLimit)
      let who = try OverdrachtConfirm.check(text, signature, of: bundle, directory)
      found[who.id] = Proof(text, signature, who)
    }
    let missing = bundle.recipients.filter { found[$0.partner] == nil }
    guard missing.isEmpty else {
      var failure = Failure(
        ExitCode.failed, "no-receipt", Texts.noReceipt, hint: Texts.noReceiptHint)
      failure.problems = missing.map { recipient in
        Failure.Problem(
          place: recipient.partner.short,
          text: Text(same: directory.partner(recipient.partner)?.name ?? recipient.partner.hex))
      }
      throw failure
    }
    return found.keys.sorted().compactMap { found[$0] }
  }

  /// Who signed this receipt for this very bundle.
  ///
  /// - Throws: 65 `receipt-refused`
  static func check(
    _ text: [UInt8], _ signature: [UInt8], of bundle: ListedBundle, _ directory: DirectoryView
  ) throws(Failure) -> Partner {
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
        if let key, (try? key.check(parsed, hash: hash)) != nil { return partner }
      }
    }
    throw refused
  }
}

extension ListedBundle {
  /// Whoever has a key signs; for a code the sender's word stands.
  fileprivate var proof: BundleProof { recipients.isEmpty ? .sender : .partner }
}

extension Ontvangst.Blijk {
  /// Who said it, of who had a code.
  fileprivate var confirmer: String? {
    if case .bevestigd(let door, _, _) = self { door } else { nil }
  }

  /// Whether the dossier says this already: the very receipt; or, of who had a code, that somebody said so.
  fileprivate func isSaid(by other: Self) -> Bool {
    if case .bevestigd = self, case .bevestigd = other { return true }
    return self == other
  }
}

extension OverdrachtConfirm.Proof {
  fileprivate init(_ text: [UInt8], _ signature: [UInt8], _ partner: Partner) {
    self.init(
      receiver: partner.name,
      blijk: .bewijs(
        tekst: String(decoding: text, as: UTF8.self),
        handtekening: String(decoding: signature, as: UTF8.self)))
  }
}
