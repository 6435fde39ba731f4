extension Schema {
  /// Requests of four eyes for acts about no dossier; policy sets with what put them in force.
  ///
  /// Both tables are made anew and filled from the old ones: SQLite cannot take a NOT NULL away.
  static let fourEyes = """
    ALTER TABLE second RENAME TO second1;
    ALTER TABLE request RENAME TO request1;
    DROP INDEX request_open;

    -- dossier: NULL for an act about none. act: the request's own word.
    CREATE TABLE request (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      act TEXT NOT NULL,
      dossier INTEGER REFERENCES dossier (number),
      requester BLOB NOT NULL CHECK (length(requester) = 16),
      valid_until INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused', 'void')),
      record BLOB NOT NULL CHECK (length(record) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX request_open ON request (dossier) WHERE state = 'open';
    CREATE INDEX request_done ON request (dossier, act) WHERE state = 'done';
    INSERT INTO request (id, hash, act, dossier, requester, valid_until, state, record)
    SELECT id, hash, 'grant-toezichthouder', dossier, requester, valid_until, state, record
    FROM request1;

    CREATE TABLE second (
      request BLOB NOT NULL REFERENCES request (id),
      member BLOB NOT NULL CHECK (length(member) = 16),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      record BLOB NOT NULL CHECK (length(record) = 32),
      PRIMARY KEY (request, member)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO second (request, member, id, record)
    SELECT request, member, id, record FROM second1;
    DROP TABLE second1;
    DROP TABLE request1;

    -- Every set of policy files that was ever in force or proposed.
    CREATE TABLE policy_set (
      number INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      bytes BLOB NOT NULL
    ) STRICT;
    -- What was in force from when, by which request; the newest holds. NULL: the first set.
    CREATE TABLE policy_force (
      number INTEGER PRIMARY KEY,
      hash BLOB NOT NULL REFERENCES policy_set (hash),
      since INTEGER NOT NULL,
      request BLOB REFERENCES request (id)
    ) STRICT;
    INSERT INTO policy_set (hash, bytes) SELECT hash, bytes FROM policy ORDER BY number;
    INSERT INTO policy_force (hash, since) SELECT hash, since FROM policy ORDER BY number;
    DROP TABLE policy;
    """
}
