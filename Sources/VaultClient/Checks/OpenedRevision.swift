package import Dossier
import Records
import Sodium
package import Vocabulary

/// One revision of an entry, opened after everything that vouches for it was checked.
package struct OpenedRevision: Equatable, Sendable {
  package let entry: Identifier
  package let section: Section
  package let revision: UInt32
  /// Number of its link.
  package let n: UInt32
  package let author: Identifier
  package let role: Role
  /// Milliseconds, by the author's clock.
  package let writtenAt: Int64
  package let content: EntryContent

  /// Who wrote it and when, for a reader.
  ///
  /// Links count revisions from 1, texts count what came after the first.
  /// - Parameter author: the author's name.
  package func writing(by author: String) -> Writing {
    Writing(
      author: author, milliseconds: writtenAt, revision: max(revision, 1) - 1, entry: entry)
  }
}

extension OpenedRevision {
  /// Opens one row under its link: content hash, commitment, decryption, padding, content.
  static func open(
    _ row: Row, link: Link, section: OpenSection, token: borrowing SecretBytes
  ) throws(CheckFailure) -> OpenedRevision {
    let plaintext: [UInt8]
    do throws(SealedEntry.OpenError) {
      plaintext = try row.sealed.open(link: link, sectionKey: section.key, token: token)
    } catch {
      throw switch error {
      case .content: .tampered(.rowContent)
      case .commitment: .tampered(.commitment)
      case .ciphertext(.memory), .memory: .other(.secretMemory)
      case .ciphertext: .tampered(.ciphertext)
      case .padding: .tampered(.plaintext)
      }
    }
    let content = try checked(.plaintext) { () throws(GezinFileError) in
      try EntryContent.decode(plaintext)
    }
    // The section is signed in the header; the plaintext may not claim another.
    try demand(content.section == link.header.section, .plaintext)
    // A link of a file vouches for what is said of a file, one of a flag for a flag, and no other does.
    try demand(content.entryKind == link.header.kind, .plaintext)
    let header = link.header
    return OpenedRevision(
      entry: header.entry, section: header.section, revision: header.revision, n: link.n,
      author: header.author, role: link.role, writtenAt: header.writtenAt, content: content)
  }

  /// The rows of an answer against the chain: the newest revision of every entry of the sections,
  /// none missing, none extra, ordered by section and then by link.
  ///
  /// - Parameter expected: the links of those revisions, from the verified chain.
  static func openAll(
    _ rows: [Row], expected: [Link], sections: [Section: OpenSection],
    secrets: borrowing SecretItems
  ) throws(CheckFailure) -> [OpenedRevision] {
    let expected = expected.sorted {
      ($0.header.section.rawValue, $0.n) < ($1.header.section.rawValue, $1.n)
    }
    if rows.count != expected.count || zip(rows, expected).contains(where: { $0.n != $1.n }) {
      // Not as it should be: which of the findings it is.
      let given = Set(rows.map(\.n))
      try demand(expected.allSatisfy { given.contains($0.n) }, .rowMissing)
      try demand(rows.count == expected.count, .rowExtra)
      throw .tampered(.rows)
    }
    var closed: [ClosedRevision] = []
    closed.reserveCapacity(rows.count)
    for (row, link) in zip(rows, expected) {
      guard let section = sections[link.header.section] else { throw .tampered(.rows) }
      let token = try secrets.checkedValue(of: .token(link.header.section, n: link.n))
      closed.append(ClosedRevision(row: row, link: link, section: section, token: token))
    }
    // Revisions do not depend on each other; the first in order that fails is the one reported.
    let results = Cores.map(closed) { closed in
      Result { () throws(CheckFailure) in try closed.open() }
    }
    for case .failure(let failure) in results { throw failure }
    // Sorted by place: a revision is long to move about.
    var opened: [OpenedRevision] = []
    opened.reserveCapacity(rows.count)
    for place in results.indices.sorted(by: { expected[$0].n < expected[$1].n }) {
      opened.append(try results[place].get())
    }
    return opened
  }
}

/// A row with all that opens it, for whichever core is free.
private final class ClosedRevision: Sendable {
  let row: Row
  let link: Link
  let section: OpenSection
  let token: SecretBytes

  init(row: Row, link: Link, section: OpenSection, token: consuming SecretBytes) {
    self.row = row
    self.link = link
    self.section = section
    self.token = token
  }

  func open() throws(CheckFailure) -> OpenedRevision {
    try .open(row, link: link, section: section, token: token)
  }
}
