extension Schema {
  /// Sealed bundles on their way to others: what was signed, how far each came, and what waits to be
  /// collected.
  ///
  /// Each step is the index of the leaf that says so, so that a row can be held against the log.
  static let bundles = """
    -- sections: bit s for section s. leaf: of bundle-seal. ready, sent: of bundle-ready and
    -- bundle-send. moved: of the newest change. spooled: the mail of bundle-send lay in the spool.
    CREATE TABLE bundle (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      sealer BLOB NOT NULL CHECK (length(sealer) = 16),
      state TEXT NOT NULL CHECK (state IN ('created', 'sealed', 'placed', 'sent', 'collected',
        'received', 'closed', 'recalled', 'expired')),
      sections INTEGER NOT NULL CHECK (sections BETWEEN 2 AND 126),
      kind TEXT NOT NULL,
      ground TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 64),
      manifest BLOB NOT NULL CHECK (length(manifest) = 32),
      created INTEGER NOT NULL,
      valid_until INTEGER NOT NULL,
      size INTEGER CHECK (size >= 1),
      file BLOB CHECK (length(file) = 32),
      way TEXT CHECK (way IN ('mail', 'hand')),
      spooled INTEGER NOT NULL DEFAULT 0 CHECK (spooled IN (0, 1)),
      leaf INTEGER NOT NULL,
      ready INTEGER,
      sent INTEGER,
      moved INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bundle_dossier ON bundle (dossier);
    CREATE INDEX bundle_open ON bundle (valid_until)
      WHERE state IN ('created', 'sealed', 'placed');

    -- fetched: how many parts this partner got; the others are leaves.
    CREATE TABLE bundle_partner (
      bundle BLOB NOT NULL REFERENCES bundle (id),
      partner BLOB NOT NULL CHECK (length(partner) = 16),
      fetched INTEGER NOT NULL DEFAULT 0 CHECK (fetched >= 0),
      fetched_leaf INTEGER,
      collected_leaf INTEGER,
      received_leaf INTEGER,
      PRIMARY KEY (bundle, partner)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bundle_partner_partner ON bundle_partner (partner);

    -- sealed: nonce 24, ciphertext, under the bundle's token in keystore.db.
    CREATE TABLE bundle_part (
      bundle BLOB NOT NULL REFERENCES bundle (id),
      n INTEGER NOT NULL CHECK (n >= 0),
      sealed BLOB NOT NULL CHECK (length(sealed) > 40),
      PRIMARY KEY (bundle, n)
    ) STRICT;

    CREATE TABLE bundle_receipt (
      bundle BLOB NOT NULL,
      partner BLOB NOT NULL,
      text BLOB NOT NULL,
      sig BLOB NOT NULL,
      PRIMARY KEY (bundle, partner),
      FOREIGN KEY (bundle, partner) REFERENCES bundle_partner (bundle, partner)
    ) STRICT;
    """
}
