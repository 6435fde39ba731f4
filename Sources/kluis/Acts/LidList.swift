import CommandTree
import Desk
import Directory
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer lid list`: who is who, as the signed directory says.
struct LidList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let directory = try desk.session().directory
    desk.screen.answer(
      LidList.json(directory),
      text: LidList.text(directory, desk.language, desk.screen.settings.output))
  }

  static func text(
    _ directory: DirectoryView, _ language: Language, _ terminal: Terminal
  ) -> String {
    var table = Table(
      Texts.member[language], Texts.name[language], Texts.function[language],
      Texts.team[language], Texts.region[language], Texts.account[language],
      Texts.key[language])
    for member in directory.list {
      table.add(
        member.id.hex, member.name, member.function.name, member.team ?? "",
        member.region ?? "",
        (member.isActive ? Texts.active : Texts.suspended)[language],
        key(of: member, in: directory)[language])
    }
    return table.text(in: terminal)
  }

  private static func key(of member: Member, in directory: DirectoryView) -> Text {
    guard member.function.hasRoleKey else { return Texts.needsNoKey }
    return directory.admission(of: member.id).map { Texts.epoch($0.epoch) } ?? Texts.notAdmitted
  }

  static func json(_ directory: DirectoryView) -> JSONValue {
    [
      "position": .int(Int64(directory.position)),
      "members": .array(
        directory.list.map { member in
          .object(present: [
            ("member", .hexID(member.id)), ("name", .string(member.name)),
            ("function", .string(member.function.name)),
            ("team", member.team.map { .string($0) }),
            ("region", member.region.map { .string($0) }), ("person", .hexID(member.person)),
            ("active", .bool(member.isActive)),
            ("epoch", directory.admission(of: member.id).map { .int(Int64($0.epoch)) }),
            ("fingerprint", .string(member.keys.fingerprint.description)),
          ])
        }),
    ]
  }
}

extension Role {
  /// Whether members of this function are admitted to a key of it.
  var hasRoleKey: Bool { hasDossierKey || self == .fg }
}
