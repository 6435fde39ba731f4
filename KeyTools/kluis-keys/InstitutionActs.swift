import CommandTree
import Desk
import Directory
import Sodium

/// The key that founds a vault.
enum InstitutionActs {
  /// `institution new`: the sealed key and what everybody may have of it.
  static func new(_ desk: Desk) throws(Failure) {
    let out = desk.arguments.required("out")
    let published = publicName(of: out)
    try OutputFile.requireFree(out, published)
    let origin = desk.arguments.required("origin")
    guard Anchor.isOrigin(origin) else { throw Failure(IdentityError.input, out) }
    let passphrase = try desk.passphrase().readNew(for: origin)
    let sealed: [UInt8]
    let anchor: Anchor
    do throws(IdentityError) {
      let key = try InstitutionKey.create(origin: origin)
      sealed = try key.encode(passphrase: passphrase)
      anchor = key.anchor
    } catch { throw Failure(error, out) }
    try OutputFile.createAll([(out, sealed), (published, anchor.encode())])
    desk.screen.answer(answer(anchor, out, published))
  }

  /// `institution.pub` for `institution.key`.
  private static func publicName(of path: String) -> String {
    (path.hasSuffix(".key") ? String(path.dropLast(4)) : path) + ".pub"
  }

  private static func answer(_ anchor: Anchor, _ out: String, _ published: String) -> Answer {
    var answer = Answer()
    answer.add("origin", Text(nl: "kluis", en: "vault"), anchor.origin)
    answer.add(
      "institution_fingerprint",
      Text(nl: "vingerafdruk van de instelling", en: "the institution's fingerprint"),
      anchor.fingerprint.description)
    answer.add("institution_key", Text(nl: "sleutel", en: "key"), out)
    answer.add("institution_public", Text(nl: "openbaar", en: "public"), published)
    answer.note(
      Text(
        nl:
          "Druk de vingerafdruk af voor iedereen die lid wordt. \(out) gaat na 'init' van deze machine, op twee dragers in twee kluizen; de wachtzin ergens anders.",
        en:
          "Print the fingerprint for everybody who joins. After 'init' \(out) leaves this machine, on two media in two safes; the passphrase elsewhere."
      ))
    return answer
  }
}
