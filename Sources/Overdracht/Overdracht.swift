// Overdracht: what a partner or a family receives, and how it is checked before anybody reads it.
//
// A bundle is one age file; inside is a ustar archive with a manifest, the institution's signature on it, a
// page for people, the same as JSON, and attachments. Any age tool opens it, any tar unpacks it.
//
// What to call:
//   decide, and judge it    Preparation.judged
//   what goes in            Selection, Completeness, Manifest, OverdrachtDocument
//   seal it                 BundleWriter, from BundleContents and a signed manifest
//   unpack what came        ArchiveReader, then BundleCheck against the manifest
//   say that it arrived     Ontvangstbewijs, in Records: the service reads receipts and knows no dossier
//   how it goes out         Begeleidbrief, BundleMail
//   for any browser         SelfOpeningPage, with or without a bundle in it; bundle(in:) takes it out
//   become a partner        PartnerFile
//
// What it is not: it opens no file and asks no service. Whoever calls it gives bytes and takes bytes, writes
// them to a private place, and keeps that only when the last check held.
//
// - Source: Docs/protocol.md, Bundle and page; C2SP age.md; POSIX.1-2017 pax
