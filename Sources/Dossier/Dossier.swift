// Dossier is the family as the law and the method see it: persons, entries, plans, sections,
// measures, terms. It is the vocabulary in which everything else speaks.
//
// It holds no key, opens no file and asks no clock: bytes, dates and names of authors are handed
// in, values and texts come out. That makes every rule here a table that a test can walk through.
//
// The calls to make:
//   GezinFile.parse(bytes)         an interchange file `dossierkluis/gezin/1`: a family or every problem
//   GezinFile.encode(gezin)        the way back
//   gezin.contents()               one plaintext per dossier entry, for sealing
//   EntryContent.decode(bytes)     an opened plaintext
//   FileName.isAllowed(name)       whether a file may be called so
//   DossierView(opened:)           what was opened, put together again; sections may be missing
//   DossierText.render(…)          the same as text for a terminal
//   gezin.lookupValues()           what a family can be found by, for keyed tags
//   Restrictions(flags)            which pieces may be read and not used (AVG 18)
//   Terms.of(view, on:)            the terms of R7 at a date
//
// `Section` comes from `Vocabulary`. A Dutch word is the law's or the trade's and means what it means there (`Docs/woordenlijst.md`).
