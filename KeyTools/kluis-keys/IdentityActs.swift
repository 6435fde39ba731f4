import CommandTree
import Desk
import Directory
import Sodium
import StrictJSON
import Vocabulary

/// One person's keys: made, shown, and put under another passphrase.
enum IdentityActs {
  /// `identity new`: nothing is written before the institution was recognised from paper.
  static func new(_ desk: Desk) throws(Failure) {
    let arguments = desk.arguments
    let out = arguments.required("out")
    let request = out + ".pub"
    let anchor = try InputFile.anchor(arguments.required("institution"))
    try OutputFile.requireFree(out, request)
    let name = arguments.required("name")
    guard JSONObject.isPlainText(name) else { throw Failure(IdentityError.input, out) }
    guard anchor.fingerprint.matches(try desk.typedFingerprint()) else {
      throw Failure(
        ExitCode.data, "fingerprint",
        Text(
          nl:
            "de vingerafdruk is niet die van \(arguments.required("institution")); niets geschreven",
          en:
            "the fingerprint is not that of \(arguments.required("institution")); nothing was written"
        ),
        hint: Text(
          nl:
            "vergelijk opnieuw met het papier; klopt dat, gebruik dit bestand dan niet en meld het",
          en: "compare with the paper again; if that is right, do not use this file and report it"))
    }
    let passphrase = try desk.passphrase().readNew(for: name)
    let sealed: [UInt8]
    let enrolment: EnrolmentRequest
    do throws(IdentityError) {
      let identity = try Identity.create(name: name, anchor: anchor)
      sealed = try identity.encode(passphrase: passphrase)
      enrolment = identity.enrolment
    } catch { throw Failure(error, out) }
    try OutputFile.createAll([(out, sealed), (request, enrolment.encode())])
    desk.screen.answer(answer(enrolment, anchor, files: (out, request)))
  }

  /// `identity show`: what the file says in clear.
  static func show(_ desk: Desk) throws(Failure) {
    let file = try InputFile.identity(desk.arguments.required("BESTAND"))
    desk.screen.answer(answer(file.request, file.anchor, files: nil))
  }

  /// `identity passwd`: the same keys under another passphrase.
  static func changePassphrase(_ desk: Desk) throws(Failure) {
    let path = desk.arguments.required("BESTAND")
    let file = try InputFile.identity(path)
    let name = file.request.name
    let old = try desk.passphrase().read(for: name)
    let sealed: [UInt8]
    do {
      let identity = try file.open(passphrase: old)
      let new = try desk.passphrase(option: "new-passphrase-fd").readNew(for: name)
      sealed = try identity.encode(passphrase: new)
    } catch let error as IdentityError {
      throw Failure(error, path)
    } catch let error as Failure { throw error } catch { throw .memory }
    try OutputFile.replace(path, with: sealed)
    var answer = Answer()
    answer.add("identity", Text(nl: "veranderd", en: "changed"), path)
    answer.note(
      Text(
        nl: "Kopieën van het oude bestand openen nog met de oude wachtzin: vervang ze.",
        en: "Copies of the old file still open with the old passphrase: replace them."))
    desk.screen.answer(answer)
  }

  private static func answer(
    _ request: EnrolmentRequest, _ anchor: Anchor, files: (String, String)?
  ) -> Answer {
    var answer = Answer()
    answer.add("name", Text(nl: "naam", en: "name"), request.name)
    answer.add("member", Text(nl: "lid", en: "member"), request.member.hex)
    answer.add(
      "fingerprint", Text(nl: "uw vingerafdruk", en: "your fingerprint"),
      request.fingerprint.description)
    answer.add("origin", Text(nl: "kluis", en: "vault"), anchor.origin)
    answer.add(
      "institution_fingerprint",
      Text(nl: "vingerafdruk van de instelling", en: "the institution's fingerprint"),
      anchor.fingerprint.description)
    guard let files else { return answer }
    answer.add("identity", Text(nl: "identiteit", en: "identity"), files.0)
    answer.add("request", Text(nl: "verzoek", en: "request"), files.1)
    answer.note(
      Text(
        nl:
          "Geef \(files.1) aan de beheerder en lees uw vingerafdruk zelf voor. Bewaar een kopie van \(files.0) en de wachtzin, niet op dezelfde plaats.",
        en:
          "Give \(files.1) to the beheerder and read your fingerprint out yourself. Keep a copy of \(files.0) and the passphrase, not in the same place."
      ))
    return answer
  }
}
