import Dossier
import Foundation
import Records
import Socket
import Sodium
import StrictJSON
import Synchronization
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

/// What the tests of attachments send and save.
enum Files {
  /// Bytes that look random and are the same in every run; no two parts are alike.
  static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    let words = (count + 7) / 8
    var bytes = [UInt8](repeating: 0, count: words * 8)
    var state = seed
    bytes.withUnsafeMutableBytes { raw in
      let words = raw.bindMemory(to: UInt64.self)
      for index in words.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        words[index] = state ^ state >> 29
      }
    }
    return Array(bytes.prefix(count))
  }

  /// - Parameter each: called before a part is read, with the bytes that were given so far.
  static func source(
    _ bytes: [UInt8], each: @escaping (Int) -> Void = { _ in }
  ) -> AttachmentSource {
    var given = 0
    return AttachmentSource(size: bytes.count) { count in
      each(given)
      let part = bytes[given..<min(given + count, bytes.count)]
      given += part.count
      return Array(part)
    }
  }

  static func new(
    _ name: String = "verslag.pdf", in section: Section = .journaal, stuk: String? = nil
  ) -> NewAttachment {
    NewAttachment(name: name, media: "application/pdf", section: section, stuk: stuk)
  }

  static let part = AttachmentParts.plainCount
}

extension VaultSession {
  /// Adds a file to the diary of a dossier.
  @discardableResult
  func attach(
    _ bytes: [UInt8], to dossier: Identifier, _ new: NewAttachment = Files.new(),
    each: @escaping (Int) -> Void = { _ in }
  ) throws -> Attached {
    let writable = try openForWriting(dossier, sections: [new.section], purpose: .uitvoering)
    return try attach(Files.source(bytes, each: each), as: new, to: writable)
  }

  /// Reads the only file of a dossier, or the one of an entry.
  func file(of dossier: Identifier, _ entry: Identifier? = nil) throws -> [UInt8] {
    let opened = try open(dossier, purpose: .uitvoering)
    guard let item = opened.attachments.first(where: { entry == nil || $0.revision.entry == entry })
    else { throw ClientError.inputRefused(.unknownEntry) }
    var bytes: [UInt8] = []
    try read(item, of: dossier, purpose: .uitvoering) { bytes += $0 }
    return bytes
  }
}

/// Sees each message to the vault and may break the connection or change the answer.
final class Interference: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  private let act: @Sendable (_ method: String, _ count: Int) -> Act

  enum Act {
    case pass
    case breakBefore
    case breakAfter
    case change(@Sendable (_ tail: ArraySlice<UInt8>) -> [UInt8])
  }

  /// - Parameter act: what to do with the how-many-th message of a method, from 1.
  init(_ act: @escaping @Sendable (_ method: String, _ count: Int) -> Act) { self.act = act }

  func count(_ method: String) -> Int { counts.withLock { $0[method] ?? 0 } }

  func pass(_ message: [UInt8], _ send: RunningVault.Send) throws -> [UInt8] {
    let method = try Request(message: message).method
    let count = counts.withLock { counts in
      counts[method, default: 0] += 1
      return counts[method] ?? 0
    }
    switch act(method, count) {
    case .pass: return try send(message)
    case .breakBefore: throw SocketError(.closed)
    case .breakAfter:
      _ = try send(message)
      throw SocketError(.closed)
    case .change(let change):
      let response = try Response(message: send(message))
      guard case .success(let result) = response.outcome, let id = response.id else {
        throw SocketError(.closed)
      }
      return try Response(
        id: id, result: .object(result.members), tail: change(response.tail)[...]
      ).encode()
    }
  }

  /// A session whose messages pass through here, over as many connections as it takes.
  func session(_ vault: RunningVault, _ person: Person, device: String) throws -> VaultSession {
    let session = try vault.session(person, device: device, channel: vault.channel(pass))
    session.redial = { [self] () throws(ClientError) in
      do { return try vault.channel(pass) } catch { throw .unreachable }
    }
    return session
  }
}
