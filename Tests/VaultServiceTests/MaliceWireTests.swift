import Dossier
import Records
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

/// The frames that pass between a client and the real service, kept and changed by somebody between.
final class Interceptor {
  /// The newest result of each method, as it was.
  private(set) var seen: [String: JSONValue] = [:]
  /// Changes a result; gets the method.
  var change: ((String, JSONValue) throws -> JSONValue)?
  /// Changes a request's params.
  var ask: ((String, JSONValue) throws -> JSONValue)?

  func channel(_ vault: RunningVault) throws -> Channel {
    try vault.channel { [self] message, send in
      let request = try Request(message: message)
      var outgoing = message
      if let ask {
        let params = try ask(request.method, .object(request.params.members))
        outgoing = try Request(id: request.id, method: request.method, params: params).encode()
      }
      let response = try Response(message: send(outgoing))
      guard case .success(let result) = response.outcome else { return response.encode() }
      let value = Self.withRows(result, response.tail)
      seen[request.method] = value
      guard let change else { return response.encode() }
      return try Self.response(request.id, change(request.method, value)).encode()
    }
  }

  /// A result with its rows as one more field, so that a lie is told in one place.
  private static func withRows(_ result: JSONObject, _ tail: ArraySlice<UInt8>) -> JSONValue {
    .object(
      result.members + (tail.isEmpty ? [] : [JSONMember("rows", .base64(Array(tail)))]))
  }

  /// The answer with the field `rows` put back beside it.
  static func response(_ id: RequestID, _ value: JSONValue) throws -> Response {
    let rows = value["rows"]?.bytesValue ?? []
    return try Response(id: id, result: value.with("rows", nil), tail: rows[...])
  }
}

@Suite("The malicious service: somebody between, with no key", .serialized)
struct MaliceWireTests {
  typealias Change = (JSONValue) throws -> JSONValue

  /// Changes the bytes of one field of a result.
  private static func bytes(
    _ key: String, _ change: @escaping ([UInt8]) throws -> [UInt8]
  ) -> Change {
    { result in
      result.with(key, .base64(try change(try #require(result[key]?.bytesValue))))
    }
  }

  /// Changes the links of an answer.
  private static func links(
    _ change: @escaping (inout [SignedLink]) -> Void
  ) -> Change {
    bytes("links") { bytes in
      var links = try SignedLink.decode(bytes)
      change(&links)
      return SignedLink.encode(links)
    }
  }

  /// Changes the rows of an answer.
  private static func rows(_ change: @escaping (inout [Row]) -> Void) -> Change {
    bytes("rows") { bytes in
      var rows = try Rows.decode(bytes)
      change(&rows)
      return Rows.encode(rows)
    }
  }

  private static func row(
    _ row: Row, nonce: [UInt8]? = nil, ck: [UInt8]? = nil, text: [UInt8]? = nil
  )
    -> Row
  {
    Row(
      n: row.n,
      sealed: SealedEntry(
        nonce: nonce ?? row.sealed.nonce, commitment: ck ?? row.sealed.commitment,
        ciphertext: text ?? row.sealed.ciphertext))
  }

  @Test("Whatever is changed in an opening on its way is found out, and nothing is shown")
  func openings() throws {
    let world = try MaliceWorld()
    let cases: [(String, Tampering, Change)] = [
      ("answer, one bit", .mac, Self.bytes("answer") { $0.flipped(at: 40) }),
      ("MAC, one bit", .mac, Self.bytes("mac") { $0.flipped() }),
      ("MAC left out", .answer, { $0.with("mac", nil) }),
      ("MAC cut short", .answer, Self.bytes("mac") { Array($0.dropLast()) }),
      ("answer left out", .answer, { $0.with("answer", nil) }),
      ("a field that is not ours", .answer, { $0.with("note", "trust me") }),
      ("secrets, one bit", .secrets, Self.bytes("secrets") { $0.flipped(at: -1) }),
      ("secrets left out", .secrets, { $0.with("secrets", nil) }),
      ("secrets cut short", .secrets, Self.bytes("secrets") { Array($0.dropLast(38)) }),
      ("links left out", .head, { $0.with("links", nil) }),
      ("newest link left out", .head, Self.links { $0.removeLast() }),
      ("first link left out", .links, Self.links { $0.removeFirst() }),
      ("a link in the middle left out", .links, Self.links { $0.remove(at: 3) }),
      ("two links swapped", .links, Self.links { $0.swapAt(6, 7) }),
      ("a link twice", .links, Self.links { $0.append($0[$0.count - 1]) }),
      (
        "a link's signature, one bit", .authorSignature,
        Self.links { $0[5] = SignedLink(link: $0[5].link, signature: $0[5].signature.flipped()) }
      ),
      (
        "another time in a link's header", .head,
        Self.links { links in
          let old = links[5].link
          var header = old.header
          header.writtenAt += 1
          links[5] = SignedLink(
            link: Link(
              header: header, n: old.n, role: old.role, directory: old.directory,
              content: old.content), signature: links[5].signature)
        }
      ),
      ("links cut in the middle of one", .links, Self.bytes("links") { Array($0.dropLast(7)) }),
      ("rows left out", .rowMissing, { $0.with("rows", nil) }),
      ("a row left out", .rowMissing, Self.rows { $0.remove(at: 2) }),
      ("a row twice", .rowExtra, Self.rows { $0.append($0[0]) }),
      (
        "a row of a link that is none", .rowExtra,
        Self.rows { $0.append(Row(n: 60_000, sealed: $0[0].sealed)) }
      ),
      ("two rows in each other's place", .rows, Self.rows { $0.swapAt(2, 3) }),
      (
        "two entries' ciphertexts swapped", .rowContent,
        Self.rows { rows in
          let (first, second) = (rows[2], rows[3])
          rows[2] = Row(n: first.n, sealed: second.sealed)
          rows[3] = Row(n: second.n, sealed: first.sealed)
        }
      ),
      (
        "ciphertext, one bit", .rowContent,
        Self.rows { $0[1] = Self.row($0[1], text: $0[1].sealed.ciphertext.flipped(at: 9)) }
      ),
      (
        "nonce, one bit", .rowContent,
        Self.rows { $0[1] = Self.row($0[1], nonce: $0[1].sealed.nonce.flipped()) }
      ),
      (
        "ck, one bit", .rowContent,
        Self.rows { $0[1] = Self.row($0[1], ck: $0[1].sealed.commitment.flipped()) }
      ),
      ("rows cut in the middle of one", .rows, Self.bytes("rows") { Array($0.dropLast(3)) }),
    ]
    for (name, finding, change) in cases {
      let between = Interceptor()
      let state = try world.device(.sanne)
      let session = try world.signIn(.sanne, state, over: between.channel(world.vault))
      between.change = { method, result in
        method == "dossier.open" ? try change(result) : result
      }
      noticed(finding, on: state, "\(name)") {
        _ = try session.open(world.dossier, purpose: .uitvoering)
      }
      #expect(state.pins.heads[world.dossier] == nil, "\(name)")
      // The lie over, the same session goes on: it was nothing that the service or member did.
      between.change = nil
      #expect(throws: Never.self, "\(name)") {
        _ = try session.open(world.dossier, purpose: .uitvoering)
      }
    }
  }

  @Test("an answer counts once: not for another request, another session, another member")
  func replays() throws {
    let world = try MaliceWorld()
    let earlier = Interceptor()
    let device = try world.device(.sanne)
    let session = try world.signIn(.sanne, device, over: earlier.channel(world.vault))
    _ = try session.open(world.dossier, purpose: .uitvoering)
    let old = try #require(earlier.seen["dossier.open"])
    _ = try session.list(purpose: .uitvoering)
    let list = try #require(earlier.seen["dossier.list"])
    // The same session: the answer to request 1 given to request 3, and another method's.
    for (name, replayed) in [("the earlier opening", old), ("the list", list)] {
      earlier.change = { _, _ in replayed }
      noticed(.mac, on: device, "\(name), same session") {
        _ = try session.open(world.dossier, purpose: .uitvoering)
      }
    }
    earlier.change = nil
    // A later session of the same member on the same device; and a colleague's.
    _ = try session.involve(world.vault.member(.youssef), in: world.dossier)
    for person in [Person.sanne, .youssef, .leidinggevende] {
      let between = Interceptor()
      let state = try world.device(person)
      let later = try world.signIn(person, state, over: between.channel(world.vault))
      between.change = { _, _ in old }
      noticed(.mac, on: state, "\(person)") {
        _ = try later.open(world.dossier, purpose: .uitvoering)
      }
      // Only the secrets of another session, beside a genuine answer.
      between.change = { _, result in result.with("secrets", old["secrets"]) }
      noticed(.secrets, on: state, "\(person), secrets") {
        _ = try later.open(world.dossier, purpose: .uitvoering)
      }
    }
  }

  @Test("rows and secrets of another section, dossier or request do not fit this one")
  func mixed() throws {
    let world = try MaliceWorld()
    let between = Interceptor()
    let state = try world.device(.sanne)
    let session = try world.signIn(.sanne, state, over: between.channel(world.vault))
    _ = try session.open(world.dossier, sections: [.kern], purpose: .uitvoering)
    let kern = try #require(between.seen["dossier.open"])
    let other = try session.create(Families.gezin("sjors")).id
    _ = try session.open(other, sections: [.plannen], purpose: .uitvoering)
    let second = try #require(between.seen["dossier.open"])
    for (name, finding, field, source) in [
      ("links of another dossier", Tampering.links, "links", second),
      ("rows of another dossier", .rowContent, "rows", second),
      ("secrets of another dossier", .secrets, "secrets", second),
      ("rows of another section", .rowMissing, "rows", kern),
      ("secrets of another request", .secrets, "secrets", kern),
    ] {
      between.change = { _, result in result.with(field, source[field]) }
      noticed(finding, on: state, "\(name)") {
        _ = try session.open(world.dossier, sections: [.plannen], purpose: .uitvoering)
      }
    }
  }

  @Test("a write whose answer was changed is not taken for done; the writer's chain stays")
  func writes() throws {
    let world = try MaliceWorld()
    let before = try world.head()
    let label = try #require(try world.links().first { $0.link.header.kind == .entry }).link.header
    let between = Interceptor()
    let state = try world.device(.sanne)
    let session = try world.signIn(.sanne, state, over: between.channel(world.vault))
    let target = try session.openForWriting(
      world.dossier, sections: [.etiket], purpose: .uitvoering)
    between.change = { _, result in
      result.with("answer", .base64(try #require(result["answer"]?.bytesValue).flipped(at: 50)))
    }
    noticed(.mac, on: state) {
      _ = try session.append(
        [NewRevision(.etiket("Bosman"), of: label.entry, buildingOn: 1)], to: target)
    }
    #expect(target.head == before && state.pins.heads[world.dossier] == before)
  }

  @Test(
    "an error made up on the way gives nothing and is no finding: whoever has the wire can cut it")
  func errors() throws {
    let world = try MaliceWorld()
    for (fault, exit) in [
      (WireFault.busy, Int32(75)), (.sealed, 69), (.logUnavailable, 69), (.badSignature, 1),
    ] {
      let state = try world.device(.sanne)
      var broken = false
      let channel = try world.vault.channel { message, send in
        guard broken else { return try send(message) }
        return Response(id: try Request(message: message).id, error: WireError(fault)).encode()
      }
      let session = try world.signIn(.sanne, state, over: channel)
      let pins = state.pins
      broken = true
      do {
        _ = try session.open(world.dossier, purpose: .uitvoering)
        Issue.record("opened nothing")
      } catch { #expect(error.exitCode == exit, "\(fault)") }
      #expect(state.pins == pins)
    }
  }
}
