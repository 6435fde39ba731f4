import Records
import Session
import StrictJSON
import Vocabulary

extension FuzzTarget {
  /// The three messages of a sign-in and the body of a request have one spelling.
  static let signIn = FuzzTarget(name: "sign-in", longest: 4_096) {
    let nonce = Seeds.hash(3)
    let body = RequestBody(
      method: "dossier.open", args: [JSONMember("dossier", .id(Seeds.id(1)))], idem: Seeds.id(2),
      origin: "kluis.example/jeugd",
      pins: .init(logSize: 3, logRoot: nonce, headNumber: 2, headHash: nonce), seq: 1,
      session: nonce)
    return [
      Message1(member: Seeds.id(1), nonce: nonce, origin: "kluis.example", versions: [1, 2])
        .encode(),
      Message2(
        version: 1, nonce: nonce, ephemeral: nonce, first: nonce, directory: 4,
        directoryHash: nonce, checkpoint: "kluis.example\n1\nAAAA\n"
      ).encode(),
      Message3(client: "kluis/0", ephemeral: nonce, second: nonce).encode(), body.encode(),
    ]
  } check: { bytes throws(Broken) in
    let what = "a message has two spellings"
    if let first = try? Message1(decoding: bytes) { try promise(first.encode() == bytes, what) }
    if let second = try? Message2(decoding: bytes) { try promise(second.encode() == bytes, what) }
    if let third = try? Message3(decoding: bytes) { try promise(third.encode() == bytes, what) }
    if let body = try? RequestBody(decoding: bytes) { try promise(body.encode() == bytes, what) }
  }
}
