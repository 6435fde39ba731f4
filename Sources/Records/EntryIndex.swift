package import Vocabulary

/// Which revisions a verified chain holds: what must come with the newest state of a section.
package struct EntryIndex: Sendable {
  private struct Place: Hashable {
    let section: Section
    let entry: Identifier
  }

  private struct Revision: Hashable {
    let place: Place
    let revision: UInt32
    let kind: EntryKind
  }

  private var seen: [Revision: Link] = [:]
  private var newest: [Place: Link] = [:]

  package init() {}

  /// - Throws: `.revisionTwice`
  package init(_ links: some Sequence<Link>) throws(ChainError) {
    for link in links { try add(link) }
  }

  /// Adds the next link of the chain.
  ///
  /// - Throws: `.revisionTwice`
  package mutating func add(_ link: Link) throws(ChainError) {
    let header = link.header
    let place = Place(section: header.section, entry: header.entry)
    let key = Revision(place: place, revision: header.revision, kind: header.kind)
    guard seen.updateValue(link, forKey: key) == nil else { throw .revisionTwice(n: link.n) }
    guard header.kind == .entry else { return }
    if let present = newest[place], present.header.revision > header.revision { return }
    newest[place] = link
  }

  /// The newest revision of an entry, destroyed or not.
  package func newest(of entry: Identifier, in section: Section) -> Link? {
    newest[Place(section: section, entry: entry)]
  }

  /// The newest revision of every entry of these sections that no tombstone covers, by number.
  package func newest(in sections: Set<Section>) -> [Link] {
    newest.values
      .filter { sections.contains($0.header.section) && !isDestroyed($0) }
      .sorted { $0.n < $1.n }
  }

  /// Whether a tombstone covers this revision.
  package func isDestroyed(_ link: Link) -> Bool {
    let place = Place(section: link.header.section, entry: link.header.entry)
    return seen[Revision(place: place, revision: link.header.revision, kind: .tombstone)] != nil
  }

  /// The link of a section's record: its content is the hash of the record's bytes.
  package func sectionRecord(of section: Section) -> Link? {
    let place = Place(section: section, entry: .zero)
    return seen[Revision(place: place, revision: 1, kind: .sectionRecord)]
  }
}
