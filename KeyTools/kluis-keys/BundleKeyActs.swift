import CommandTree
import Desk
import Directory
import Sodium
import VaultService

extension Act {
  static let bundleKeyCommand = Command<Act>(
    "bundle-key",
    Text(
      nl: "toon de bundelsleutel van een kluis die stilstaat; maak haar als zij er niet is",
      en: "show the bundle key of a vault that stands still; make it when there is none"),
    details: Text(
      nl: """
        Op de kluismachine, met kluisd gestopt. Schrijft bundle.pub in de map van de kluis; het geheim blijft in keystore.db. De sleutel geldt pas als een beheerder en de FG haar tekenden: kluis beheer bundle-key add.
        """,
      en: """
        On the vault's host, with kluisd stopped. Writes bundle.pub into the vault's folder; the secret stays in keystore.db. The key counts once a beheerder and the FG have signed it only: kluis beheer bundle-key add.
        """),
    options: [
      .value(
        "dir", "MAP", Text(nl: "de map van de kluis", en: "the vault's folder"),
        shape: .directory, required: true),
      .value(
        "wrap-key", "BESTAND",
        Text(nl: "wrap.key; anders die in de map", en: "wrap.key; otherwise the one in the folder"),
        shape: .file),
    ], action: .bundleKey)
}

/// `bundle-key`: what the beheerder and the FG sign, from the host.
enum BundleKeyActs {
  static func show(_ desk: Desk) throws(Failure) {
    let folder = desk.arguments.required("dir")
    let path = desk.arguments.value("wrap-key") ?? folder + "/" + FoundedFile.wrapKey.rawValue
    let found: HostBundleKey.Found
    do {
      found = try HostBundleKey.show(folder, wrapKey: SecretFile.read(path))
    } catch let error as StartError { throw Failure(error) } catch let fault as SecretFile.Fault {
      throw Failure(
        ExitCode.failed, "wrap-key",
        Text(nl: "\(path) is niet te gebruiken: \(fault)", en: "\(path): \(fault)"),
        hint: Text(
          nl: "zet wrap.key terug (modus 0600), of noem haar met --wrap-key",
          en: "put wrap.key back (mode 0600), or name it with --wrap-key"))
    } catch { throw .memory }
    var answer = Answer()
    answer.add(found.key)
    answer.add("bundle_pub", Text(nl: "openbaar", en: "public"), found.path)
    if found.isNew {
      answer.note(
        Text(
          nl: "Er was nog geen bundelsleutel: deze is nu gemaakt. Maak een nieuwe reservekopie.",
          en: "There was no bundle key yet: this one was made now. Make a new backup."))
    }
    answer.note(.bundleKeyNext(found.path))
    desk.screen.answer(answer)
  }
}

extension Answer {
  /// What of a bundle key is compared and passed on.
  mutating func add(_ key: BundleKey) {
    add(
      "bundle_fingerprint",
      Text(nl: "vingerafdruk van de bundelsleutel", en: "the bundle key's fingerprint"),
      key.fingerprint.description)
  }
}

extension Text {
  static func bundleKeyNext(_ path: String) -> Text {
    Text(
      nl:
        "Breng \(path) naar de beheerder (kluis beheer bundle-key add). Beheerder en FG vergelijken de vingerafdruk met deze voordat zij tekenen.",
      en:
        "Take \(path) to the beheerder (kluis beheer bundle-key add). Beheerder and FG compare the fingerprint with this one before they sign."
    )
  }
}
