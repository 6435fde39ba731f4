import CommandTree
import Desk
import Directory
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer sign`: the second signature, after showing what it is put under.
struct DraftSign {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("ONTWERP")
    let file = try Drafting.file(
      InputFile.read(path, limit: Drafting.limit), path: path)
    let session = try desk.session()
    let shown = try show(file, on: session.directory, path: path)
    try agree()

    var submitted: [(kind: String, text: Text, position: Int)] = []
    for (draft, text) in zip(file.drafts, shown) {
      let (kind, record) = try sign(draft, on: session.directory, path: path)
      let position = try calling { () throws(ClientError) in
        try session.appendToDirectory(record)
      }
      submitted.append((kind, text, position))
    }
    let language = desk.language
    desk.screen.answer(
      [
        "records": .array(
          submitted.map {
            [
              "kind": .string($0.kind), "text": .string($0.text[language]),
              "position": .count($0.position),
            ]
          })
      ],
      text: Texts.submitted(submitted.count, position: session.directory.position)[language]
        + "\n")
  }

  /// Says what every record does, on stderr; a draft that lost its place is refused here.
  private func show(
    _ file: DraftFile, on directory: DirectoryView, path: String
  ) throws(Failure) -> [Text] {
    var texts: [Text] = []
    var acts: [DirectoryAct] = []
    do throws(DirectoryError) {
      var view = directory
      for draft in file.drafts {
        let body = try draft.check(on: view)
        acts.append(body.act)
        view = try view.presuming([draft])
        let named = view
        texts.append(Texts.directoryAct(body.act, name: { named.screenName(of: $0) }))
      }
    } catch { throw .draft(error, path: path) }
    for act in acts { try act.requireUsableKeys() }
    desk.screen.note(Texts.toSign(texts.count))
    for (number, text) in texts.enumerated() {
      let line = VisibleText.neutral(text[desk.language], keepingLines: false)
      desk.screen.note(Text(same: "\(number + 1). \(line)"))
    }
    return texts
  }

  /// On a terminal the word itself must be typed; a script has read the draft before.
  private func agree() throws(Failure) {
    guard desk.screen.settings.errors.isTerminal, !desk.screen.json else { return }
    let answer = try TerminalPrompt.line(
      Texts.typeAkkoord[desk.language],
      orElse: Failure(ExitCode.failed, "no-terminal", Texts.nobodyToAsk, hint: Texts.signByJSON))
    guard answer == "akkoord" else {
      throw Failure(ExitCode.failed, "not-agreed", Texts.notAgreed, hint: Texts.agreeHint)
    }
  }

  private func sign(
    _ draft: DirectoryDraft, on directory: DirectoryView, path: String
  ) throws(Failure) -> (kind: String, record: [UInt8]) {
    let keys = try desk.keys()
    do throws(DirectoryError) {
      var draft = draft
      let body = try draft.check(on: directory)
      try draft.sign(
        as: keys.identity.member, with: keys.identity.signing, on: directory)
      return (body.act.kind.rawValue, try draft.record(on: directory))
    } catch { throw .draft(error, path: path) }
  }
}
