package import Vocabulary

/// How a person names something with an id: whole, or by how it begins.
package enum Prefix: Equatable {
  case whole(Identifier)
  case beginning(String)

  /// Fewer digits are too easily another's.
  package static let shortest = 6

  /// Nil for what cannot be the beginning of an id.
  package init?(_ word: String) {
    if let id = Identifier(hex: word) {
      self = .whole(id)
    } else if (Prefix.shortest..<32).contains(word.utf8.count),
      word.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    {
      self = .beginning(word)
    } else {
      return nil
    }
  }

  package func matches(_ id: Identifier) -> Bool {
    switch self {
    case .whole(let whole): whole == id
    case .beginning(let digits): id.hex.hasPrefix(digits)
    }
  }

  /// The different ids that it may be, in their order.
  package func matches(among ids: some Sequence<Identifier>) -> [Identifier] {
    Set(ids.filter(matches)).sorted()
  }
}
