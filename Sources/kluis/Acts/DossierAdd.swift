import CommandTree
import Desk
import Dossier
import Glibc
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis dossier add`: one new entry, judged by the rules of the domain before it is sealed.
struct DossierAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let content = try entry()
    let purpose = try desk.purpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let revision = NewRevision(content)
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [content.section], purpose: purpose)
    }
    let head = try calling { () throws(ClientError) in
      try session.append([revision], to: writable)
    }
    desk.answerWritten(
      [("entry", .hexID(revision.entry)), ("section", .string(content.section.name))],
      in: dossier, by: writable, head: head,
      Texts.writtenAs(revision.entry.hex, content.section.name))
  }

  private func entry() throws(Failure) -> EntryContent {
    let words = desk.arguments
    var scores: [(kind: String, number: Int64)] = []
    for word in words.values("schaal") { scores.append(try Values.score(word)) }
    return try DossierAdd.content([
      ("id", .string("e-" + Identifier.random().short)),
      ("sectie", .string(words.required("sectie"))),
      ("soort", .string(words.required("soort"))), ("datum", .string(words.required("datum"))),
      ("bron", .string(words.required("bron"))), ("aard", .string(words.required("aard"))),
      ("over", .array(Values.list(words.required("over")).map { .string($0) })),
      ("tekst", .string(try text())), ("vanWie", words.value("van-wie").map { .string($0) }),
      ("stem", words.value("stem").map { .string($0) }),
      (
        "schaal",
        scores.isEmpty
          ? nil
          : .array(scores.map { ["kind": .string($0.kind), "cijfer": .int($0.number)] })
      ),
    ])
  }

  /// Reads the fields as the domain reads an entry: every problem at once, by the option's name.
  static func content(_ fields: [(String, JSONValue?)]) throws(Failure) -> EntryContent {
    try TypedContent.read("entry", fields, option: option)
  }

  /// `vanWie` was typed as `--van-wie`, `over[0]` as part of `--over`.
  private static func option(of place: String) -> String {
    let field = place.prefix { $0 != "[" && $0 != "." }
    switch field {
    case "tekst": return "tekst"
    case "vanWie": return "--van-wie"
    case "sectie", "soort", "datum", "bron", "aard", "over", "stem", "schaal": return "--\(field)"
    default: return place
    }
  }

  /// The text, without the line feed at its end.
  private func text() throws(Failure) -> String {
    let path = desk.arguments.value("tekst-van") ?? "-"
    if path == "-" {
      guard desk.passphraseDescriptor != 0 else {
        throw desk.usage("stdin-twice", Texts.stdinTwice, hint: Texts.otherDescriptor)
      }
      if isatty(STDIN_FILENO) == 1 { desk.screen.note(Texts.typeText) }
    }
    var bytes = try InputFile.read(path, limit: GezinImport.limit)[...]
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes = bytes.dropLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(ExitCode.data, "not-utf8", Texts.notText, hint: Texts.saveAsUTF8)
    }
    return text
  }
}
