import Foundation
import Testing
import VaultTestKit

/// The published age files, opened by the page's own script in a browser.
@Suite(.serialized)
struct AgeInBrowserVectorsTests {
  private struct Vector: Decodable {
    let name: String
    let expect: String
    let payloadSha256: String?
    let passphrases: [String]
  }

  /// Which reasons of the page are of a class of the vectors.
  private static let classes: [String: Set<String>] = [
    "header failure": ["header", "notAge", "version", "work", "truncated"],
    "armor failure": ["armor", "truncated"],
    "HMAC failure": ["mac"],
    "payload failure": ["payload", "truncated"],
  ]
  /// The share in these is a point of low order: only who has the private key can see that.
  private static let onlyWithPrivateKey: Set = ["x25519_identity", "x25519_low_order"]

  @Test(
    "the published age vectors end in the browser as they must: by passphrase, and by file key",
    arguments: Browser.usable)
  func vectors(_ browser: Browser) throws {
    let seen = try browser.seen().seen.vectors
    let file = Places.vectors.appendingPathComponent("age/manifest.json")
    let vectors = try BrowserRun.decoder.decode([Vector].self, from: Data(contentsOf: file))
    #expect(vectors.count > 60 && seen.count == vectors.count)
    for vector in vectors {
      let found = try #require(seen[vector.name], "\(vector.name) was not tried")
      let isForCode = !vector.passphrases.isEmpty
      switch vector.expect {
      case "success":
        #expect(found.byCode == (isForCode ? "opened" : "key"), "\(vector.name)")
        #expect(found.byKey == vector.payloadSha256, "\(vector.name)")
      case "no match":
        #expect(["code", "key"].contains(found.byCode), "\(vector.name): \(found.byCode)")
      default:
        let reasons = try #require(
          Self.classes[vector.expect], "an expectation that we do not know: \(vector.expect)")
        if Self.onlyWithPrivateKey.contains(vector.name) {
          #expect(found.byCode == "key", "\(vector.name)")
        } else if vector.expect == "header failure", vector.name != "stream_no_nonce" {
          #expect(reasons.contains(found.byCode), "\(vector.name): \(found.byCode)")
        } else {
          // The header is sound: without its key the page can only say whom the file is for.
          #expect(reasons.contains(found.byKey), "\(vector.name): \(found.byKey)")
          #expect(
            isForCode || reasons.contains(found.byCode) || found.byCode == "key", "\(vector.name)"
          )
        }
      }
    }
  }
}
