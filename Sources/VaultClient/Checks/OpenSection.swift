import Directory
import Records
import Sodium
import Vocabulary

/// A section whose key K was put together and found to be the one that its record names.
final class OpenSection: Sendable {
  let section: Section
  let generation: UInt32
  /// K, 32 bytes.
  let key: SecretBytes

  init(section: Section, generation: UInt32, key: consuming SecretBytes) {
    self.section = section
    self.generation = generation
    self.key = key
  }
}

extension VaultSession {
  /// R of a section, from the first box that this member can open.
  ///
  /// A role's key may have been renewed since this session began: then the directory is read again.
  func half(of block: SectionBlock, dossier: Identifier) throws(CheckFailure) -> SecretBytes {
    do throws(CheckFailure) { return try knownHalf(of: block, dossier: dossier) } catch {
      let known = directory.position
      guard case .other(.noRoleKey) = error else { throw error }
      do throws(ClientError) { try refreshDirectory() } catch { throw .other(error) }
      guard directory.position > known else { throw error }
      return try knownHalf(of: block, dossier: dossier)
    }
  }

  private func knownHalf(
    of block: SectionBlock, dossier: Identifier
  ) throws(CheckFailure) -> SecretBytes {
    let share = Share(dossier: dossier, section: block.section, generation: block.generation)
    var lacksKey = false
    for box in block.boxes where box.role == role {
      guard
        let pair = try keys.rolePair(
          role, epoch: box.epoch, in: directory, known: rolePairs)
      else {
        lacksKey = true
        continue
      }
      do throws(ContextBox.BoxError) {
        return try box.grant == nil
          ? share.open(box.bytes, role: pair.pair)
          : share.open(box.bytes, role: pair.pair, member: keys.identity.box)
      } catch { throw CheckFailure(error) }
    }
    throw lacksKey ? .other(.noRoleKey) : .tampered(.box)
  }

  /// K of every section of an answer: R from its box, S from the secrets, checked by the record.
  ///
  /// - Parameter link: finds a section's link of kind 0 in the verified chain.
  func openSections(
    _ blocks: [SectionBlock], dossier: Identifier, secrets: borrowing SecretItems,
    link: (Section) -> Link?
  ) throws(CheckFailure) -> [Section: OpenSection] {
    var open: [Section: OpenSection] = [:]
    for block in blocks {
      guard let link = link(block.section) else { throw .tampered(.sectionRecord) }
      let record = try block.verifiedRecord(
        dossier: dossier, link: link, directory: directory, known: signatures)
      let item = SecretItem.share(block.section, generation: block.generation)
      let service = try secrets.checkedValue(of: item)
      open[block.section] = try openSection(
        block, record, dossier: dossier, service: service)
    }
    return open
  }

  func openSection(
    _ block: SectionBlock, _ record: SectionRecord, dossier: Identifier,
    service: borrowing SecretBytes
  ) throws(CheckFailure) -> OpenSection {
    // A grantee's boxes are tried one after the other: a custodian made the box of a refresh without
    // being able to check it, and a grant that was given anew brings another.
    let granted = block.boxes.filter { $0.role == role && $0.grant != nil }
    guard !granted.isEmpty, granted.count == block.boxes.count else {
      return try openSection(
        block, record, try half(of: block, dossier: dossier), service: service)
    }
    for box in granted {
      do throws(CheckFailure) {
        let half = try half(of: block.only(box), dossier: dossier)
        return try openSection(block, record, half, service: service)
      } catch {
        guard case .tampered = error else { throw error }
      }
    }
    throw .tampered(.grantBox)
  }

  private func openSection(
    _ block: SectionBlock, _ record: SectionRecord, _ half: borrowing SecretBytes,
    service: borrowing SecretBytes
  ) throws(CheckFailure) -> OpenSection {
    do throws(SectionKey.JoinError) {
      let key = try SectionKey.join(half, service, for: record)
      return OpenSection(section: block.section, generation: block.generation, key: key)
    } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.sectionCheck)
    }
  }
}

extension SecretItems {
  /// The items of an answer; an answer without secrets has none.
  static func read(_ reply: Reply) throws(CheckFailure) -> SecretItems {
    let taken = reply.takeSecrets()
    do throws(SecretItemsError) {
      if let plaintext = taken { return try SecretItems(plaintext) }
      let none: SecretBytes
      do throws(SecretMemoryError) { none = try SecretBytes(count: 0) } catch {
        throw .memory(error)
      }
      return try SecretItems(none)
    } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.secrets)
    }
  }

  borrowing func checkedValue(of item: SecretItem) throws(CheckFailure) -> SecretBytes {
    do throws(SecretItemsError) { return try value(of: item) } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.secrets)
    }
  }

  borrowing func checkedValue(at index: Int) throws(CheckFailure) -> SecretBytes {
    do throws(SecretItemsError) { return try value(at: index) } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.secrets)
    }
  }

  /// Demands exactly these items, in any order: a missing one withholds, an extra one leaks.
  ///
  /// - Parameter expected: each item once.
  borrowing func demandExactly(_ expected: [SecretItem]) throws(CheckFailure) {
    try demand(items.count == expected.count, .secrets)
    for item in expected { try demand(has(item), .secrets) }
  }
}
