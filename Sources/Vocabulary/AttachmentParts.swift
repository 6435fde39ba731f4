/// How a file is cut into parts: the one arithmetic of client, service and store.
///
/// Every part but the last holds exactly 1 MiB of the file; the last one the rest. An empty file has one
/// part that is empty, so that its end too is sealed. Sealed, a part is 17 bytes longer.
/// - Source: Docs/protocol.md, Attachments
package enum AttachmentParts {
  /// Bytes of the file in a part.
  package static let plainCount = 1 << 20
  /// Bytes by which a sealed part is longer.
  package static let overhead = 17
  /// Bytes of a whole sealed part.
  package static let sealedCount = plainCount + overhead
  /// The largest file: 1 GiB.
  package static let largestFile = 1 << 30
  /// Parts of the largest file.
  package static let most = largestFile / plainCount
  /// Parts that travel in one message.
  package static let perMessage = 4

  /// How many parts a file of so many bytes has; nil when it is larger than is taken.
  package static func count(ofFile size: Int) -> Int? {
    guard (0...largestFile).contains(size) else { return nil }
    return max(1, (size + plainCount - 1) / plainCount)
  }

  /// Bytes of the file in one of its parts, counted from 0.
  ///
  /// - Precondition: the file has this part.
  package static func plainCount(ofPart part: Int, ofFile size: Int) -> Int {
    precondition(part >= 0 && part < count(ofFile: size) ?? 0, "no such part")
    return min(plainCount, size - part * plainCount)
  }
}
