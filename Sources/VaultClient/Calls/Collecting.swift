import AuditLog
import Records
import Sodium
import StrictJSON
package import Vocabulary

// What a partner may ask at its door: four calls, and no fifth. (Docs/protocol.md, Partner's door)

extension CollectSession {
  /// Bytes of one part at most.
  private static let partLimit = BundleSealing.partBytes

  /// What waits here, oldest first.
  package func waiting() throws(ClientError) -> [WaitingBundle] {
    let ask = Ask(
      method: "bundle.waiting", args: .object([JSONMember]()), action: .bundleWaiting)
    return try perform(ask) { reply throws(CheckFailure) in
      try demand(reply.rows.isEmpty, .answer)
      return try checked(.answer) { () throws(JSONError) in
        var bundles: [WaitingBundle] = []
        for item in try reply.fields.requireObjects("bundles") {
          bundles.append(try WaitingBundle(item))
        }
        return bundles
      }
    }
  }

  /// Fetches a bundle from its first byte to its last.
  ///
  /// What `sink` took counts only when this has returned: then it is the file that `waiting` announced,
  /// byte for byte.
  /// - Parameter sink: takes the bytes in order.
  /// - Throws: `.tampered` with `.bundle`; `.collecting`; what `sink` throws.
  package func collect<Fault: Error>(
    _ bundle: WaitingBundle, into sink: (ArraySlice<UInt8>) throws(Fault) -> Void
  ) throws {
    var hash = SHA256.Running()
    var size: Int64 = 0
    var next = 0
    while true {
      let page = try parts(of: bundle.bundle, from: next, of: bundle.parts)
      for part in page.parts {
        size += Int64(part.count)
        guard size <= bundle.size else { throw fault(.bundle, in: "bundle.collect") }
        hash.add(part)
        try sink(part)
      }
      next = page.next
      if page.isLast { break }
    }
    guard size == bundle.size, hash.finish() == bundle.file else {
      throw fault(.bundle, in: "bundle.collect")
    }
  }

  private struct Page {
    let parts: [ArraySlice<UInt8>]
    let next: Int
    let isLast: Bool
  }

  private func parts(
    of bundle: Identifier, from: Int, of count: Int
  ) throws(ClientError) -> Page {
    let ask = Ask(
      method: "bundle.collect",
      args: .object([("bundle", .id(bundle)), ("from", .int(Int64(from)))]),
      action: .bundleCollect, bundle: bundle)
    return try perform(ask) { reply throws(CheckFailure) in
      let (next, isLast) = try checked(.answer) { () throws(JSONError) in
        (
          Int(try reply.fields.requireInt("next", within: 0...Int64(count))),
          try reply.fields.requireBool("done")
        )
      }
      try demand(next > from && isLast == (next == count), .rows)
      // The log says exactly what was given.
      try demand(
        reply.leaf.detail["from"] == .int(Int64(from))
          && reply.leaf.detail["parts"] == .int(Int64(next - from)), .leafBundle)
      let parts = try Self.split(reply.rows)
      try demand(parts.count == next - from, .rows)
      return Page(parts: parts, next: next, isLast: isLast)
    }
  }

  /// Parts as they travel: length u32 ‖ bytes, one after the other, to the end.
  private static func split(
    _ rows: ArraySlice<UInt8>
  ) throws(CheckFailure) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = rows
    while !rest.isEmpty {
      try demand(rest.count > 4, .rows)
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      try demand(length >= 1 && length <= partLimit && length <= rest.count, .rows)
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts
  }

  /// Says that the whole file is here, and on the disk: the service need not keep it any longer.
  package func collected(_ bundle: WaitingBundle) throws(ClientError) {
    let ask = Ask(
      method: "bundle.collected",
      args: .object([("bundle", .id(bundle.bundle)), ("file", .base64(bundle.file))]),
      action: .bundleCollected, bundle: bundle.bundle)
    try perform(ask) { _ in }
  }

  /// Brings a receipt: its text, and the file of its signature by minisign.
  package func receipt(
    of bundle: Identifier, text: [UInt8], signature: [UInt8]
  ) throws(ClientError) {
    let ask = Ask(
      method: "bundle.receipt",
      args: .object([
        ("bundle", .id(bundle)), ("sig", .base64(signature)), ("text", .base64(text)),
      ]), action: .bundleReceipt, bundle: bundle)
    try perform(ask) { reply throws(CheckFailure) in
      let expected = LogEntry.Record(
        kind: BundleSealing.receiptKind, hash: BLAKE2b.hash(text, signature))
      try demand(reply.leaf.record == expected, .leafBundle)
    }
  }
}

extension WaitingBundle {
  fileprivate init(_ fields: JSONObject) throws(JSONError) {
    try fields.allowOnly(["bundle", "created", "file", "parts", "size", "valid_until"])
    let times = 0...CanonicalJSON.integers.upperBound
    bundle = try fields.identifier("bundle")
    parts = Int(try fields.requireInt("parts", within: 1...Int64(BundleSealing.partLimit)))
    let most = Int64(parts * BundleSealing.partBytes)
    size = try fields.requireInt("size", within: 1...most)
    file = try fields.bytes("file", count: 32)
    created = try fields.requireInt("created", within: times)
    validUntil = try fields.requireInt("valid_until", within: times)
  }
}
