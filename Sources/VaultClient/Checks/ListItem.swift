import Directory
import Records
import StrictJSON
import Vocabulary

/// One dossier of a list as the service gives it: the label's link, and enough to check its author.
struct ListItem {
  let dossier: Identifier
  let head: Head
  let block: SectionBlock
  /// The link of the newest revision of the label.
  let link: SignedLink
  /// The chain's value before that link, 32 bytes.
  let before: [UInt8]

  init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["before", "dossier", "etiket", "head", "link"])
    dossier = try json.identifier("dossier")
    head = try Head(json.requireObject("head"))
    block = try SectionBlock(json.requireObject("etiket"))
    before = try json.bytes("before", count: 32)
    do throws(LinkError) { link = try SignedLink(try json.linkBytes()) } catch {
      throw json.error(.notAllowed(expected: "a signed link"), "link")
    }
    let header = link.link.header
    guard block.section == .etiket, header.section == .etiket, header.kind == .entry,
      header.dossier == dossier, link.link.n <= head.n
    else { throw json.error(.notAllowed(expected: "the label's link"), "link") }
  }

  /// The author signed the chain up to this link, so it can be checked without the other links.
  func checkAuthor(pin: Head?, _ directory: DirectoryView) throws(CheckFailure) {
    var chain = Chain(dossier: dossier, head: Head(n: link.link.n - 1, h: before))
    do throws(ChainError) {
      try chain.extend(with: [link], authors: directory.linkAuthor)
    } catch { throw .tampered(Tampering(error)) }
    try demand(chain.head.n < head.n || chain.head == head, .head)
    guard let pin else { return }
    try demand(pin.n <= head.n, .chainShorter)
    try demand(pin.n < head.n || pin == head, .chainForked)
    try demand(pin.n != chain.head.n || pin == chain.head, .chainForked)
  }
}

extension JSONObject {
  /// The bytes of `link`, of any length: the link's own reader is the judge.
  fileprivate func linkBytes() throws(LinkError) -> [UInt8] {
    do throws(JSONError) { return try bytes("link") } catch { throw .length }
  }
}
