import Foundation
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("The partners' door: what waits is held against the log before it is named", .serialized)
struct WaitingRowTests {
  /// What somebody with the disk does while the service runs, and what undoes it.
  private static func changes(_ world: BundleWorld) -> [(change: String, back: String)] {
    let school = "x'\(world.school.hex)'"
    return [
      // Somebody else's bundle is shown to the school.
      (
        "INSERT INTO bundle_partner (bundle, partner) SELECT id, \(school) FROM bundle",
        "DELETE FROM bundle_partner WHERE partner = \(school)"
      ),
      (
        "UPDATE bundle SET valid_until = valid_until + 86400000",
        "UPDATE bundle SET valid_until = valid_until - 86400000"
      ),
      ("UPDATE bundle SET size = size + 1", "UPDATE bundle SET size = size - 1"),
      ("UPDATE bundle SET created = created - 1", "UPDATE bundle SET created = created + 1"),
      ("UPDATE bundle_part SET n = n + 1", "UPDATE bundle_part SET n = n - 1"),
    ]
  }

  @Test("A changed row of what waits is named as damage, to every partner that it is shown to")
  func changed() throws {
    let world = try BundleWorld()
    let bundle = try world.placed()
    let path = world.household.folder + "/vault.db"
    let database = try Database(path)
    try database.permitAnything()
    try database.run("PRAGMA busy_timeout = 5000")
    for (number, (change, back)) in Self.changes(world).enumerated() {
      let reader = number == 0 ? world.school : world.partners[0]
      let before = try world.collect(as: reader).waiting()
      #expect(before.map(\.bundle) == (number == 0 ? [] : [bundle]))
      try database.run(change)
      #expect(
        try world.code { _ = try world.collect(as: reader).waiting() } == "store-damaged",
        "\(change)")
      try database.run(back)
    }
    database.close()
    #expect(try world.collect(as: world.partners[0]).waiting().map(\.bundle) == [bundle])
  }
}
