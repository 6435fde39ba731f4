internal import Sodium

extension SelfOpeningPage {
  /// Bytes of a page beside the bundle in it, at most.
  static let mostAround = 1 << 20
  /// Bytes of a whole page, at most.
  package static let mostPageBytes =
    mostAround + Base64.encodedCount(mostBytes) + 2 * (mostBytes / perLine + 1)

  /// How a page of ours begins.
  package static let beginning = Array("<!DOCTYPE html>".utf8)
  private static let name = Array("id=\"payload\"".utf8)
  private static let opening = Array("<script type=\"text/plain\" id=\"payload\" data-size=\"".utf8)
  private static let closing = Array("</script>".utf8)

  /// The age file in a page, as `sealed` put it there; of the page nothing else is read or believed.
  ///
  /// - Throws: `.noBundle` for an opener and any other page; `.twoBundles`; `.tooLarge`; `.cutOff`; `.damaged`
  package static func bundle(in page: [UInt8]) throws(EmbeddedBundleError) -> [UInt8] {
    guard page.count <= mostPageBytes else { throw .tooLarge }
    guard page.starts(with: beginning) else { throw .noBundle }
    // The bundle comes last, so that what stands before it is small.
    let head = page.prefix(mostAround)
    guard let mark = head.firstRange(of: opening) else {
      throw head.contains(name) ? .damaged : .noBundle
    }
    guard !head[..<mark.lowerBound].contains(name) else { throw .twoBundles }
    let (size, start) = try size(page[mark.upperBound...])
    let (text, end) = try text(page[start...], of: size)
    let rest = page[end...]
    guard rest.count <= mostAround else { throw .tooLarge }
    guard rest.starts(with: closing) else { throw closing.starts(with: rest) ? .cutOff : .damaged }
    guard !rest.contains(name) else { throw .twoBundles }
    guard let bytes = Base64.decode(text), bytes.count == size else { throw .damaged }
    return bytes
  }

  /// The size that is told, in its one spelling, and where the text begins.
  private static func size(
    _ page: ArraySlice<UInt8>
  ) throws(EmbeddedBundleError) -> (size: Int, start: Int) {
    var size = 0
    var place = page.startIndex
    while place < page.endIndex, page[place] &- 0x30 < 10 {
      guard size > 0 || page[place] != 0x30 else { throw .damaged }
      size = 10 * size + Int(page[place] - 0x30)
      guard size <= mostBytes else { throw .tooLarge }
      place += 1
    }
    guard place + 1 < page.endIndex else { throw .cutOff }
    guard size > 0, page[place] == UInt8(ascii: "\""), page[place + 1] == UInt8(ascii: ">") else {
      throw .damaged
    }
    return (size, place + 2)
  }

  /// Exactly as much base64 as that size takes, without line ends, and where it ends.
  private static func text(
    _ page: ArraySlice<UInt8>, of size: Int
  ) throws(EmbeddedBundleError) -> (text: [UInt8], end: Int) {
    let count = Base64.encodedCount(size)
    // Room only for what is there: a page that promises much takes no memory for it.
    guard page.count >= count else { throw .cutOff }
    var text: [UInt8] = []
    text.reserveCapacity(count)
    var place = page.startIndex
    while place < page.endIndex, page[place] != UInt8(ascii: "<") {
      let byte = page[place]
      place += 1
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
      guard text.count < count else { throw .damaged }
      text.append(byte)
    }
    guard text.count == count else { throw place == page.endIndex ? .cutOff : .damaged }
    return (text, place)
  }
}

/// Why no bundle came out of a page.
package enum EmbeddedBundleError: Error, Equatable, CustomStringConvertible {
  /// An opener, or a page of somebody else.
  case noBundle
  case twoBundles
  case tooLarge
  /// It ends before its bundle does.
  case cutOff
  case damaged

  package var description: String {
    switch self {
    case .noBundle: "there is no bundle in this page"
    case .twoBundles: "there is more than one bundle in this page"
    case .tooLarge: "this page is larger than any that was made here"
    case .cutOff: "this page is not whole"
    case .damaged: "the bundle in this page is damaged"
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func contains(_ bytes: [UInt8]) -> Bool { firstRange(of: bytes) != nil }
}
