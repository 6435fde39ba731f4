package import Vocabulary

/// Which revisions a verified chain holds: what must come with the newest state of a section.
package struct EntryIndex: Sendable {
  private struct Place: Hashable {
    let section: Section
    let entry: Identifier

    // Ids are random, so the id alone spreads.
    func hash(into hasher: inout Hasher) { hasher.combine(entry) }
  }

  private struct Revision: Hashable {
    let place: Place
    let revision: UInt32
    let kind: EntryKind

    func hash(into hasher: inout Hasher) {
      hasher.combine(place)
      hasher.combine(revision)
    }
  }

  private var links: [Link] = []
  // Where in `links` they stand.
  private var seen: [Revision: Int] = [:]
  private var newest: [Place: Int] = [:]
  private var hasTombstones = false

  package init() {}

  /// - Throws: `.revisionTwice`
  package init(_ links: some Collection<Link>) throws(ChainError) {
    self.links.reserveCapacity(links.count)
    seen.reserveCapacity(links.count)
    newest.reserveCapacity(links.count)
    for link in links { try add(link) }
  }

  /// Adds the next link of the chain.
  ///
  /// - Throws: `.revisionTwice`; also for what goes on as another kind, such as an entry as an attachment:
  ///   which of the two is the newest would be a matter of opinion.
  package mutating func add(_ link: Link) throws(ChainError) {
    let header = link.header
    let place = Place(section: header.section, entry: header.entry)
    let key = Revision(place: place, revision: header.revision, kind: header.kind)
    guard seen.updateValue(links.count, forKey: key) == nil
    else { throw .revisionTwice(n: link.n) }
    if header.kind.hasContent {
      if let known = newest[place] {
        guard links[known].header.kind == header.kind else { throw .revisionTwice(n: link.n) }
        if links[known].header.revision <= header.revision { newest[place] = links.count }
      } else {
        newest[place] = links.count
      }
    }
    if header.kind == .tombstone { hasTombstones = true }
    links.append(link)
  }

  /// The newest revision of an entry, attachment or flag, destroyed or not.
  package func newest(of entry: Identifier, in section: Section) -> Link? {
    newest[Place(section: section, entry: entry)].map { links[$0] }
  }

  /// The newest revision of every entry, attachment and flag of these sections that no tombstone covers, by
  /// number.
  package func newest(in sections: Set<Section>) -> [Link] {
    // Links stand in the order of their numbers.
    newest.values.sorted().compactMap { place in
      let link = links[place]
      return sections.contains(link.header.section) && !isDestroyed(link) ? link : nil
    }
  }

  /// Every revision of every entry, attachment and flag of these sections that no tombstone covers, by number.
  package func all(in sections: Set<Section>) -> [Link] {
    links.filter { link in
      link.header.kind.hasContent && sections.contains(link.header.section) && !isDestroyed(link)
    }
  }

  /// Whether a tombstone covers this revision.
  package func isDestroyed(_ link: Link) -> Bool {
    guard hasTombstones else { return false }
    let place = Place(section: link.header.section, entry: link.header.entry)
    return seen[Revision(place: place, revision: link.header.revision, kind: .tombstone)] != nil
  }

  /// The link of a section's record: its content is the hash of the record's bytes.
  package func sectionRecord(of section: Section) -> Link? {
    let place = Place(section: section, entry: .zero)
    return seen[Revision(place: place, revision: 1, kind: .sectionRecord)].map { links[$0] }
  }
}
