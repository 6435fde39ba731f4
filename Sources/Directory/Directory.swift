// Directory: the signed list of who is who.
//
// Every member, key, role epoch, admission and partner is a record in an append-only list. Each record names
// the hash of the one before it and is signed by two persons of the right functions; the first is
// signed by the institution key, which people hold on paper (`Anchor`, `Fingerprint`). The service
// stores the list and cannot add to it.
//
// What to call:
//   verify the list           DirectoryView.verify, then extend(with:) for what is new
//   ask it                    DirectoryView: member, isActive, author, admissions, roleEpoch, …
//   make a record             DirectoryDraft: new, sign, (pass it on,) sign, record
//   make the first record     DirectoryDraft.found
//   be someone                Identity.create, IdentityFile, EnrolmentRequest
//   role and lookup keys      RoleSecret, LookupKey
//
// A position p means: after the records 1…p. Whoever signs a record must be active at the position
// before it, and no person signs about themselves.
//
// What it is not: it does not say who may read what (`Policy`), reads no clock and no file.
