// The two database files of a vault, and the one place that calls SQLite.
//
// `Vault` is vault.db: ciphertext, links, wraps, grants, the log. `Keystore` is keystore.db: the
// service's shares and erasure tokens, each row sealed. Each has one writer, which batches: begin,
// fill `tables`, commit. Other threads call `read` and get one committed state for as long as the
// closure runs. Two WAL files have no commit together; the order (keystore first, then vault, and
// the reverse for destruction) is the caller's, who alone knows which rows belong together.
//
// `Keystore.rotate` writes keystore.db anew under another key, while others read.
//
// What this module promises: a commit that returned is on the disk; a commit that threw left the old
// state; what was deleted is overwritten, and after `truncateLog` is in no file; a file of another
// program, another user or with rights for others is refused before it is touched; a damaged file
// gives an error and never a crash; a keystore row that was changed or moved does not open.
//
// What it is not: it verifies no signature, chain or rule, and knows nothing of requests. Its tables
// take and give bytes whose meaning was or will be checked elsewhere. SQL stands in the table files
// and nowhere else; the shapes of the rows are in `VaultSchema` and `KeystoreSchema`.
