import AuditLog
package import Dossier
import Records
import Sodium
import StrictJSON
package import Vocabulary

/// A file of an opened dossier: what is said of it, and the key of its parts.
package struct OpenedAttachment: Sendable {
  package let revision: OpenedRevision
  package let bijlage: Bijlage
  let key: AttachmentKey
}

/// The key of one attachment's parts; in locked memory as long as the dossier is at hand.
final class AttachmentKey: Sendable {
  let bytes: SecretBytes

  init(
    _ header: EntryHeader, section: OpenSection, token: borrowing SecretBytes
  ) throws(SecretMemoryError) {
    bytes = try EntryKeys.derive(sectionKey: section.key, token: token, header: header)
      .attachmentKey()
  }
}

extension OpenedAttachment {
  /// The attachments among opened revisions, each with its key.
  static func all(
    _ revisions: [OpenedRevision], links: [Link], sections: [Section: OpenSection],
    secrets: borrowing SecretItems
  ) throws(CheckFailure) -> [OpenedAttachment] {
    var attachments: [OpenedAttachment] = []
    for revision in revisions {
      guard case .bijlage(let bijlage) = revision.content else { continue }
      guard let section = sections[revision.section],
        let link = links.first(where: { $0.n == revision.n })
      else { throw .tampered(.rows) }
      let token = try secrets.checkedValue(of: .token(revision.section, n: revision.n))
      let key = try inLockedMemory { () throws(SecretMemoryError) in
        try AttachmentKey(link.header, section: section, token: token)
      }
      attachments.append(OpenedAttachment(revision: revision, bijlage: bijlage, key: key))
    }
    return attachments
  }
}

extension VaultSession {
  /// Reads a file, part after part, each opened before it is given.
  ///
  /// Only when this returns is the file whole and the one that its author described: what was given may be
  /// used from then on. When the connection breaks it is made again, and the reading goes on from the
  /// part at hand.
  /// - Parameter each: is given the file's bytes in order, at most 4 MiB at a time.
  /// - Throws: `.refused`, `.tampered`, and what `each` throws
  package func read(
    _ attachment: OpenedAttachment, of dossier: Identifier, purpose: Purpose,
    each: ([UInt8]) throws(ClientError) -> Void
  ) throws(ClientError) {
    let file = try AttachmentReading(attachment)
    while !file.isWhole {
      let from = file.next
      var ask = Ask(
        method: "attachment.get",
        args: .object([
          ("dossier", .id(dossier)), ("entry", .id(attachment.revision.entry)),
          ("from", .int(Int64(from))), ("purpose", .string(purpose.rawValue)),
          ("section", .string(attachment.revision.section.name)),
        ]), action: .attachmentRead, dossier: dossier, purpose: purpose)
      ask.isLongWork = true
      ask.usableFailure = "not-found"
      let plain = try perform(ask) { reply throws(CheckFailure) in
        // The link says that it is there, and no tombstone that it is not.
        try demand(reply.outcome == .permit, .rowMissing)
        try demand(reply.leaf.sections == [attachment.revision.section], .leafSections)
        try demand(reply.leaf.names(attachment.revision.entry, part: from), .leaf)
        return try file.open(reply)
      }
      try each(plain)
    }
  }
}

/// How far the reading of one file has come.
private final class AttachmentReading {
  private let bijlage: Bijlage
  private var stream: SecretStream.Reader
  private var plain = SHA256.Running()
  private var sealed: BLAKE2b.Running?
  /// The first part that was not read yet.
  private(set) var next = 0
  private(set) var isWhole = false

  init(_ attachment: OpenedAttachment) throws(ClientError) {
    bijlage = attachment.bijlage
    sealed = BLAKE2b.Running(count: 32)
    do throws(SecretStream.OpenError) {
      stream = try SecretStream.Reader(key: attachment.key.bytes, header: bijlage.kop)
    } catch { throw .secretMemory }
  }

  /// Opens the parts of an answer; with the last one the file must be what was described.
  func open(_ reply: Reply) throws(CheckFailure) -> [UInt8] {
    let (end, isLast) = try checked(.answer) { () throws(JSONError) in
      try reply.fields.allowOnly(["done", "more", "next", "outcome", "receipt"])
      return (
        Int(try reply.fields.requireInt("next", within: 1...Int64(AttachmentParts.most))),
        try reply.fields.requireBool("done")
      )
    }
    try demand(next < end && end <= bijlage.delen, .rows)
    try demand(isLast == (end == bijlage.delen), .rows)
    let counts = (next..<end).map {
      AttachmentParts.plainCount(ofPart: $0, ofFile: bijlage.grootte) + AttachmentParts.overhead
    }
    try demand(reply.rows.count == counts.reduce(0, +), .rows)
    var opened: [UInt8] = []
    opened.reserveCapacity(reply.rows.count)
    var rest = reply.rows
    for (part, count) in zip(next..<end, counts) {
      let sealedPart = rest.prefix(count)
      rest = rest.dropFirst(count)
      sealed?.add(sealedPart)
      let bytes = try pull(sealedPart)
      try demand(stream.hasEnded == (part == bijlage.delen - 1), .ciphertext)
      plain.add(bytes[...])
      opened += bytes
    }
    next = end
    if isLast {
      try demand(sealed.take()?.finish() == bijlage.verzegeld, .rowContent)
      try demand(plain.finish() == bijlage.sha256, .plaintext)
      isWhole = true
    }
    return opened
  }

  private func pull(_ part: ArraySlice<UInt8>) throws(CheckFailure) -> [UInt8] {
    do throws(SecretStream.OpenError) { return try stream.pull(part) } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.ciphertext)
    }
  }
}
