import CommandTree
import Desk
import Directory
import Dossier
import Records
import VaultClient
import Vocabulary

/// From what was typed to the one thing that it names, or a failure that helps.
enum Resolve {
  /// Which of the listed dossiers a beginning names.
  ///
  /// - Parameter labels: whether labels may be shown: on the caseworker's own terminal only, since
  ///   stderr of a script ends up in files and mails.
  static func dossier(
    _ prefix: Prefix, _ word: String, among listed: [ListedDossier], labels: Bool
  ) throws(Failure) -> Identifier {
    let found = listed.filter { prefix.matches($0.id) }
    guard let dossier = found.first else {
      throw .usage("unknown-dossier", Texts.noSuchDossier(word), hint: Texts.seeDossiers)
    }
    guard found.count == 1 else {
      var failure = Failure.usage(
        "ambiguous-dossier", Texts.dossierAmbiguous(word, found.count), hint: Texts.giveMore)
      if labels {
        failure.problems = found.map {
          Failure.Problem(place: $0.id.hex, text: Text(same: $0.etiket))
        }
      }
      throw failure
    }
    return dossier.id
  }

  /// A request by its id or how it begins.
  static func request(
    _ word: String, among requests: [OpenRequest]
  ) throws(Failure) -> OpenRequest {
    guard let prefix = Prefix(word) else {
      throw .usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let found = requests.filter { prefix.matches($0.request.id) }
    guard let request = found.first else {
      throw .usage("unknown-request", Texts.noSuchRequest(word), hint: Texts.seeRequests)
    }
    guard found.count == 1 else {
      throw .usage("ambiguous-request", Texts.requestAmbiguous(word), hint: Texts.giveMore)
    }
    return request
  }
}

extension Desk {
  /// The purpose that was named, or the usual one of this member's function.
  func purpose() throws(Failure) -> Purpose {
    if let code = arguments.value("doel"), let purpose = Purpose(rawValue: code) { return purpose }
    return try usualPurpose()
  }

  func usualPurpose() throws(Failure) -> Purpose { Purpose.usual(for: try session().role) }

  /// The dossier that was named; a beginning costs one list, which the log shows.
  func dossier(_ word: String, purpose: Purpose) throws(Failure) -> Identifier {
    guard let prefix = Prefix(word) else {
      throw usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    if case .whole(let id) = prefix { return id }
    let session = try session()
    let listed = try calling { () throws(ClientError) in try session.list(purpose: purpose) }
    return try Resolve.dossier(
      prefix, word, among: listed,
      labels: screen.settings.errors.isTerminal && !screen.json)
  }

  func member(_ word: String) throws(Failure) -> Member {
    try MemberChoice.find(word, in: try session().directory)
  }

  /// The sections of `--secties`; nil without it.
  func sections() throws(Failure) -> [Section]? {
    guard let text = arguments.value("secties") else { return nil }
    return try Values.sections(text)
  }
}
