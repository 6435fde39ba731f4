import CommandTree
import Desk
import Directory
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toegang involve`: a colleague works with this family too.
struct ToegangInvolve {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let until: Int64? =
      if let date = words.value("tot") { try Values.end(of: date, now: Moment.now()) } else { nil }
    let why = try desk.words()
    let member = try desk.member(words.required("lid"))
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: desk.usualPurpose())
    let session = try desk.session()
    let record = try calling { () throws(ClientError) in
      try session.involve(member.id, in: dossier, until: until, words: why)
    }
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(dossier)), ("member", .hexID(member.id)), ("record", .hexID(record)),
        ("until", until.map { .int($0) }),
      ]),
      text: Texts.involved(member.name, until: until.map(Moment.dutch))[desk.language] + "\n")
  }
}

/// `kluis toegang regie`: one hands over, the other takes, in one record.
struct ToegangRegie {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let why = try desk.words()
    let member = try desk.member(desk.arguments.required("lid"))
    let purpose = try desk.usualPurpose()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let session = try desk.session()
    // The new record names the one that it closes, so that two handovers cannot both happen.
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [.etiket], purpose: purpose)
    }
    guard let present = opened.involvement.last(where: { $0.sort == .regie }) else {
      throw Failure(ExitCode.data, "no-regie", Texts.noRegie, hint: Texts.tellFG)
    }
    let record = try calling { () throws(ClientError) in
      try session.handOverRegie(to: member.id, in: dossier, closing: present.id, words: why)
    }
    desk.screen.answer(
      ["dossier": .hexID(dossier), "member": .hexID(member.id), "record": .hexID(record)],
      text: Texts.hasRegie(member.name)[desk.language] + "\n")
  }
}
