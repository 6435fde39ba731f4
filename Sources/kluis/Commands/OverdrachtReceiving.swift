import CommandTree

extension Act {
  /// For who receives a bundle: these need no vault, no account and no identity.
  static let overdrachtReceiving: [Command<Act>] = [
    Command(
      "open",
      Text(
        nl: "open een ontvangen pakket en controleer alles", en: "open a bundle, and check it all"),
      details: .details(
        nl: """
          Met --sleutel opent u met uw age-sleutel; anders wordt naar de code gevraagd (of zij komt van --passphrase-fd). Een code staat nooit op de opdrachtregel.
          --afzender is de sleutel van de instelling: RW… of het bestand bundle.pub. Die krijgt u van de instelling zelf en vergelijkt u door te bellen. Met --afzender-onbekend opent het pakket ook, en weet u niet wie het maakte.
          De map ontstaat pas als alles klopt. Klopt er iets niet, dan blijft er niets van het pakket achter.
          """,
        en: """
          With --sleutel you open with your age key; otherwise the code is asked for (or comes from --passphrase-fd). A code never stands on the command line.
          --afzender is the institution's key: RW… or the file bundle.pub. You get it from the institution itself and compare it by telephone. With --afzender-onbekend the bundle opens too, and you do not know who made it.
          The folder appears only when all is right. If anything is not, nothing of the bundle stays behind.
          """,
        json:
          "{\"bundle\",\"folder\",\"checked\",\"expired\",\"institution\",\"contact\",\"fg\",\"purpose\",\"created\",\"valid_until\",\"recipients\":[],\"files\":[{\"path\",\"size\"}],\"missing\":[{\"part\",\"reason\"}],\"manifest_sha256\",\"reply_to\"?}"
      ),
      options: [
        .value(
          "sleutel", "BESTAND",
          Text(nl: "uw age-sleutel, van age-keygen", en: "your age key, from age-keygen"),
          shape: .file),
        .value(
          "afzender", "SLEUTEL",
          Text(
            nl: "sleutel van de instelling: RW… of bundle.pub",
            en: "the institution's key: RW… or bundle.pub"), shape: .file),
        .flag(
          "afzender-onbekend",
          Text(
            nl: "open ook zonder te weten wie het maakte",
            en: "open it without knowing who made it")),
        .value(
          "naar", "MAP", Text(nl: "een nieuwe map", en: "a new folder"), shape: .directory,
          required: true),
      ],
      arguments: [
        Argument(
          "BESTAND",
          Text(
            nl: "het pakket (.age), of de pagina (.html) met het pakket erin",
            en: "the bundle (.age), or the page (.html) with the bundle in it"), shape: .file)
      ], action: .overdrachtOpen),
    Command(
      "receipt",
      Text(
        nl: "maak een ontvangstbewijs en onderteken het", en: "make a receipt, and sign it"),
      details: .details(
        nl: """
          MAP is waarin u het pakket opende. BESTAND en BESTAND.minisig stuurt u naar de afzender: zonder bewijs blijft de overdracht bij hem open staan. Een wachtzin op de sleutel wordt gevraagd, of komt van --passphrase-fd.
          """,
        en: """
          MAP is where you opened the bundle. Send BESTAND and BESTAND.minisig to the sender: without a receipt the overdracht stays open there. A passphrase on the key is asked for, or comes from --passphrase-fd.
          """, json: "{\"receipt\",\"signature\",\"bundle\",\"receiver\",\"date\"}"),
      options: [
        .value(
          "sleutel", "BESTAND",
          Text(nl: "uw geheime minisign-sleutel", en: "your secret minisign key"), shape: .file,
          required: true),
        .value(
          "naam", "NAAM",
          Text(nl: "wie het ontving", en: "who received it"), required: true),
        .value(
          "uit", "BESTAND", Text(nl: "een nieuw bestand", en: "a new file"), shape: .file,
          required: true),
      ],
      arguments: [
        Argument(
          "MAP", Text(nl: "de uitgepakte overdracht", en: "the unpacked overdracht"),
          shape: .directory)
      ], action: .overdrachtReceipt),
    Command(
      "opener",
      Text(
        nl: "schrijf de pagina die elk pakket in een browser opent",
        en: "write the page that opens any bundle in a browser"),
      details: .details(
        nl: """
          Dezelfde gegevens geven dezelfde pagina, letter voor letter. Zet haar op uw website met haar SHA-256. Zonder --afzender wordt de bundelsleutel aan de kluis gevraagd.
          """,
        en: """
          The same values give the same page, byte for byte. Put it on your website with its SHA-256. Without --afzender the vault is asked for the bundle key.
          """, json: "{\"file\",\"sha256\",\"size\",\"fingerprint\"}"),
      options: [
        .value(
          "instelling", "NAAM",
          Text(nl: "hoe de instelling heet", en: "what the institution is called"),
          required: true),
        .value(
          "fg", "TEKST",
          Text(nl: "hoe de FG te bereiken is", en: "how the FG can be reached"), required: true),
        .value(
          "afzender", "SLEUTEL",
          Text(
            nl: "sleutel van de instelling: RW… of bundle.pub",
            en: "the institution's key: RW… or bundle.pub"), shape: .file),
        .value(
          "uit", "BESTAND", Text(nl: "een nieuw bestand", en: "a new file"), shape: .file,
          required: true),
      ], action: .overdrachtOpener),
  ]
}
