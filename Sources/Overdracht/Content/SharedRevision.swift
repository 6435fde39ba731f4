package import Dossier
package import Vocabulary

/// One opened revision that may go into a bundle, with the ids by which the dossier knows it.
package struct SharedRevision: Equatable, Sendable {
  package let section: Section
  package let entry: Identifier
  package let revision: UInt32
  package var content: EntryContent
  package let writing: Writing?

  package init(
    section: Section, entry: Identifier, revision: UInt32, content: EntryContent,
    writing: Writing?
  ) {
    self.section = section
    self.entry = entry
    self.revision = revision
    self.content = content
    self.writing = writing
  }
}
