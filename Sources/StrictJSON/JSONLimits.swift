/// What a decoder accepts at most; every limit is checked before memory is taken for the value.
package struct JSONLimits: Equatable, Sendable {
  /// The deepest nesting that any limits may allow; a reader's stack is at least 1 MiB.
  package static let deepest = 32

  /// Bytes of the whole input.
  package var bytes: Int
  /// Arrays and objects inside each other, at most `deepest`.
  package var depth: Int
  /// Bytes of one string as written, without its quotes; keys count too.
  package var string: Int
  /// Members of one object.
  package var members: Int
  /// Elements of one array.
  package var elements: Int

  package init(
    bytes: Int, depth: Int = JSONLimits.deepest, string: Int? = nil, members: Int = 1024,
    elements: Int = 65_536
  ) {
    self.bytes = bytes
    self.depth = min(depth, JSONLimits.deepest)
    self.string = string ?? bytes
    self.members = members
    self.elements = elements
  }

  /// A signed record, request body, answer or log leaf: 1 MiB, room for the boxes of an institution.
  package static let record = JSONLimits(bytes: 1 << 20)
  /// An envelope with ciphertext: 16 MiB, the frame limit of the wire.
  package static let message = JSONLimits(bytes: 16 << 20)
  /// A file that people hand over, such as an import: 256 MiB.
  package static let file = JSONLimits(bytes: 256 << 20, members: 65_536, elements: 1 << 20)
}
