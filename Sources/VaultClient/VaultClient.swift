// VaultClient: the member's side of the vault, and the only side where a dossier is plain.
//
// It trusts nothing that the service says. Each answer is checked against three things that the
// service does not hold: the member's own keys, the directory that is signed from the anchor on,
// and what this device saw before (`ClientState`). Only after every check does a call return, and
// only then are the pins raised. What fails a check is kept as evidence and never shown.
//
// The walk of one call:
//   Calls/          a typed call builds the arguments: `session.open(dossier, …)`;
//   Connection/     the session numbers, signs and sends it, and seals the secrets;
//   Checks/         MAC, answer, receipt, leaf; then links, rows, keys: in that order;
//   State/          pins and the cached directory, replaced whole or not at all;
//   Errors/         what can go wrong, each with what to do next, in Dutch and English.
//
// Verification/ is for the FG, offline: `LogCopyVerifier` reads a copy of the log and needs no
// session and no key.
//
// What it is not: it draws nothing on a screen, asks no passphrase and reads no clock; those are
// handed in. It decides nothing about access either: the service refuses, the client only proves.
//
//   let state = try ClientState(path: path, origin: origin)
//   let session = try VaultSession.signIn(over: channel, as: keys, state: state, client: name, now: now)
//   let opened = try session.open(dossier, purpose: .uitvoering)
