import AgeFile
import CommandTree
import Desk
import Directory
import Glibc
import Overdracht
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht send`: the sealed file goes on its way, by the one that was named.
///
/// What waits at the pick-up point can be recalled until it was collected. What left by mail or by hand cannot,
/// and the tool says exactly that.
struct OverdrachtSend {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  private enum Way {
    case place
    case mail(MailAddress)
    case hand
  }

  func run() throws(Failure) {
    let way = try way()
    let path = desk.arguments.required("BESTAND")
    let file = try AgeFileOnDisk(path)
    let bundle = try BundleChoice.find(desk)
    // Another file under this bundle's name would tell log and dossier something that is not so.
    guard try file.hash() == bundle.file else { throw Failure(ClientError.bundle(.file)) }
    let session = try desk.session()
    switch way {
    case .place:
      let descriptor = file.descriptor
      try calling { () throws(ClientError) in
        try session.placeBundle(bundle.bundle, of: bundle.dossier, from: descriptor)
      }
    case .mail(let address):
      let mail = try mail(file, of: bundle, to: address)
      try calling { () throws(ClientError) in
        try session.mailBundle(bundle.bundle, of: bundle.dossier, mail)
      }
    case .hand:
      try calling { () throws(ClientError) in
        try session.bundleSent(bundle.bundle, of: bundle.dossier)
      }
    }
    let (word, text) =
      switch way {
      case .place: ("placed", Texts.isPlaced)
      case .mail: ("mail", Texts.isMailed)
      case .hand: ("hand", Texts.isHanded)
      }
    desk.screen.answer(
      ["bundle": .hexID(bundle.bundle), "way": .string(word)], text: text[desk.language] + "\n")
    if case .place = way {} else { desk.screen.note(Texts.cannotComeBack) }
    desk.screen.note(Texts.openUntilReceipt)
  }

  private func way() throws(Failure) -> Way {
    let words = desk.arguments
    switch (words.has("afhaalpunt"), words.value("mail"), words.has("zelf")) {
    case (true, nil, false): return .place
    case (false, nil, true): return .hand
    case (false, let text?, false):
      guard let address = MailAddress(text) else {
        throw desk.usage("mail-address", Texts.notAMailAddress, hint: Texts.mailAddressHint)
      }
      return .mail(address)
    default: throw desk.usage("one-way", Texts.oneWay, hint: Texts.oneWayHint)
    }
  }

  /// The whole mail: the letter, and the bundle under a name that says nothing.
  private func mail(
    _ file: AgeFileOnDisk, of bundle: ListedBundle, to address: MailAddress
  ) throws(Failure) -> [UInt8] {
    let session = try desk.session()
    let sender = try BundleSender(
      desk, try desk.sharePolicy(), session.directory, mail: desk.arguments.value("van"))
    guard let text = sender.mail, let from = MailAddress(text) else {
      throw desk.usage("mail-from", Texts.mailFromMissing, hint: Texts.mailFromHint)
    }
    // Base64 takes a third more, and the letter a page.
    guard file.size < BundleSealing.mailLimit * 7 / 10 else {
      throw Failure(
        ExitCode.failed, "mail-too-large", Texts.mailTooLarge, hint: Texts.mailTooLargeHint)
    }
    let name = BundleMail.attachmentName()
    let letter = try sender.letter(
      for: name, lock: bundle.recipients.isEmpty ? .code : .key,
      contact: desk.arguments.value("contact") ?? sender.institution,
      validUntil: Moment.today(bundle.validUntil - 1))
    let mail = BundleMail(
      from: from, to: address, text: letter.text, attachment: name, now: Moment.now())
    var bytes: [UInt8] = []
    do {
      try mail.write(file.source) { part in
        unsafe part.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      }
    } catch let failure as Failure { throw failure } catch {
      throw InputFile.notReadable(desk.arguments.required("BESTAND"))
    }
    return bytes
  }
}

/// A sealed file that is open for reading; only ciphertext is in it.
final class AgeFileOnDisk {
  let descriptor: Int32
  let size: Int
  private let path: String

  /// - Throws: 1 `file-not-readable`
  init(_ path: String) throws(Failure) {
    self.path = path
    // A pipe at this place could keep the tool waiting.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw InputFile.notReadable(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      size = 0
      close(descriptor)
      throw InputFile.notReadable(path)
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// SHA-256 of all of it.
  ///
  /// - Throws: 1 `file-not-readable`
  func hash() throws(Failure) -> [UInt8] {
    guard lseek(descriptor, 0, SEEK_SET) == 0, let found = SHA256.ofFile(descriptor) else {
      throw InputFile.notReadable(path)
    }
    return found.hash
  }

  /// Its bytes from the start.
  ///
  /// - Source: pread(2)
  var source: ByteSource {
    var place = 0
    return { [self] out in
      try unsafe out.withUnsafeMutableBufferPointer { buffer, count in
        while true {
          let free = buffer.count - count
          guard free > 0, let start = buffer.baseAddress else { return }
          let got = unsafe pread(descriptor, start + count, free, off_t(place))
          if got < 0, errno == EINTR { continue }
          guard got >= 0 else { throw InputFile.notReadable(path) }
          count += got
          place += got
          return
        }
      }
    }
  }
}
