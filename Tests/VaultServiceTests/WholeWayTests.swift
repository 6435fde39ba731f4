import Dossier
import Records
import Testing
import VaultClient
import VaultFixture
import Vocabulary

@Suite("The whole way: import, list, open, write, be refused", .serialized)
struct WholeWayTests {
  @Test("R1, R2: a family that was imported opens whole for its jeugdbeschermer, to the letter")
  func importAndOpen() throws {
    let vault = try RunningVault(Household())
    let sanne = try vault.session(.sanne)
    let gezin = try Families.gezin("sjors")
    let (id, head) = try sanne.create(gezin)
    #expect(head.n > 6)
    let listed = try sanne.list(purpose: .uitvoering)
    #expect(listed.map(\.id) == [id] && listed.map(\.etiket) == ["gezin Bosman, Zoetermeer"])
    let opened = try sanne.open(id, purpose: .uitvoering)
    #expect(opened.sections == Section.allCases && opened.notRead.isEmpty)
    #expect(opened.revisions.map(\.content) == gezin.contents())
    #expect(opened.view(sanne.directory).gezin == gezin)
  }
}
