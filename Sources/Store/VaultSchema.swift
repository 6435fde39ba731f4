/// The tables of `vault.db`: what may be copied and kept for years. No plaintext, no key.
///
/// **Places.** Links and content are clustered by dossier, so that an open reads neighbouring pages
/// whatever the size of the archive. Their integer key is a place: dossier number, then (content
/// only) section, then n. See `Place`. A page holds three entries of 2 KiB.
extension Schema {
  static let vault = Schema(
    applicationID: 0x444b_5631,  // "DKV1"
    pageSize: 8192,
    migrations: [vault1, refresh, fourEyes, grantedWraps, bundles, attachments])

  private static let vault1 = """
    CREATE TABLE meta (
      name TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE directory (
      n INTEGER PRIMARY KEY CHECK (n >= 1),
      bytes BLOB NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;

    CREATE TABLE dossier (
      number INTEGER PRIMARY KEY CHECK (number >= 1),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      created INTEGER NOT NULL
    ) STRICT;

    -- signed: the link's 108 bytes and its author's 64; h: the chain's value at this link.
    CREATE TABLE link (
      place INTEGER PRIMARY KEY,
      signed BLOB NOT NULL CHECK (length(signed) = 172),
      h BLOB NOT NULL CHECK (length(h) = 32)
    ) STRICT;

    -- sealed: nonce 24, ck 32, length 4, ciphertext: a wire row without its n.
    CREATE TABLE content (
      place INTEGER PRIMARY KEY,
      sealed BLOB NOT NULL CHECK (length(sealed) > 60)
    ) STRICT;

    CREATE TABLE section (
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      section INTEGER NOT NULL CHECK (section BETWEEN 1 AND 6),
      generation INTEGER NOT NULL CHECK (generation >= 1),
      bytes BLOB NOT NULL,
      signature BLOB NOT NULL CHECK (length(signature) = 64),
      PRIMARY KEY (dossier, section)
    ) STRICT, WITHOUT ROWID;

    -- member and grant_id: 16 bytes for a granted wrap, empty for a standing one.
    CREATE TABLE wrap (
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      section INTEGER NOT NULL CHECK (section BETWEEN 1 AND 6),
      generation INTEGER NOT NULL CHECK (generation >= 1),
      role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),
      epoch INTEGER NOT NULL,
      member BLOB NOT NULL CHECK (length(member) IN (0, 16)),
      grant_id BLOB NOT NULL CHECK (length(grant_id) = length(member)),
      box BLOB NOT NULL,
      PRIMARY KEY (dossier, section, generation, role, epoch, grant_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE record (
      number INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      kind TEXT NOT NULL,
      dossier INTEGER REFERENCES dossier (number),
      bytes BLOB NOT NULL,
      signature BLOB NOT NULL CHECK (length(signature) = 64),
      leaf INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX record_dossier ON record (dossier, kind) WHERE dossier IS NOT NULL;

    CREATE TABLE involvement (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      member BLOB NOT NULL CHECK (length(member) = 16),
      sort TEXT NOT NULL CHECK (sort IN ('regie', 'betrokken')),
      since INTEGER NOT NULL,
      until INTEGER,
      closed_by BLOB CHECK (length(closed_by) = 16),
      closed_at INTEGER,
      record BLOB NOT NULL CHECK (length(record) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX involvement_dossier ON involvement (dossier);
    CREATE INDEX involvement_member ON involvement (member);

    -- In the plural: GRANT is a word of SQL. sections: bit s for section s.
    CREATE TABLE grants (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      member BLOB NOT NULL CHECK (length(member) = 16),
      role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),
      sort TEXT NOT NULL CHECK (sort IN ('consult', 'toezicht')),
      since INTEGER NOT NULL,
      until INTEGER NOT NULL,
      ended INTEGER,
      sections INTEGER NOT NULL CHECK (sections BETWEEN 2 AND 126),
      record BLOB NOT NULL CHECK (length(record) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX grants_dossier ON grants (dossier);
    CREATE INDEX grants_member ON grants (member);

    CREATE TABLE request (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      requester BLOB NOT NULL CHECK (length(requester) = 16),
      valid_until INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused', 'void')),
      record BLOB NOT NULL CHECK (length(record) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX request_open ON request (dossier) WHERE state = 'open';

    CREATE TABLE second (
      request BLOB NOT NULL REFERENCES request (id),
      member BLOB NOT NULL CHECK (length(member) = 16),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      record BLOB NOT NULL CHECK (length(record) = 32),
      PRIMARY KEY (request, member)
    ) STRICT, WITHOUT ROWID;

    -- bytes: erased at the end of the leaf's own term. body: the signed request, on its last leaf.
    CREATE TABLE leaf (
      n INTEGER PRIMARY KEY CHECK (n >= 0),
      bytes BLOB,
      body BLOB
    ) STRICT;

    -- A full tile of the log's tree; the root first, so that reading it touches no overflow.
    CREATE TABLE tile (
      place INTEGER PRIMARY KEY,
      root BLOB NOT NULL CHECK (length(root) = 32),
      hashes BLOB NOT NULL CHECK (length(hashes) = 8192)
    ) STRICT;

    CREATE TABLE checkpoint (
      slot INTEGER PRIMARY KEY CHECK (slot = 1),
      size INTEGER NOT NULL,
      note BLOB NOT NULL
    ) STRICT;

    CREATE TABLE idempotency (
      key BLOB NOT NULL CHECK (length(key) = 16),
      member BLOB NOT NULL CHECK (length(member) = 16),
      args BLOB NOT NULL CHECK (length(args) = 32),
      leaf INTEGER NOT NULL,
      PRIMARY KEY (key, member)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE policy (
      number INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      bytes BLOB NOT NULL,
      since INTEGER NOT NULL
    ) STRICT;
    """
}
