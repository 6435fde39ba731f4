package import Sodium

/// Opens a file and gives its content, piece by verified piece.
///
/// The content is whole once nothing more comes without an error. Everything before that is a beginning,
/// by somebody who had the file key.
package struct AgeReader: ~Copyable {
  private let input: Input
  private let line: ChunkLine
  private var number: UInt64 = 0
  /// What ends reading once all pieces before it were given: an error, or the end.
  private var ending: Ending?
  /// The piece being given, and how much of it was.
  private var current: Chunk?
  private var given = 0

  private enum Ending {
    case complete
    case error(any Error)
  }

  /// Opens with the first of these keys that fits.
  ///
  /// - Throws: `AgeOpenError`; what the source throws.
  package init(_ source: @escaping ByteSource, identities: [AgeIdentity]) throws {
    try self.init(source) { stanzas throws(AgeOpenError) in
      try Unlocking.fileKey(stanzas, identities)
    }
  }

  /// Opens with a passphrase.
  ///
  /// - Throws: `AgeOpenError`; what the source throws.
  package init(_ source: @escaping ByteSource, passphrase: borrowing SecretBytes) throws {
    let header = try OpenedHeader.read(from: source)
    try self.init(header, try Unlocking.fileKey(header.stanzas, passphrase: passphrase))
  }

  private init(
    _ source: @escaping ByteSource,
    _ unlock: ([KnownStanza]) throws(AgeOpenError) -> SecretBytes
  ) throws {
    let header = try OpenedHeader.read(from: source)
    try self.init(header, try unlock(header.stanzas))
  }

  private init(_ opened: OpenedHeader, _ fileKey: borrowing SecretBytes) throws {
    let cipher: PayloadCipher
    do {
      let mac = try FileKey.mac(of: opened.header.authenticated, fileKey: fileKey)
      guard mac.equals(opened.header.mac) else { throw AgeOpenError.headerChanged }
      var nonce: [UInt8] = []
      try opened.input.fill(&nonce, to: AgeFormat.payloadNonceCount)
      guard nonce.count == AgeFormat.payloadNonceCount
      else { throw AgeOpenError.truncated(.header) }
      cipher = PayloadCipher(key: try FileKey.payloadKey(fileKey, nonce: nonce))
    } catch let error as SecretMemoryError {
      throw AgeOpenError.memory(error)
    }
    input = opened.input
    line = ChunkLine { cipher.open($0) }
  }

  /// Appends content, at least one byte; nothing at its end.
  ///
  /// So a reader is itself a `ByteSource`.
  ///
  /// - Throws: `AgeOpenError`, what the source throws; the same again when it is called again.
  package mutating func read(into out: inout OutputSpan<UInt8>) throws {
    guard out.freeCapacity > 0, try advance(), let current else { return }
    let output = current.output
    given += Copying.append(output.span.extracting(given..<output.count), to: &out)
  }

  /// Gives all that is left to a sink, without a copy in between.
  ///
  /// - Throws: as `read`; what the sink throws.
  package mutating func writeAll(to sink: ByteSink) throws {
    while try advance(), let current {
      let (output, from) = (current.output, given)
      given = output.count
      try sink(output.span.extracting(from..<given))
    }
  }

  /// Sees to it that there is something to give; false at the end.
  private mutating func advance() throws -> Bool {
    while given == current?.output.count ?? 0 {
      current = nil
      given = 0
      try readAhead()
      guard !line.isEmpty else {
        switch ending {
        case .complete, nil: return false
        case .error(let error): throw error
        }
      }
      try take(line.collect())
    }
    return true
  }

  private mutating func take(_ chunk: Chunk) throws {
    switch chunk.outcome {
    case .done: current = chunk
    case .doneButMore:
      current = chunk
      stop(.trailing)
    case .notLast:
      current = chunk
      stop(.truncated(.payload))
    case .failed: throw stop(chunk.isLast ? .damagedEnd : .damaged(chunk: chunk.number))
    }
  }

  /// Nothing after this is looked at.
  @discardableResult
  private mutating func stop(_ error: AgeOpenError) -> AgeOpenError {
    while !line.isEmpty { _ = line.collect() }
    ending = .error(error)
    return error
  }

  private mutating func readAhead() throws {
    while ending == nil, !line.isFull {
      do { try readChunk() } catch { ending = .error(error) }
    }
  }

  private mutating func readChunk() throws {
    let chunk = line.vacant
    chunk.clear()
    try input.fill(&chunk.input, to: AgeFormat.sealedChunkCount)
    chunk.isLast = try input.isAtEnd()
    chunk.number = number
    // Without a tag there is no piece; without content there is one only when there is no other.
    guard chunk.input.count >= ChaChaPoly.tagCount else { throw AgeOpenError.truncated(.payload) }
    guard chunk.input.count > ChaChaPoly.tagCount || number == 0 else {
      throw AgeOpenError.damagedEnd
    }
    number += 1
    line.submit()
    if chunk.isLast { ending = .complete }
  }
}
