// VaultService: where the parts of the vault meet. `kluisd` is a thin shell around `Vault`.
//
// The walk of one request:
//   Connection/   a thread per client reads a frame, checks signature, session and sequence;
//   Acts/         the method's act says, on the writer's thread, what is decided: leaves and rows;
//   Writing/      the writer closes a batch: keystore.db, vault.db, checkpoint. Durable, or nothing;
//   Release       the one function that lets shares and tokens out. It takes a `DurableLeaf`, which
//                 only the commit can make, and releases what that leaf says and no more.
//   Connection/   seals the secrets for the session, adds the receipt, answers.
//
// Nothing here opens a dossier: there is no role secret and no plaintext in this process.
