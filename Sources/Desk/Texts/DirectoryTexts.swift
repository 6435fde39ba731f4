package import CommandTree
package import Directory
import Vocabulary

extension Texts {
  package struct DirectoryText {
    package let exit: Int32
    package let code: String
    package let what: Text
    package let next: Text
  }

  package static let makeAnew = Text(
    nl: "maak het opnieuw op de ledenlijst van nu", en: "make it anew on the present directory")
  private static let others = Text(
    nl: "laat twee andere personen met de juiste functie tekenen",
    en: "let two other persons with the right functions sign it")
  private static let correct = Text(
    nl: "verbeter wie of wat u noemde en maak het opnieuw",
    en: "correct whom or what you named and make it anew")
  private static let report = Text(
    nl: "gebruik dit niet en meld het aan de FG", en: "do not use it and report it to the FG")

  /// Why a directory record or a draft does not count.
  package static func directory(_ error: DirectoryError) -> DirectoryText {
    func text(_ exit: Int32, _ code: String, _ what: Text, _ next: Text) -> DirectoryText {
      DirectoryText(exit: exit, code: code, what: what, next: next)
    }
    return switch error {
    case .order, .epoch, .custody:
      text(
        ExitCode.tryAgain, "draft-stale",
        Text(
          nl: "de ledenlijst is verder dan dit ontwerp", en: "the directory has moved on since"),
        makeAnew)
    case .signer:
      text(
        ExitCode.refused, "draft-signer",
        Text(
          nl: "getekend door iemand die geen actief lid is",
          en: "signed by somebody who is no active member"), others)
    case .functions(let kind):
      text(
        ExitCode.refused, "draft-functions",
        Text(
          nl: "hiervoor tekenen anderen: \(signers(kind).nl)",
          en: "this is signed by others: \(signers(kind).en)"), others)
    case .samePerson:
      text(
        ExitCode.refused, "draft-same-person",
        Text(
          nl: "beide handtekeningen zijn van dezelfde persoon",
          en: "both signatures are of the same person"), others)
    case .subject:
      text(
        ExitCode.refused, "draft-subject",
        Text(
          nl: "niemand tekent iets over zichzelf", en: "nobody signs something about themselves"),
        others)
    case .signatures:
      text(
        ExitCode.data, "draft-signatures",
        Text(
          nl: "het ontwerp heeft niet de handtekeningen die erbij horen",
          en: "the draft does not have the signatures that it takes"), others)
    case .repeated:
      text(
        ExitCode.data, "directory-repeated",
        Text(
          nl: "dit lid, deze partner of deze sleutel staat al in de ledenlijst",
          en: "this member, partner or key is in the directory already"), askNew)
    case .proof:
      text(
        ExitCode.data, "enrolment-proof",
        Text(
          nl: "het verzoek bewijst niet dat het lid de sleutel heeft",
          en: "the request does not prove that the member holds the key"), askNew)
    case .separation:
      text(
        ExitCode.refused, "directory-separation",
        Text(
          nl: "één persoon zou twee functies krijgen",
          en: "one person would have two functions"), correct)
    case .member:
      text(
        ExitCode.refused, "directory-member",
        Text(
          nl: "dit gaat over iemand die geen actief lid is",
          en: "this is about somebody who is no active member"), correct)
    case .role(let role):
      text(
        ExitCode.refused, "directory-role",
        Text(
          nl: "de functie \(role.name) past hier niet, of heeft nog geen sleutel",
          en: "the function \(role.name) does not fit here, or has no key yet"),
        correct)
    case .kept:
      text(
        ExitCode.refused, "directory-kept",
        Text(
          nl: "dit lid heeft deze sleutel al in bewaring",
          en: "this member keeps this key already"), correct)
    case .notKept:
      text(
        ExitCode.refused, "directory-not-kept",
        Text(
          nl: "geen van beide ondertekenaars heeft deze sleutel in bewaring",
          en: "neither of the two who sign keeps this key"),
        Text(
          nl: "laat iemand tekenen die haar heeft", en: "let somebody sign who has it"))
    case .partner:
      text(
        ExitCode.refused, "directory-partner",
        Text(
          nl: "dit gaat over wie geen partner (meer) is",
          en: "this is about somebody who is no partner, or is one no more"), correct)
    case .partnerName:
      text(
        ExitCode.refused, "directory-partner-name",
        Text(
          nl: "een andere partner heeft deze naam al", en: "another partner has this name already"),
        correct)
    case .malformed:
      text(
        ExitCode.data, "record-malformed",
        Text(nl: "het bestand is misvormd", en: "the file is malformed"), askNew)
    case .founding, .anchor, .signature:
      text(
        ExitCode.data, "directory-signature",
        Text(
          nl: "een handtekening van de ledenlijst klopt niet",
          en: "a signature in the directory does not hold"), report)
    }
  }

  private static let askNew = Text(
    nl: "vraag wie het maakte om een nieuw bestand", en: "ask whoever made it for a new file")

  /// Who signs a kind of record.
  package static func signers(_ kind: DirectoryAct.Kind) -> Text {
    switch kind {
    case .founding: Text(nl: "de instelling", en: "the institution")
    case .account, .memberKey, .suspension, .lookupKey:
      Text(nl: "een beheerder en een custodian", en: "a beheerder and a custodian")
    case .roleEpoch, .admission, .custody:
      Text(
        nl:
          "een custodian en een beheerder of tweede custodian; voor de fg een fg en een beheerder",
        en: "a custodian and a beheerder or second custodian; for the fg an fg and a beheerder")
    case .holders, .serviceKey, .logKey, .partner, .partnerKey, .partnerEnd, .bundleKey:
      Text(nl: "een beheerder en een fg", en: "a beheerder and an fg")
    }
  }
}
