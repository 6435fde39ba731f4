import CommandTree
import Desk
import Directory
import Sodium
import VaultService
import Vocabulary

/// `init`: the files of a new vault.
enum FoundingActs {
  static func found(_ desk: Desk) throws(Failure) {
    let arguments = desk.arguments
    let founding = VaultFounding(
      folder: arguments.required("dir"), origin: arguments.required("origin"),
      institution: arguments.required("institution"),
      beheerder: try InputFile.request(arguments.required("beheerder")),
      custodian: try InputFile.request(arguments.required("custodian")))
    let keyPath = arguments.required("institution-key")
    let sealed = try InputFile.readOwn(keyPath)
    let passphrase = try desk.passphrase().read(for: keyPath)
    let founded: FoundedVault
    do {
      let key = try InstitutionKey.decode(sealed, passphrase: passphrase)
      founded = try founding.make(with: key, at: Moment.now())
    } catch let error as FoundingError {
      throw Failure(error)
    } catch let error as IdentityError {
      throw Failure(error, keyPath)
    } catch { throw .memory }
    desk.screen.answer(answer(founded, founding, keyPath))
  }

  private static func answer(
    _ founded: FoundedVault, _ founding: VaultFounding, _ keyPath: String
  ) -> Answer {
    var answer = Answer()
    answer.add("origin", Text(nl: "kluis", en: "vault"), founded.anchor.origin)
    answer.add(
      "institution_fingerprint",
      Text(nl: "vingerafdruk van de instelling", en: "the institution's fingerprint"),
      founded.anchor.fingerprint.description)
    answer.add(founded.bundleKey)
    for (key, account, request) in [
      ("beheerder", founded.founding.beheerder, founding.beheerder),
      ("custodian", founded.founding.custodian, founding.custodian),
    ] {
      answer.add(key, Text(same: key), "\(account.name) (\(account.member.hex))")
      answer.add(
        key + "_fingerprint",
        Text(nl: "vingerafdruk van de \(key)", en: "the \(key)'s fingerprint"),
        request.fingerprint.description)
    }
    for file in FoundedFile.allCases {
      answer.add(
        file.rawValue.split(separator: ".").joined(separator: "_"), keeper(of: file),
        founding.folder + "/" + file.rawValue)
    }
    answer.note(
      Text(
        nl: """
          Vergelijk beide vingerafdrukken met de mensen zelf, vóór kluisd start; klopt er één niet, verwijder dan \(founding.folder) en begin opnieuw.
          Van deze machine af: root.key (papier of drager, naar de bewaarders) en \(keyPath) (naar de kluis van de instelling).
          """,
        en: """
          Compare both fingerprints with the people themselves before kluisd starts; if one is wrong, remove \(founding.folder) and begin again.
          Off this machine: root.key (paper or a medium, to the share holders) and \(keyPath) (to the institution's safe).
          """))
    return answer
  }

  /// What a file is and who keeps it.
  private static func keeper(of file: FoundedFile) -> Text {
    switch file {
    case .rootKey:
      Text(
        nl: "hoofdsleutel, voor de bewaarders: gaat van deze machine af",
        en: "root key, for the share holders: leaves this machine")
    case .wrapKey:
      Text(
        nl: "opent keystore.db bij de start: kluisd, als systemd-credential",
        en: "opens keystore.db at a start: kluisd, as a systemd credential")
    case .serviceKey:
      Text(
        nl: "bewijst dat dit de kluis is: kluisd", en: "proves that this is the vault: kluisd")
    case .keystore:
      Text(
        nl: "helften en tokens van de kluis: kluisd; kopieën hoogstens 30 dagen",
        en: "the vault's halves and tokens: kluisd; copies for at most 30 days")
    case .vault:
      Text(
        nl: "versleutelde dossiers, ledenlijst en log: kluisd",
        en: "encrypted dossiers, directory and log: kluisd")
    case .institution:
      Text(
        nl: "openbare sleutel van de instelling: voor ieder lid",
        en: "the institution's public key: for every member")
    case .bundle:
      Text(
        nl: "openbare bundelsleutel: laten tekenen (kluis beheer bundle-key add)",
        en: "public bundle key: to be signed (kluis beheer bundle-key add)")
    }
  }
}
