import AgeFile
import CommandTree
import Desk
import Glibc
import Overdracht

/// Where a sealed bundle is read from, as often as it takes to find the key that opens it.
enum SealedSource {
  /// An age file, binary or armored.
  case file(String)
  /// What lay in a page.
  case bytes([UInt8])

  /// Looks at how the file begins: a page has its bundle in it.
  ///
  /// - Throws: 1 `file-not-readable`; 65 `page`, `file-too-large`
  init(_ path: String) throws(Failure) {
    guard SealedSource.isPage(path) else {
      self = .file(path)
      return
    }
    let page = try InputFile.read(path, limit: SelfOpeningPage.mostPageBytes)
    do throws(EmbeddedBundleError) { self = .bytes(try SelfOpeningPage.bundle(in: page)) } catch {
      throw Failure(error)
    }
  }

  /// Of a regular file only: what a pipe has is read once.
  private static func isPage(_ path: String) -> Bool {
    // A pipe at this place could keep the tool waiting.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    var start = [UInt8](repeating: 0, count: SelfOpeningPage.beginning.count)
    let count = unsafe start.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    return count == start.count && start == SelfOpeningPage.beginning
  }

  /// Its bytes from the start.
  func open() throws(Failure) -> ByteSource {
    switch self {
    case .file(let path): return try OpenedFile(path).source
    case .bytes(let bytes):
      var place = 0
      return { out in
        let count = min(out.freeCapacity, bytes.count - place)
        for index in place..<place + count { out.append(bytes[index]) }
        place += count
      }
    }
  }
}

extension Failure {
  fileprivate init(_ error: EmbeddedBundleError) {
    let (nl, hint): (String, Text) =
      switch error {
      case .noBundle:
        (
          "in deze pagina zit geen pakket",
          Text(
            nl: "is dit de opener? Geef dan het bestand dat eindigt op .age",
            en: "is this the opener? Then give the file that ends in .age")
        )
      case .twoBundles:
        (
          "in deze pagina zit meer dan één pakket",
          Text(
            nl: "open haar niet op een andere manier; vraag de afzender ernaar",
            en: "do not open it by another way; ask the sender about it")
        )
      case .tooLarge:
        (
          "deze pagina is groter dan een pagina van de kluis kan zijn",
          Text(nl: "vraag de afzender om het bestand .age", en: "ask the sender for the .age file")
        )
      case .cutOff: ("deze pagina is niet heel", Texts.pageAgain)
      case .damaged: ("het pakket in deze pagina is beschadigd", Texts.pageAgain)
      }
    self.init(ExitCode.data, "page", Text(nl: nl, en: error.description), hint: hint)
  }
}
