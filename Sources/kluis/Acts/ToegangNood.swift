import CommandTree
import Desk
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toegang nood`: a family that one is not involved with, now; others review it.
struct ToegangNood {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let word = desk.arguments.required("DOSSIER")
    guard case .whole(let dossier)? = Prefix(word) else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.emergencyWholeID)
    }
    let hours = desk.arguments.value("uren").flatMap { Int64($0) }
    let reason = try desk.neededWords()
    let session = try desk.session()
    let taken = try calling { () throws(ClientError) in
      try session.takeEmergency(to: dossier, hours: hours, words: reason)
    }
    let access = EmergencyAccess(request: taken.request, until: taken.until)
    desk.screen.answer(
      [
        "dossier": .hexID(dossier), "request": .hexID(taken.request), "until": .int(taken.until),
        "ref": .count(taken.entry),
      ],
      text: EmergencyBanner.around(
        Texts.emergencyTaken(dossier.hex, entry: taken.entry)[desk.language] + "\n", access,
        desk.language, desk.screen.settings.output))
  }
}
