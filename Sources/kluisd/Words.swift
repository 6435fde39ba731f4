import CommandTree

/// What `kluisd` is asked to do; there is one thing.
enum Task: Sendable {
  case serve
}

/// The command line of the service, as one value.
let words = Command<Task>(
  "kluisd",
  Text(nl: "de dienst van de kluis", en: "the service of the vault"),
  details: Text(
    nl:
      "Luistert alleen op een Unix-socket. Geeft zijn helft van een sleutel pas als de toegang in het log staat. SIGTERM stopt; SIGHUP leest het beleid opnieuw.",
    en:
      "Listens on a Unix socket only. Hands out its half of a key only when the access is in the log. SIGTERM stops; SIGHUP reads the policies again."
  ),
  options: [
    .value(
      "dir", "DIR",
      Text(
        nl: "de map met vault.db, keystore.db en service.key",
        en: "the folder with vault.db, keystore.db and service.key"), shape: .directory,
      required: true),
    .value(
      "socket", "PATH",
      Text(
        nl: "waar te luisteren (bij socketactivering niet nodig)",
        en: "where to listen (not needed with socket activation)"), shape: .file),
    .value(
      "collect-socket", "PATH",
      Text(
        nl: "een tweede socket, waar partners overdrachten ophalen en niets anders kunnen",
        en: "a second socket, where partners collect bundles and can do nothing else"),
      shape: .file),
    .value(
      "policies", "DIR",
      Text(
        nl: "de map met rollen.json, toegang.json en overdracht.json",
        en: "the folder with rollen.json, toegang.json and overdracht.json"),
      shape: .directory),
    .value(
      "backup-dir", "DIR",
      Text(
        nl: "de map voor reservekopieën (kluis beheer backup create); liefst een andere schijf",
        en: "the folder for backups (kluis beheer backup create); another disk if possible"),
      shape: .directory),
    .value(
      "max-clients", "N", Text(nl: "zoveel tegelijk, hoogstens", en: "this many at once, at most"),
      shape: .number(1...4096)),
    .flag(
      "allow-unlocked-memory",
      Text(
        nl:
          "start ook als geheugen niet vastgezet kan worden (sleutels kunnen dan op schijf komen)",
        en: "start even if memory cannot be locked (keys may then reach the disk)")),
  ],
  action: .serve)
