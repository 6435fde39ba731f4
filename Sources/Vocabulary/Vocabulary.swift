// Vocabulary: the words that every part of the vault shares, each with its one spelling and its one
// byte: who (`Identifier`, `Role`, `PartnerKind`), what (`Section`), why (`Purpose`), how a file is cut
// (`AttachmentParts`).
//
// It knows no rules. Which role reads which section is `Policy`; what a section holds is `Dossier`.
// A word that only one module needs does not belong here.
