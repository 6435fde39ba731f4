import AgeFile
import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Glibc
import Minisign
import Overdracht
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht import`: an answer of a partner becomes an entry of the dossier that the bundle was of.
///
/// An answer is any age file that was sealed to the bundle's reply key: a text, or a file that is filed as an
/// attachment. That key is made of the entry that records the bundle, so whoever opens an answer opened the
/// dossier first. Who sent it is known when a minisign signature of the partner lies beside it.
struct OverdrachtImport {
  let desk: Desk
  /// Bytes of a text that becomes an entry; anything longer is a file.
  private static let textLimit = 64 << 10
  /// Bytes of an answer at most.
  private static let limit = 16 << 20

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let path = words.required("BESTAND")
    let sealed = try InputFile.read(path, limit: Self.limit)
    let signature = try InputFile.readIfThere(path + ".minisig", limit: InputFile.smallLimit)
    try Desk.close()
    let session = try desk.session()
    let purpose = try desk.usualPurpose()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [.kern], purpose: purpose)
    }
    let (record, plain) = try open(sealed, among: opened)
    let sender = try sender(of: sealed, signature, record, session.directory)
    let written = try file(plain, from: sender, record, in: dossier, session, purpose)
    if !sender.isProven { desk.screen.note(Texts.answerUnproven) }
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(dossier)), ("bundle", .hexID(record.bundel)),
        ("entry", .hexID(written.entry)), ("source", .string(sender.name)),
        ("checked", .bool(sender.isProven)),
        ("attachment", written.attachment.map { .string($0) }),
      ]), text: Texts.answerFiled(sender.name)[desk.language] + "\n")
  }

  /// Finds the bundle that this is an answer on, and opens it.
  ///
  /// - Throws: 65 `not-an-answer`, `answer-damaged`
  private func open(
    _ sealed: [UInt8], among opened: OpenedDossier
  ) throws(Failure) -> (Verstrekking, [UInt8]) {
    for reply in opened.replyKeys {
      do {
        let identity = try AgeIdentity(secret: reply.secret())
        var given = 0
        let reader = try AgeReader(
          { out in
            let count = min(out.freeCapacity, sealed.count - given)
            for index in given..<given + count { out.append(sealed[index]) }
            given += count
          }, identities: [identity])
        var plain: [UInt8] = []
        var rest = reader
        try rest.writeAll { part in
          unsafe part.withUnsafeBufferPointer { unsafe plain.append(contentsOf: $0) }
        }
        return (reply.record, plain)
      } catch AgeOpenError.wrongIdentity { continue } catch let error as AgeOpenError {
        throw Failure(
          ExitCode.data, "answer-damaged", Text(same: error.description),
          hint: Text(same: error.hint))
      } catch { throw .memory }
    }
    throw Failure(ExitCode.data, "not-an-answer", Texts.notAnAnswer, hint: Texts.notAnAnswerHint)
  }

  private struct Sender {
    let name: String
    let isProven: Bool
  }

  /// The partner whose signature lies beside it; without one nobody knows.
  ///
  /// - Throws: 65 `answer-signature` for one that is there and does not hold
  private func sender(
    of sealed: [UInt8], _ signature: [UInt8]?, _ record: Verstrekking, _ directory: DirectoryView
  ) throws(Failure) -> Sender {
    let names = record.ontvangers.map(\.naam).joined(separator: ", ")
    guard let signature else { return Sender(name: names, isProven: false) }
    let hash = BLAKE2b.hash(sealed, count: 64)
    if let parsed = try? MinisignSignature(decoding: signature) {
      for receiver in record.ontvangers {
        guard let partner = receiver.partner.flatMap({ directory.partner($0) }) else { continue }
        let keys = partner.keys
        let key = try? MinisignKey(number: keys.signNumber, key: keys.sign)
        if let key, (try? key.check(parsed, hash: hash)) != nil {
          return Sender(name: partner.name, isProven: true)
        }
      }
    }
    throw Failure(
      ExitCode.data, "answer-signature", Texts.answerSignature, hint: Texts.answerSignatureHint)
  }

  /// Files it as an entry with its source; what is no text goes beside it as a file.
  private func file(
    _ plain: [UInt8], from sender: Sender, _ record: Verstrekking, in dossier: Identifier,
    _ session: VaultSession, _ purpose: Purpose
  ) throws(Failure) -> (entry: Identifier, attachment: String?) {
    let words = desk.arguments
    let text = Self.text(plain)
    let about = Values.list(words.required("over"))
    let id = "e-" + Identifier.random().short
    let source = sender.isProven ? sender.name : Texts.unprovenSource(sender.name).nl
    let content = try DossierAdd.content([
      ("id", .string(id)), ("sectie", .string(words.value("sectie") ?? Section.journaal.name)),
      ("soort", "antwoord van partner"),
      ("datum", .string(Moment.today(Moment.now()).description)), ("bron", .string(source)),
      ("aard", .string(words.required("aard"))), ("over", .array(about.map { .string($0) })),
      ("tekst", .string(text ?? Texts.answerIsFile.nl)),
      ("vanWie", words.required("aard") == Aard.mening.rawValue ? .string(sender.name) : nil),
    ])
    let revision = NewRevision(content)
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [content.section], purpose: purpose)
    }
    guard text == nil else {
      try calling { () throws(ClientError) in _ = try session.append([revision], to: writable) }
      return (revision.entry, nil)
    }
    let name = ReplyFile.name(of: desk.arguments.required("BESTAND"))
    try calling { () throws(ClientError) in
      _ = try session.append([revision], to: writable)
      var given = 0
      _ = try session.attach(
        AttachmentSource(size: plain.count) { count throws(ClientError) in
          let part = Array(plain[given..<min(given + count, plain.count)])
          given += part.count
          return part
        },
        as: NewAttachment(
          name: name, media: MediaType.of(name), section: content.section, stuk: id),
        to: writable)
    }
    return (revision.entry, name)
  }

  /// The answer as a text, when it is one that an entry can hold.
  private static func text(_ plain: [UInt8]) -> String? {
    guard plain.count <= textLimit, let text = String(validating: plain, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || [0x09, 0x0A, 0x0D].contains($0.value) }),
      text.unicodeScalars.contains(where: { !$0.properties.isWhitespace })
    else { return nil }
    return text
  }
}

/// What an answer that is a file is called in the dossier.
enum ReplyFile {
  /// Its own name without `.age`, made fit for a dossier.
  static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? "antwoord"
    let name = last.hasSuffix(".age") ? String(last.dropLast(4)) : last
    return ArchiveName.part(for: name, fallback: "antwoord")
  }
}
