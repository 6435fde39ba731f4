import Store
package import Vocabulary

/// What a `keystore.db` does not open of a dossier that is newer than it.
package struct UnfitDossier: Equatable, Sendable {
  package let dossier: Identifier
  /// Sections of which it has S of before a refresh only: it fits no box of today's.
  package internal(set) var refreshed: [Section] = []
  /// Sections that came after it.
  package internal(set) var lacking: [Section] = []
  /// Revisions whose E it does not have.
  package internal(set) var revisions = 0

  init(_ dossier: Identifier) { self.dossier = dossier }

  var missing: Int { refreshed.count + lacking.count + revisions }
}

/// How a `vault.db` and a `keystore.db` fit: every S and E that the one needs, opened in the other.
struct KeystoreFit {
  private(set) var dossiers = 0
  private(set) var revisions = 0
  /// In the order of the dossiers' numbers.
  private(set) var unfit: [UnfitDossier] = []

  /// S and E that are not there.
  var missing: Int { unfit.reduce(0) { $0 + $1.missing } }

  init(_ tables: VaultTables, _ tokens: TokenTable) throws {
    for (number, dossier) in try tables.dossiers.all() {
      dossiers += 1
      var found = UnfitDossier(dossier)
      let halves = try tokens.keys(of: .share, dossier)
      for section in try tables.sections.sections(of: number) {
        let key = TokenKey.share(dossier, section.section, generation: section.generation)
        if try tokens.opens(key) { continue }
        let isOlder = halves.contains {
          $0.section == section.section && $0.revision < section.generation
        }
        if isOlder {
          found.refreshed.append(section.section)
        } else {
          found.lacking.append(section.section)
        }
      }
      for key in try ContentKey.newest(in: tables.links.signed(number), of: Section.allCases) {
        revisions += 1
        if try !tokens.opens(.entry(dossier, key)) { found.revisions += 1 }
      }
      if found.missing > 0 { unfit.append(found) }
    }
  }
}
