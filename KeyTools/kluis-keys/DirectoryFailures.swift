import CommandTree
import Directory
import Vocabulary

extension Failure {
  /// Why a directory record would not be accepted, or the directory not believed.
  init(_ error: DirectoryError) {
    let (exit, code, what) = Self.text(of: error)
    self.init(exit, code, what, hint: Self.next(exit))
  }

  private static func text(of error: DirectoryError) -> (Int32, String, Text) {
    switch error {
    case .order, .epoch, .custody:
      (
        75, "draft-stale",
        Text(
          nl: "de ledenlijst is verder dan dit concept", en: "the directory has moved on since")
      )
    case .functions, .signer, .signatures:
      (
        77, "draft-functions",
        Text(
          nl: "uw functie tekent dit niet", en: "your function does not sign this")
      )
    case .samePerson:
      (
        77, "draft-same-person",
        Text(
          nl: "beide handtekeningen zijn van dezelfde persoon",
          en: "both signatures are of the same person")
      )
    case .subject:
      (
        77, "draft-subject",
        Text(
          nl: "niemand tekent iets over zichzelf", en: "nobody signs something about themselves")
      )
    case .separation:
      (
        77, "directory-separation",
        Text(
          nl: "één persoon zou twee functies krijgen", en: "one person would have two functions")
      )
    case .member:
      (
        77, "directory-member",
        Text(
          nl: "dit gaat over iemand die geen actief lid is",
          en: "this is about somebody who is no active member")
      )
    case .role(let role):
      (
        77, "directory-role",
        Text(
          nl: "de rol \(role.name) past hier niet, of heeft nog geen sleutel",
          en: "the role \(role.name) does not fit here, or has no key yet")
      )
    case .repeated:
      (
        65, "directory-repeated",
        Text(
          nl: "een lid of sleutel komt twee keer voor", en: "a member or key is there twice")
      )
    case .proof:
      (
        65, "enrolment-proof",
        Text(
          nl: "het verzoek bewijst niet dat het lid de sleutel heeft",
          en: "the request does not prove that the member holds the key")
      )
    case .malformed:
      (
        65, "record-malformed",
        Text(nl: "het verzoek of record is misvormd", en: "the request or record is malformed")
      )
    case .founding, .anchor, .signature:
      (
        65, "directory-signature",
        Text(
          nl: "een handtekening van de ledenlijst klopt niet",
          en: "a signature in the directory does not hold")
      )
    }
  }

  private static func next(_ exit: Int32) -> Text {
    switch exit {
    case 75:
      Text(
        nl: "maak het opnieuw op de ledenlijst van nu",
        en: "make it anew on the present directory")
    case 77:
      Text(
        nl: "laat iemand met de juiste functie het doen, of verbeter wie of wat u noemde",
        en: "let somebody with the right function do it, or correct whom or what you named")
    default:
      Text(
        nl: "gebruik dit niet; vraag om een nieuw bestand, en meld het bij twijfel aan de FG",
        en: "do not use it; ask for a new file, and when in doubt report it to the FG")
    }
  }
}
