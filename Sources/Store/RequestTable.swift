package import Vocabulary

/// A request of four eyes: an act that waits for others.
package struct StoredRequest: Equatable, Sendable {
  package enum State: String, Sendable {
    case open
    /// The act was done.
    case done
    /// Someone was against.
    case refused
    /// Overtaken: changed objects, policy, or its time was over.
    case void
  }

  package let id: Identifier
  /// H(request-act bytes), what the seconds and the grant name.
  package let hash: [UInt8]
  /// The request's own word, such as "policy".
  package let act: String
  /// Nil for an act about no dossier.
  package let dossier: DossierNumber?
  package let requester: Identifier
  /// When it lapses, in ms.
  package let validUntil: Int64
  package let state: State
  /// Hash of the signed record.
  package let record: [UInt8]

  package init(
    id: Identifier, hash: [UInt8], act: String, dossier: DossierNumber?, requester: Identifier,
    validUntil: Int64, state: State = .open, record: [UInt8]
  ) {
    self.id = id
    self.hash = hash
    self.act = act
    self.dossier = dossier
    self.requester = requester
    self.validUntil = validUntil
    self.state = state
    self.record = record
  }
}

/// What one member said about a request; the words are in its record.
package struct StoredSecond: Equatable, Sendable {
  /// The request's id.
  package let request: Identifier
  package let member: Identifier
  package let id: Identifier
  /// Hash of the signed record.
  package let record: [UInt8]

  package init(request: Identifier, member: Identifier, id: Identifier, record: [UInt8]) {
    self.request = request
    self.member = member
    self.id = id
    self.record = record
  }
}

/// Requests of four eyes and the seconds that were given.
package struct RequestTable {
  let connection: Connection

  /// - Throws: `conflict` when the id was used: an id acts once.
  package func add(_ request: StoredRequest) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO request (id, hash, act, dossier, requester, valid_until, state, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .blob(request.id.bytes), .blob(request.hash), .text(request.act),
      request.dossier.map { .integer($0.value) } ?? .null, .blob(request.requester.bytes),
      .integer(request.validUntil), .text(request.state.rawValue), .blob(request.record))
  }

  /// The request with this H(request-act bytes).
  package func request(hash: [UInt8]) throws(StoreError) -> StoredRequest? {
    var row = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE hash = ?
      """, .blob(hash))
    return try row.next() ? try Self.request(row) : nil
  }

  /// The request with this id.
  package func request(id: Identifier) throws(StoreError) -> StoredRequest? {
    var row = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE id = ?
      """, .blob(id.bytes))
    return try row.next() ? try Self.request(row) : nil
  }

  /// Requests of one act about one dossier that were done, in the order of their ids.
  package func done(
    _ act: String, of dossier: DossierNumber
  ) throws(StoreError) -> [StoredRequest] {
    var rows = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE state = 'done' AND dossier = ? AND act = ? ORDER BY id
      """, .integer(dossier.value), .text(act))
    var result: [StoredRequest] = []
    while try rows.next() { result.append(try Self.request(rows)) }
    return result
  }

  /// Requests of one act by one member that are open or were done, in the order of their ids.
  package func standing(
    _ act: String, by member: Identifier
  ) throws(StoreError) -> [StoredRequest] {
    var rows = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE requester = ? AND act = ? AND state IN ('open', 'done') ORDER BY id
      """, .blob(member.bytes), .text(act))
    var result: [StoredRequest] = []
    while try rows.next() { result.append(try Self.request(rows)) }
    return result
  }

  /// Open requests, of one dossier or of all.
  package func open(of dossier: DossierNumber? = nil) throws(StoreError) -> [StoredRequest] {
    var rows = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE state = 'open' AND (?1 IS NULL OR dossier = ?1) ORDER BY valid_until, id
      """, dossier.map { .integer($0.value) } ?? .null)
    var result: [StoredRequest] = []
    while try rows.next() { result.append(try Self.request(rows)) }
    return result
  }

  /// Open requests of all, and those of one member that somebody was against.
  package func open(orAgainst requester: Identifier) throws(StoreError) -> [StoredRequest] {
    var rows = try connection.query(
      """
      SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request
      WHERE state = 'open' OR state = 'refused' AND requester = ? ORDER BY valid_until, id
      """, .blob(requester.bytes))
    var result: [StoredRequest] = []
    while try rows.next() { result.append(try Self.request(rows)) }
    return result
  }

  /// Ends an open request; false when it was not open.
  package func close(_ id: Identifier, as state: StoredRequest.State) throws(StoreError) -> Bool {
    try connection.run(
      "UPDATE request SET state = ? WHERE id = ? AND state = 'open'",
      .text(state.rawValue), .blob(id.bytes))
    return connection.changes == 1
  }

  /// Adds a second by its record's hash.
  ///
  /// - Throws: `conflict` when this member gave one before, or its id was used.
  package func addSecond(
    _ id: Identifier, to request: Identifier, by member: Identifier, record: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO second (request, member, id, record) VALUES (?, ?, ?, ?)",
      .blob(request.bytes), .blob(member.bytes), .blob(id.bytes), .blob(record))
  }

  /// Who gave a second, with the hash of its record.
  package func seconds(
    of request: Identifier
  ) throws(StoreError) -> [(member: Identifier, record: [UInt8])] {
    var rows = try connection.query(
      "SELECT member, record FROM second WHERE request = ? ORDER BY member",
      .blob(request.bytes))
    var result: [(member: Identifier, record: [UInt8])] = []
    while try rows.next() { result.append((try rows.identifier(0), rows.blob(1))) }
    return result
  }

  /// Calls `each` with every request, ended ones too.
  package func scan(_ each: (StoredRequest) throws -> Void) throws {
    var rows = try connection.query(
      "SELECT id, hash, act, dossier, requester, valid_until, state, record FROM request")
    while try rows.next() { try each(Self.request(rows)) }
  }

  /// Calls `each` with every second.
  package func scanSeconds(_ each: (StoredSecond) throws -> Void) throws {
    var rows = try connection.query("SELECT request, member, id, record FROM second")
    while try rows.next() {
      try each(
        StoredSecond(
          request: rows.identifier(0), member: rows.identifier(1), id: rows.identifier(2),
          record: rows.blob(3)))
    }
  }

  private static func request(_ row: borrowing Cursor) throws(StoreError) -> StoredRequest {
    guard let state = StoredRequest.State(rawValue: row.text(6)) else { throw .corrupt }
    return StoredRequest(
      id: try row.identifier(0), hash: row.blob(1), act: row.text(2),
      dossier: row.optionalInteger(3).map { DossierNumber(value: $0) },
      requester: try row.identifier(4), validUntil: row.integer(5), state: state,
      record: row.blob(7))
  }
}
