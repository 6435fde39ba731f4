import CommandTree
import Desk
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer policy propose`: another set in the place of the present one, for others to decide.
struct PolicyPropose {
  let desk: Desk
  /// How long the others may take; policy allows no longer.
  static let validDays: Int64 = 14
  /// As large as the service takes.
  private static let limit = 1 << 18

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let folder = desk.arguments.required("MAP")
    let rollen = try InputFile.read(folder + "/rollen.json", limit: Self.limit)
    let toegang = try InputFile.read(folder + "/toegang.json", limit: Self.limit)
    let why = try desk.neededWords()
    let session = try desk.session()
    let present = try calling { () throws(ClientError) in try session.policy() }
    let proposed: PolicySet
    do throws(JSONError) { proposed = try PolicySet(rollen: rollen, toegang: toegang) } catch {
      throw Failure(
        ExitCode.data, "policy-malformed", Texts.policyFile("toegang.json", "\(error)"),
        hint: Texts.seePolicyRules)
    }
    guard proposed.hash != present.hash else {
      throw desk.usage("same-policy", Texts.samePolicy)
    }
    let differences = try desk.compared(present, proposed)
    let valid = Moment.now() + Self.validDays * Moment.day
    let request = try calling { () throws(ClientError) in
      try session.proposePolicy(
        rollen: rollen, toegang: toegang, validUntil: valid, words: why)
    }
    desk.screen.answer(
      [
        "request": .hexID(request), "policy": .string(Hex.encode(proposed.hash)),
        "previous": .string(Hex.encode(present.hash)),
        "differences": .array(differences.map(\.json)), "valid_until": .int(valid),
      ],
      text: PolicyShow.text(differences, desk.language)
        + Texts.requested(request.hex)[desk.language] + "\n")
    desk.screen.note(Texts.policyNext(request.hex))
  }
}
