package import Sodium

/// Seals what is pushed into it.
///
/// The sink gets the file in order; until `finish` has returned it is not whole, and every reader will
/// say so.
package struct AgeWriter: ~Copyable {
  /// 2¹⁶ blocks of 1 KiB: 64 MiB and a sixth of a second; for generated codes, which need no more.
  package static let usualLogN = 16

  /// How the file is written.
  package enum Form: Sendable {
    case binary
    /// Text, for ways that carry nothing else; a third longer.
    case armored
  }

  /// Pieces that are sealed one after the other and written at once: a piece is 64 KiB and 16 bytes, and
  /// the system takes half as long again for a write that ends in the middle of a page.
  private static let piecesAtOnce = 4
  private static let chunkCount = piecesAtOnce * AgeFormat.chunkCount

  /// Bytes that are asked for when a chunk is full, to see whether more follow.
  private static let probeCount = 4096

  private let sink: ByteSink
  private let line: ChunkLine
  /// Header and nonce, until the first write.
  private var head: [UInt8]?
  private let armor: ArmorWriter?
  private var number: UInt64 = 0
  private var isBroken = false

  /// Seals to each of the keys.
  ///
  /// - Throws: `.noRecipients`, `.tooManyRecipients`, `.memory`
  package init(
    to recipients: [AgeRecipient], form: Form = .binary, sink: @escaping ByteSink
  ) throws(AgeSealError) {
    guard !recipients.isEmpty else { throw .noRecipients }
    guard recipients.count <= AgeFormat.mostStanzas
    else { throw .tooManyRecipients(recipients.count) }
    let fileKey = try AgeWriter.newFileKey()
    var stanzas: [KnownStanza] = []
    for recipient in recipients { stanzas.append(try FileKey.wrap(fileKey, to: recipient)) }
    try self.init(fileKey, stanzas, form, sink)
  }

  /// Seals under a passphrase alone.
  ///
  /// - Parameter logN: work per guess; more than the usual only for a passphrase that a person chose.
  /// - Throws: `.emptyPassphrase`, `.workFactor`, `.workingMemory`, `.memory`
  package init(
    passphrase: borrowing SecretBytes, logN: Int = usualLogN, form: Form = .binary,
    sink: @escaping ByteSink
  ) throws(AgeSealError) {
    guard passphrase.count > 0 else { throw .emptyPassphrase }
    guard (1...AgeFormat.highestLogN).contains(logN) else { throw .workFactor(logN) }
    let fileKey = try AgeWriter.newFileKey()
    let stanza = try FileKey.wrap(fileKey, passphrase: passphrase, logN: logN)
    try self.init(fileKey, [stanza], form, sink)
  }

  private init(
    _ fileKey: borrowing SecretBytes, _ stanzas: [KnownStanza], _ form: Form,
    _ sink: @escaping ByteSink
  ) throws(AgeSealError) {
    let nonce = Random.bytes(AgeFormat.payloadNonceCount)
    let header: Header
    let cipher: PayloadCipher
    do {
      header = try Header.make(stanzas.compactMap(\.stanza), fileKey: fileKey)
      cipher = PayloadCipher(key: try FileKey.payloadKey(fileKey, nonce: nonce))
    } catch {
      throw .memory(error)
    }
    head = header.bytes + nonce
    line = ChunkLine(pieces: AgeWriter.piecesAtOnce) { cipher.seal($0) }
    armor = form == .armored ? ArmorWriter() : nil
    self.sink = sink
    line.vacant.clear(capacity: AgeWriter.chunkCount)
  }

  private static func newFileKey() throws(AgeSealError) -> SecretBytes {
    do { return try FileKey.random() } catch { throw .memory(error) }
  }

  /// Seals these bytes after those before them.
  ///
  /// - Throws: what the sink throws, and `.broken` ever after.
  package mutating func write(_ bytes: Span<UInt8>) throws {
    guard !isBroken else { throw AgeSealError.broken }
    var taken = 0
    while taken < bytes.count {
      try makeRoom()
      let count = min(bytes.count - taken, room)
      Copying.append(
        bytes.extracting(taken..<taken + count), to: &line.vacant.input)
      taken += count
    }
  }

  /// Seals these bytes after those before them.
  package mutating func write(_ bytes: [UInt8]) throws { try write(bytes.span) }

  /// Seals all that a source has, for the most part without a copy in between.
  ///
  /// - Throws: what source and sink throw; after an error of the source alone writing can go on.
  package mutating func write(from source: ByteSource) throws {
    guard !isBroken else { throw AgeSealError.broken }
    while true {
      let before = room
      if before == 0 {
        // The full chunk stays the last one until a byte has come that follows it.
        var next: [UInt8] = []
        try next.append(addingCapacity: AgeWriter.probeCount, initializingWith: source)
        if next.isEmpty { return }
        try write(next)
      } else {
        try line.vacant.input.append(addingCapacity: before, initializingWith: source)
        if room == before { return }
      }
    }
  }

  /// Seals the last chunk; now the file is whole, as far as the sink keeps it.
  package consuming func finish() throws {
    try submit(isLast: true)
    while !line.isEmpty { try putOldest() }
    try armor?.finish(to: sink)
  }

  private var room: Int { AgeWriter.chunkCount - line.vacant.input.count }

  /// A full chunk is handed on only when more follows: the last one may be full as well.
  private mutating func makeRoom() throws {
    guard room == 0 else { return }
    try submit(isLast: false)
    if line.isFull { try putOldest() }
    line.vacant.clear(capacity: AgeWriter.chunkCount)
  }

  private mutating func submit(isLast: Bool) throws {
    guard !isBroken else { throw AgeSealError.broken }
    line.vacant.number = number
    line.vacant.isLast = isLast
    number += UInt64(PayloadCipher.pieces(of: line.vacant.input.count))
    line.submit()
  }

  private mutating func putOldest() throws {
    isBroken = true
    if let head {
      try put(head.span)
      self.head = nil
    }
    let output = line.collect().output
    try put(output.span)
    isBroken = false
  }

  private func put(_ bytes: Span<UInt8>) throws {
    guard let armor else { return try sink(bytes) }
    try armor.write(bytes, to: sink)
  }
}
