extension Schema {
  /// What a refresh still has to do, and what one custodian proposed.
  static let refresh = """
    CREATE TABLE due (
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      section INTEGER NOT NULL CHECK (section BETWEEN 1 AND 6),
      since INTEGER NOT NULL,
      PRIMARY KEY (dossier, section)
    ) STRICT, WITHOUT ROWID;

    -- boxes: in the order of the record that names them by hash.
    CREATE TABLE proposal (
      dossier INTEGER PRIMARY KEY REFERENCES dossier (number),
      record BLOB NOT NULL UNIQUE CHECK (length(record) = 32),
      boxes BLOB NOT NULL
    ) STRICT;
    """
}
