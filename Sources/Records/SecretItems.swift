package import Sodium
package import Vocabulary

/// What one secret in a `secrets` field is.
package enum SecretItem: Hashable, Sendable {
  /// S of a section, with its generation.
  case share(Section, generation: UInt32)
  /// E of the revision that this link holds.
  case token(Section, n: UInt32)
  /// A lookup tag.
  case lookup(LookupKind)
  /// D of a refresh, with the generation that it makes.
  case delta(Section, generation: UInt32)

  package enum LookupKind: UInt8, CaseIterable, Sendable {
    case bsn = 1
    case naamGeboortedatum = 2
    case adres = 3
  }

  fileprivate var label: [UInt8] {
    var bytes: [UInt8]
    let number: UInt32
    switch self {
    case .share(let section, let generation): (bytes, number) = ([1, section.rawValue], generation)
    case .token(let section, let n): (bytes, number) = ([2, section.rawValue], n)
    case .lookup(let kind): (bytes, number) = ([3, kind.rawValue], 0)
    case .delta(let section, let generation): (bytes, number) = ([4, section.rawValue], generation)
    }
    bytes.append(bigEndian: number)
    return bytes
  }

  /// The label as a number; different for different items, and below 2^43.
  fileprivate var number: UInt64 {
    switch self {
    case .share(let section, let generation):
      1 << 40 | UInt64(section.rawValue) << 32 | UInt64(generation)
    case .token(let section, let n): 2 << 40 | UInt64(section.rawValue) << 32 | UInt64(n)
    case .lookup(let kind): 3 << 40 | UInt64(kind.rawValue) << 32
    case .delta(let section, let generation):
      4 << 40 | UInt64(section.rawValue) << 32 | UInt64(generation)
    }
  }

  fileprivate init?(tag: UInt8, kind: UInt8, number: UInt32) {
    switch (tag, Section(rawValue: kind), LookupKind(rawValue: kind), number) {
    case (1, .some(let section), _, 1...): self = .share(section, generation: number)
    case (2, .some(let section), _, 1...): self = .token(section, n: number)
    case (3, _, .some(let kind), 0): self = .lookup(kind)
    case (4, .some(let section), _, 2...): self = .delta(section, generation: number)
    default: return nil
    }
  }
}

/// Why the plaintext of a `secrets` field was refused.
package enum SecretItemsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not a whole number of items.
  case partial
  case tooMany(limit: Int)
  /// An item of a kind or number that does not exist.
  case item(Int)
  /// A value that does not have 32 bytes.
  case value
  /// Asked for an item that is not there exactly once.
  case absent
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .partial: "the secrets of a message end in the middle of an item"
    case .tooMany(let limit): "a message carries more than \(limit) secrets"
    case .item(let index): "secret \(index) of a message is of an unknown kind"
    case .value: "a secret of a message has the wrong length"
    case .absent: "a message lacks a secret that belongs to it, or has it twice"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .memory(let error): error.hint
    case .tooMany: "ask for fewer at a time"
    default: "try again; if it stays, report it"
    }
  }
}

/// The plaintext of a `secrets` field: items of 38 bytes, one after the other, in locked memory.
///
/// tag 1 ‖ section or kind 1 ‖ number u32 ‖ value 32. The order is kept: in a list over several
/// dossiers the same item comes once for each.
/// - Source: Docs/protocol.md, Secrets
package struct SecretItems: ~Copyable, Sendable {
  package static let itemCount = 38
  package static let maximumCount = 131_072

  private let bytes: SecretBytes
  /// What the items are, in order.
  package let items: [SecretItem]
  /// The items' numbers, each with its place in the last 17 bits, ascending: looked up without
  /// hashing, and already in order when the service wrote them in order.
  private let places: [UInt64]
  private static let placeBits: UInt64 = 17

  /// Takes over the opened plaintext.
  package init(_ plaintext: consuming SecretBytes) throws(SecretItemsError) {
    let count = plaintext.count / Self.itemCount
    guard plaintext.count % Self.itemCount == 0 else { throw .partial }
    guard count <= Self.maximumCount else { throw .tooMany(limit: Self.maximumCount) }
    var items: [SecretItem] = []
    items.reserveCapacity(count)
    var places: [UInt64] = []
    places.reserveCapacity(count)
    for index in 0..<count {
      let label = plaintext.withSpan { span -> (UInt8, UInt8, UInt32) in
        let at = index * Self.itemCount
        var number: UInt32 = 0
        for place in 2..<6 { number = number << 8 | UInt32(span[at + place]) }
        return (span[at], span[at + 1], number)
      }
      guard let item = SecretItem(tag: label.0, kind: label.1, number: label.2)
      else { throw .item(index) }
      items.append(item)
      places.append(item.number << Self.placeBits | UInt64(index))
    }
    places.sort()
    bytes = plaintext
    self.items = items
    self.places = places
  }

  /// A copy of the value at an index of `items`.
  package borrowing func value(at index: Int) throws(SecretItemsError) -> SecretBytes {
    guard items.indices.contains(index) else { throw .absent }
    let start = index * Self.itemCount + 6
    do { return try bytes.slice(start..<start + 32) } catch { throw .memory(error) }
  }

  /// A copy of the value of an item that must be there exactly once.
  package borrowing func value(of item: SecretItem) throws(SecretItemsError) -> SecretBytes {
    guard let index = place(of: item) else { throw .absent }
    return try value(at: index)
  }

  /// Where an item is; nil unless it is there exactly once.
  private borrowing func place(of item: SecretItem) -> Int? {
    let wanted = item.number
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] >> Self.placeBits < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < places.count, places[low] >> Self.placeBits == wanted else { return nil }
    if low + 1 < places.count, places[low + 1] >> Self.placeBits == wanted { return nil }
    return Int(places[low] & (1 << Self.placeBits - 1))
  }

  /// Whether this item is there exactly once.
  package borrowing func has(_ item: SecretItem) -> Bool { place(of: item) != nil }
}

/// Puts the plaintext of a `secrets` field together.
package struct SecretItemsWriter: ~Copyable {
  private var writer: SecretWriter
  package private(set) var count = 0

  /// - Parameter capacity: how many items are expected.
  package init(capacity: Int = 8) throws(SecretItemsError) {
    do { writer = try SecretWriter(capacity: capacity * SecretItems.itemCount) } catch {
      throw .memory(error)
    }
  }

  /// - Parameter value: 32 bytes.
  package mutating func append(
    _ item: SecretItem, _ value: borrowing SecretBytes
  ) throws(SecretItemsError) {
    guard value.count == 32 else { throw .value }
    guard count < SecretItems.maximumCount else { throw .tooMany(limit: SecretItems.maximumCount) }
    do {
      try writer.append(item.label)
      try writer.append(value)
    } catch { throw .memory(error) }
    count += 1
  }

  /// As `append`, for a value that lies in a longer secret.
  ///
  /// - Parameter start: where its 32 bytes begin.
  package mutating func append(
    _ item: SecretItem, from values: borrowing SecretBytes, at start: Int
  ) throws(SecretItemsError) {
    guard start >= 0, start <= values.count - 32 else { throw .value }
    guard count < SecretItems.maximumCount else { throw .tooMany(limit: SecretItems.maximumCount) }
    do {
      try writer.append(item.label)
      try writer.append(values, in: start..<start + 32)
    } catch { throw .memory(error) }
    count += 1
  }

  /// The plaintext, to be sealed under the session's key.
  package consuming func finish() -> SecretBytes { writer.finish() }
}
