import AgeFile
import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Overdracht
import Records
import Sharing
import Sodium
import VaultClient
import Vocabulary

/// A bundle before it is sealed: its contents, its manifest, and what log and dossier are told of it.
struct Parcel {
  let bundle: Identifier
  let dossier: Identifier
  let manifest: Manifest
  let manifestBytes: [UInt8]
  let contents: [BundleContent]
  let sealing: BundleSealing
  private let recipients: [Verstrekking.Ontvanger]
  private let ground: Verstrekking.Grond

  /// - Parameters:
  ///   - report: of a preparation that nothing refuses.
  ///   - reply: the key for answers on the bundle with this id.
  /// - Throws: 65 for a partner's key that cannot be sealed to
  init(
    _ report: PreparationReport, policy: SharePolicy?, sender: BundleSender,
    session: VaultSession, purpose: Purpose, now: Int64,
    reply: (Identifier) throws(ClientError) -> [UInt8]
  ) throws(Failure) {
    let (preparation, judgement) = (report.preparation, report.judgement)
    guard let kind = judgement.kind, let validUntil = judgement.validUntil,
      let end = Moment.end(of: validUntil), let checkpoint = session.checkpointNote
    else { throw .usage("overdracht-refused", Texts.overdrachtRefused) }
    bundle = .random()
    dossier = preparation.dossier
    let directory = session.directory
    let manifestSender = Manifest.Sender(
      institution: sender.institution, origin: sender.origin, contact: preparation.contact,
      fg: sender.fg, replyTo: try Parcel.recipient(Parcel.calling(bundle, reply)))
    var named: [Manifest.Recipient] = []
    var recorded: [Verstrekking.Ontvanger] = []
    for recipient in preparation.recipients {
      let (shown, kept) = try Parcel.recipient(recipient, kind, directory)
      named.append(shown)
      recorded.append(kept)
    }
    recipients = recorded
    let (shared, told, kept) = Parcel.ground(preparation, judgement, policy)
    ground = kept
    let files = Parcel.attachments(judgement.selection, report.opened, session, purpose)
    let data = DossierFile.encode(
      judgement.selection.view,
      earlier: preparation.whole
        ? report.opened.earlier(of: judgement.selection, directory) : [])
    let page = OverdrachtDocument(
      view: judgement.selection.view, bundle: bundle, sender: manifestSender, recipients: named,
      purpose: preparation.purpose, ground: told, missing: judgement.missingParts,
      sections: preparation.sections, created: now, validUntil: validUntil,
      attachments: files.map {
        .init(path: $0.content.path, size: $0.content.size, about: $0.name)
      }
    ).render()
    let inMemory = [
      BundleContent(path: Manifest.pageName, bytes: page),
      BundleContent(path: Manifest.dataName, bytes: data),
    ]
    contents = inMemory + files.map(\.content)
    manifest = Manifest(
      bundle: bundle, sender: manifestSender, recipients: named, purpose: preparation.purpose,
      ground: shared, created: now, validUntil: validUntil,
      entries: judgement.selection.revisions,
      files: [
        .init(path: Manifest.pageName, size: Int64(page.count), sha256: SHA256.hash(page)),
        .init(path: Manifest.dataName, size: Int64(data.count), sha256: SHA256.hash(data)),
      ] + files.map(\.file),
      checkpoint: checkpoint, missing: judgement.missingParts)
    manifestBytes = manifest.encode()
    sealing = BundleSealing(
      bundle: bundle, dossier: dossier, hash: BLAKE2b.hash(manifestBytes, count: 64),
      manifest: SHA256.hash(manifestBytes), kind: kind,
      partners: preparation.recipients.compactMap(\.partner),
      sections: Set(judgement.selection.revisions.map(\.section)).sorted(),
      ground: preparation.groundCode, validUntil: end)
  }

  /// What the dossier keeps of it.
  ///
  /// - Parameter file: SHA-256 of the sealed file.
  func record(file: [UInt8]) -> Verstrekking {
    Verstrekking(
      id: "v-" + bundle.short, bundel: bundle, ontvangers: recipients, doel: manifest.purpose,
      grond: ground, opgemaakt: manifest.created, geldigTot: manifest.validUntil,
      stukken: manifest.entries.map {
        .init(sectie: $0.section, stuk: $0.entry, herziening: $0.revision)
      },
      ontbreekt: manifest.missing.map { .init(deel: $0.part, reden: $0.reason) },
      manifest: sealing.manifest, bestand: file)
  }

  private static func calling(
    _ bundle: Identifier, _ reply: (Identifier) throws(ClientError) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    do throws(ClientError) { return try reply(bundle) } catch { throw Failure(error) }
  }

  private static func recipient(_ key: [UInt8]) throws(Failure) -> String {
    do throws(AgeKeyError) { return try AgeRecipient(publicKey: key).text } catch {
      throw Failure(
        ExitCode.data, "age-key", Texts.partnerKeyUnusable, hint: Texts.partnerKeyUnusableHint)
    }
  }

  private static func recipient(
    _ recipient: Preparation.Recipient, _ kind: PartnerKind, _ directory: DirectoryView
  ) throws(Failure) -> (Manifest.Recipient, Verstrekking.Ontvanger) {
    switch recipient {
    case .code(let name, _): return (.code(name: name), .init(naam: name, soort: kind))
    case .key(let id, _):
      guard let partner = directory.partner(id), partner.isActive else {
        throw .usage("partner-gone", Texts.overdrachtRefused)
      }
      let age = try self.recipient(partner.keys.age)
      return (
        .key(partner: id, name: partner.name, age: age),
        .init(naam: partner.name, soort: kind, partner: id)
      )
    }
  }

  /// The ground as the manifest, the page and the dossier name it.
  private static func ground(
    _ preparation: Preparation, _ judgement: Preparation.Judgement, _ policy: SharePolicy?
  ) -> (Manifest.Ground, OverdrachtDocument.Ground, Verstrekking.Grond) {
    switch preparation.ground {
    case .without(let code, let told):
      return (
        .without(ground: code, told: told),
        .without(ground: policy?.ground(code)?.text ?? code, told: told),
        .zonder(grond: code, verteld: told)
      )
    case .consent(let id):
      let consent = judgement.consent
      let names = (consent?.toestemming.van ?? []).map {
        judgement.selection.view.betrokkene($0)?.naam ?? $0
      }
      return (
        .consent(entry: consent?.entry ?? .zero),
        .consent(by: names, on: consent?.toestemming.datum), .toestemming(id)
      )
    }
  }

  /// A file of the dossier that goes along.
  private struct Attached {
    let name: String
    let content: BundleContent
    let file: Manifest.File
  }

  /// The files that were chosen: fetched part by part when they are sealed, so none is whole in memory.
  private static func attachments(
    _ selection: Selection, _ opened: OpenedDossier, _ session: VaultSession, _ purpose: Purpose
  ) -> [Attached] {
    let chosen = Set(selection.revisions.map(\.entry))
    return opened.attachments.filter { chosen.contains($0.revision.entry) }.map { attachment in
      let file = attachment.bijlage
      let path = AttachedName.path(of: file.id, named: file.naam)
      let dossier = opened.id
      let content = BundleContent(path: path, size: Int64(file.grootte)) { take in
        var failed: (any Error)?
        do throws(ClientError) {
          try session.read(attachment, of: dossier, purpose: purpose) { bytes throws(ClientError) in
            do { try take(bytes) } catch {
              failed = error
              throw ClientError.attachment(.notWritable)
            }
          }
        } catch { throw failed ?? error }
      }
      return Attached(
        name: opened.isRestricted(attachment) ? Texts.restrictedFile(file.naam).nl : file.naam,
        content: content,
        file: .init(path: path, size: Int64(file.grootte), sha256: file.sha256))
    }
  }
}
