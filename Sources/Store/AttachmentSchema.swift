extension Schema {
  /// Attachments: what is known of each, and its sealed parts.
  ///
  /// n: the link that binds it; NULL while it is being sent. parts, bytes: what is there.
  /// place: attachment 47 bits ‖ part 16 bits, so that a file's parts lie side by side.
  static let attachments = """
    CREATE TABLE attachment (
      number INTEGER PRIMARY KEY CHECK (number >= 1),
      dossier INTEGER NOT NULL REFERENCES dossier (number),
      entry BLOB NOT NULL CHECK (length(entry) = 16),
      section INTEGER NOT NULL CHECK (section BETWEEN 2 AND 6),
      member BLOB NOT NULL CHECK (length(member) = 16),
      since INTEGER NOT NULL,
      parts INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 1024),
      bytes INTEGER NOT NULL CHECK (bytes BETWEEN 17 * parts AND 1048593 * parts),
      n INTEGER CHECK (n >= 1),
      UNIQUE (dossier, entry)
    ) STRICT;
    CREATE INDEX attachment_unbound ON attachment (since) WHERE n IS NULL;

    CREATE TABLE attachment_part (
      place INTEGER PRIMARY KEY,
      sealed BLOB NOT NULL CHECK (length(sealed) BETWEEN 17 AND 1048593)
    ) STRICT;
    """
}
