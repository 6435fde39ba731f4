// Records: the bytes that members sign about a dossier, and the checks on them.
//
// A dossier is a chain of links. A link says that a member wrote something (a section, an entry, a
// tombstone) and holds its hash, never its content. Each link is signed over the chain up to and
// including it, so that one signature vouches for all that went before.
//
// What to call:
//   write a link               Chain.sign, SealedEntry.seal
//   read a dossier             SignedLink.decode, Chain.verify, EntryIndex, SealedEntry.open
//   the two halves of a key    Share (the role's half), SectionKey.join (role's half and service's)
//   who may                    Involvement, InvolvementHistory, Grant, GrantEnd
//   four eyes                  RequestAct, Second, FourEyes.check, PolicyFiles
//   new halves for old         Refresh, RefreshCheck
//   what travels beside JSON   SecretItems, Rows
//   free text                  Words, WordsBoxes, WordsBox.open
//
// Decoding is strict: what decodes is byte for byte what `encode` writes. A decoded record is only
// well formed; `verify` also says that its signer wrote it. Whether that signer was allowed to is
// for `Directory` (who is who) and `Policy` (who may what).
//
// What it is not: it knows no member, reads no clock and keeps nothing.
