import CommandTree

extension Act {
  /// For a partner: needs its signing key and the institution's anchor, and no account.
  static let overdrachtCollecting = Command<Act>(
    "collect",
    Text(
      nl: "haal op wat er voor u klaarligt, als partner",
      en: "collect what waits for you, as a partner"),
    details: .details(
      nl: """
        KLUIS_HOST zegt waar: ssh://gebruiker@host, zoals de instelling het u gaf. --instelling is institution.pub van de instelling; vergelijk de vingerafdruk door te bellen. Een wachtzin op de sleutel wordt gevraagd, of komt van --passphrase-fd.
        Elk pakket komt als bundle-NUMMER.age in de map. Pas als het heel op uw schijf staat, hoort de kluis dat u het heeft; bij de kluis is het daarna weg. Breekt de verbinding, geef de opdracht dan opnieuw.
        Open het daarna met kluis overdracht open.
        """,
      en: """
        KLUIS_HOST says where: ssh://user@host, as the institution gave it to you. --instelling is the institution's institution.pub; compare the fingerprint by telephone. A passphrase on the key is asked for, or comes from --passphrase-fd.
        Each bundle comes as bundle-NUMBER.age into the folder. Only when it is whole and on your disk the vault hears that you have it; it is gone from the vault then. If the connection breaks, give the command again.
        Open it then with kluis overdracht open.
        """,
      json:
        "{\"partner\",\"bundles\":[{\"bundle\",\"file\",\"size\",\"sha256\",\"created\",\"valid_until\"}]}"
    ),
    options: [
      .value(
        "sleutel", "BESTAND",
        Text(nl: "uw geheime minisign-sleutel", en: "your secret minisign key"), shape: .file,
        required: true),
      .value(
        "instelling", "BESTAND",
        Text(nl: "institution.pub van de instelling", en: "the institution's institution.pub"),
        shape: .file, required: true),
      .value(
        "naar", "MAP", Text(nl: "een map die er is", en: "a folder that is there"),
        shape: .directory, required: true),
      .value(
        "partner", "PARTNER",
        Text(
          nl: "wie u bent, als naam of id; anders wie deze sleutel heeft",
          en: "who you are, as name or id; otherwise whose key it is")),
    ], action: .overdrachtCollect)
}
