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
    let files = try Self.files(folder)
    let why = try desk.neededWords()
    let session = try desk.session()
    let present = try calling { () throws(ClientError) in try session.policy() }
    let proposed: PolicySet
    do throws(JSONError) { proposed = try PolicySet(files) } catch {
      throw Self.malformed("toegang.json", error)
    }
    do throws(JSONError) { _ = try proposed.sharing() } catch {
      throw Self.malformed("overdracht.json", error)
    }
    guard proposed.hash != present.hash else {
      throw desk.usage("same-policy", Texts.samePolicy)
    }
    let differences = try desk.compared(present, proposed)
    let valid = Moment.now() + Self.validDays * Moment.day
    let request = try calling { () throws(ClientError) in
      try session.proposePolicy(files, validUntil: valid, words: why)
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

  /// A folder without `overdracht.json` proposes a set that shares nothing.
  private static func files(_ folder: String) throws(Failure) -> PolicyFiles {
    PolicyFiles(
      rollen: try InputFile.read(folder + "/rollen.json", limit: limit),
      toegang: try InputFile.read(folder + "/toegang.json", limit: limit),
      overdracht: try InputFile.readIfThere(folder + "/overdracht.json", limit: limit))
  }

  private static func malformed(_ file: String, _ error: JSONError) -> Failure {
    Failure(
      ExitCode.data, "policy-malformed", Texts.policyFile(file, "\(error)"),
      hint: Texts.seePolicyRules)
  }
}
