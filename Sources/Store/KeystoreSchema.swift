/// The tables of `keystore.db`: kept 30 days in backups, apart from `vault.db`.
///
/// Every value is sealed under the keystore key, with its table and row key as additional data. A new
/// table is a new part of `RotationRows` and of `Snapshot`, or a rotation or a backup would lose it.
extension Schema {
  static let keystore = Schema(
    applicationID: 0x444b_4b31,  // "DKK1"
    pageSize: 4096,
    migrations: [keystore1, keystore2])

  private static let keystore1 = """
    -- The keystore key of an epoch, sealed under the wrap key.
    CREATE TABLE keystore (
      slot INTEGER PRIMARY KEY CHECK (slot = 1),
      origin TEXT NOT NULL,
      epoch INTEGER NOT NULL CHECK (epoch >= 1),
      sealed BLOB NOT NULL CHECK (length(sealed) = 72)
    ) STRICT;

    -- Size and root of the log at the newest commit.
    CREATE TABLE log (
      slot INTEGER PRIMARY KEY CHECK (slot = 1),
      sealed BLOB NOT NULL CHECK (length(sealed) = 80)
    ) STRICT;

    -- key: kind 1, dossier 16, section 1, entry 16, revision 4, kind of entry 1; see TokenKey.
    CREATE TABLE token (
      key BLOB PRIMARY KEY CHECK (length(key) = 39),
      sealed BLOB NOT NULL CHECK (length(sealed) >= 41)
    ) STRICT, WITHOUT ROWID;

    -- name: a keyed hash of the tag, under a key derived from the keystore key.
    CREATE TABLE tag (
      name BLOB NOT NULL CHECK (length(name) = 32),
      dossier BLOB NOT NULL CHECK (length(dossier) = 16),
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
      sealed BLOB NOT NULL,
      PRIMARY KEY (name, dossier)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tag_dossier ON tag (dossier);
    """

  /// What a start found without a row in `vault.db`, as it was sealed: out of use, not yet gone.
  ///
  /// size: how many entries the log had then.
  private static let keystore2 = """
    CREATE TABLE swept_token (
      key BLOB PRIMARY KEY CHECK (length(key) = 39),
      sealed BLOB NOT NULL CHECK (length(sealed) >= 41),
      size INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE swept_tag (
      name BLOB NOT NULL CHECK (length(name) = 32),
      dossier BLOB NOT NULL CHECK (length(dossier) = 16),
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
      sealed BLOB NOT NULL,
      size INTEGER NOT NULL,
      PRIMARY KEY (name, dossier)
    ) STRICT, WITHOUT ROWID;
    """
}
