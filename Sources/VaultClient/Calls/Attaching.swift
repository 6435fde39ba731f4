import AuditLog
package import Dossier
package import Records
import Sodium
import StrictJSON
package import Vocabulary

/// A file that is to be sent: its size, and its bytes in order.
package struct AttachmentSource {
  package let size: Int
  /// Gives the next so many bytes; fewer only at the end.
  let read: (Int) throws(ClientError) -> [UInt8]

  package init(size: Int, read: @escaping (Int) throws(ClientError) -> [UInt8]) {
    self.size = size
    self.read = read
  }
}

/// What is said of a file that is to be sent.
package struct NewAttachment: Sendable {
  /// As `FileName` allows it.
  package let name: String
  /// As `Bijlage.isMediaType` allows it.
  package let media: String
  package let section: Section
  /// The own id of the entry that it belongs to.
  package let stuk: String?
  /// The id that it gets, when something names it already; drawn otherwise.
  package let entry: Identifier?

  package init(
    name: String, media: String, section: Section, stuk: String?, entry: Identifier? = nil
  ) {
    self.entry = entry
    self.name = name
    self.media = media
    self.section = section
    self.stuk = stuk
  }
}

/// A file that is part of a dossier now.
package struct Attached: Sendable {
  package let entry: Identifier
  package let bijlage: Bijlage
  package let head: Head
}

extension VaultSession {
  /// Sends a file in sealed parts and binds them with a link.
  ///
  /// Never more than one message of parts is in memory. When the connection breaks it is made again, and
  /// the parts at hand are sent again under the same key. Nothing is in the dossier before the link is;
  /// what was sent without one the service removes after a day.
  /// - Parameter progress: is told the bytes of the file that were sent.
  /// - Throws: `.inputRefused` for a file that is too large or a section that was not opened;
  ///   `.attachment`, `.refused`, `.stale`
  package func attach(
    _ file: AttachmentSource, as new: NewAttachment, to dossier: WritableDossier,
    progress: (Int) -> Void = { _ in }
  ) throws(ClientError) -> Attached {
    guard let section = dossier.sections[new.section] else { throw .inputRefused(.unknownEntry) }
    guard let count = AttachmentParts.count(ofFile: file.size) else {
      throw .inputRefused(.tooLarge)
    }
    let header = EntryHeader(
      dossier: dossier.id, section: new.section, entry: new.entry ?? .random(), revision: 1,
      kind: .attachment, author: member, writtenAt: now())
    let token = try randomToken()
    var stream = try AttachmentStream.writer(header, sectionKey: section.key, token: token)
    var plain = SHA256.Running()
    var sealed = BLAKE2b.Running(count: 32)
    var sent = 0
    for first in stride(from: 0, to: count, by: AttachmentParts.perMessage) {
      var rows: [UInt8] = []
      for part in first..<min(first + AttachmentParts.perMessage, count) {
        let wanted = AttachmentParts.plainCount(ofPart: part, ofFile: file.size)
        let bytes = try file.read(wanted)
        guard bytes.count == wanted else { throw .attachment(.changed) }
        plain.add(bytes[...])
        stream.push(bytes[...], isLast: part == count - 1, to: &rows)
        sent += wanted
      }
      sealed.add(rows[...])
      try put(rows, from: first, of: header)
      progress(sent)
    }
    guard try file.read(1).isEmpty else { throw .attachment(.changed) }
    let bijlage = Bijlage(
      id: "b-" + header.entry.hex.prefix(8), sectie: new.section, naam: new.name,
      media: new.media, grootte: file.size, sha256: plain.finish(), verzegeld: sealed.finish(),
      kop: stream.header, stuk: new.stuk)
    let revision = try SealedRevision(
      .bijlage(bijlage), header: header, buildsOn: 0, key: section.key, token: token,
      parts: count)
    let head = try append([revision], tags: LookupTags(values: []), to: dossier)
    return Attached(entry: header.entry, bijlage: bijlage, head: head)
  }

  private func randomToken() throws(ClientError) -> SecretBytes {
    do throws(SecretMemoryError) { return try SecretBytes.random(32) } catch {
      throw .secretMemory
    }
  }

  /// Brings some parts; once, however often it is sent.
  private func put(
    _ rows: [UInt8], from part: Int, of header: EntryHeader
  ) throws(ClientError) {
    var ask = Ask(
      method: "attachment.put",
      args: .object([
        ("dossier", .id(header.dossier)), ("entry", .id(header.entry)),
        ("hash", .base64(BLAKE2b.hash(rows))), ("part", .int(Int64(part))),
        ("section", .string(header.section.name)),
      ]), action: .attachmentPut, dossier: header.dossier)
    ask.rows = rows
    ask.isLongWork = true
    try perform(ask) { reply throws(CheckFailure) in
      try demand(reply.leaf.sections == [header.section], .leafSections)
      try demand(reply.leaf.names(header.entry, part: part), .leaf)
    }
  }
}

/// The stream in which a file's parts are sealed.
enum AttachmentStream {
  static func writer(
    _ header: EntryHeader, sectionKey: borrowing SecretBytes, token: borrowing SecretBytes
  ) throws(ClientError) -> SecretStream.Writer {
    do throws(SecretMemoryError) {
      let keys = try EntryKeys.derive(sectionKey: sectionKey, token: token, header: header)
      return try SecretStream.Writer(key: try keys.attachmentKey())
    } catch { throw .secretMemory }
  }
}

extension LogEntry {
  /// Whether this leaf is about these parts of this attachment.
  func names(_ entry: Identifier, part: Int) -> Bool {
    detail == ["entry": .code(entry.hex), "part": .int(Int64(part))]
  }
}
