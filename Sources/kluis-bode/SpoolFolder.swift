import Delivery
import Glibc
import PrivateFile
import StrictJSON

/// A spool: signals lie in the folder itself, whole mails in `mail/`, and what is neither in `bad/`.
struct SpoolFolder {
  let path: String

  /// Most names that one look takes up; what lies beyond waits for the next.
  static let mostNames = 100_000
  /// Largest mail, bytes: a bundle with its base64.
  static let largestMail = 256 << 20

  private static let setAsideName = "bad"
  private static let mailName = "mail"

  /// Why a file is not what a spool holds.
  enum Damage: String, CaseIterable, Error {
    /// Its name is none of a spool.
    case name
    /// A link, a folder, a pipe.
    case type
    /// Another user's than the folder's.
    case owner
    case size
    /// Not the canonical JSON of a signal.
    case content
    /// It may not be read, or the disk fails.
    case unreadable
  }

  /// A file, or why there is none.
  enum Opened: ~Copyable {
    case open(OpenFile)
    case gone
    case damaged(Damage)
  }

  /// What one look found.
  struct Names {
    var good: [SpoolName] = []
    var strange: [(folder: String, name: String)] = []
    /// What stands at `mail` is no folder, or not to be read or trusted; the signals go on.
    var mailIsUnusable = false
  }

  /// Looks; nil when the folder cannot be read, or others than its owner and group can write in it.
  func names() -> Names? {
    guard var found = Self.list(path, skipping: [Self.setAsideName, Self.mailName], .signal) else {
      return nil
    }
    let mails = path + "/" + Self.mailName
    if stat.of(mails) != nil {
      let more = Self.list(mails, skipping: [], .mail)
      found.good += more?.good ?? []
      found.strange += more?.strange ?? []
      found.mailIsUnusable = more == nil
    }
    return found
  }

  /// How many files were set aside.
  var setAsideCount: Int {
    Self.entries(path + "/" + Self.setAsideName)?.count { !SpoolName.isDraft($0) } ?? 0
  }

  /// Opens a file that must be a regular one, of the owner of its folder or of this user.
  func open(_ name: SpoolName) -> Opened {
    let folder = folder(of: name.kind)
    do throws(OpenFile.Fault) {
      let file = try OpenFile(folder + "/" + name.text)
      if let damage = damage(of: file, name, in: folder) { return .damaged(damage) }
      return .open(file)
    } catch {
      switch error {
      case .missing: return .gone
      case .notRegular: return .damaged(.type)
      case .tooLarge: return .damaged(.size)
      case .system: return .damaged(.unreadable)
      }
    }
  }

  private func damage(
    of file: borrowing OpenFile, _ name: SpoolName, in folder: String
  ) -> Damage? {
    guard file.status.st_uid == geteuid() || file.status.st_uid == stat.of(folder)?.st_uid else {
      return .owner
    }
    let limit = name.kind == .signal ? SpooledSignal.largest : Self.largestMail
    return file.status.st_size <= limit ? nil : .size
  }

  /// Reads a signal with its bytes; nil when it is gone.
  func signal(_ name: SpoolName) throws(Damage) -> (signal: SpooledSignal, bytes: [UInt8])? {
    let bytes: [UInt8]
    switch open(name) {
    case .gone: return nil
    case .damaged(let damage): throw damage
    case .open(let file):
      do throws(OpenFile.Fault) { bytes = try file.bytes(atMost: SpooledSignal.largest) } catch {
        throw error == .tooLarge ? .size : .unreadable
      }
    }
    do throws(JSONError) { return (try SpooledSignal(reading: bytes), bytes) } catch {
      throw .content
    }
  }

  /// What is to be brought.
  func load(_ name: SpoolName) throws(Damage) -> Carrier.Load {
    switch name.kind {
    case .signal:
      guard let found = try signal(name) else { return .gone }
      return .signal(found.signal, found.bytes)
    case .mail:
      switch open(name) {
      case .gone: return .gone
      case .damaged(let damage): throw damage
      case .open(let file): return .mail(file)
      }
    }
  }

  /// Takes a file away that everybody has; durable when it answers true.
  func remove(_ name: SpoolName) -> Bool {
    let folder = folder(of: name.kind)
    guard unsafe unlink(folder + "/" + name.text) == 0 || errno == ENOENT else { return false }
    return (try? PrivateFile.sync(folder: folder)) != nil
  }

  func setAside(_ name: SpoolName) -> Bool {
    setAside(folder(of: name.kind) + "/" + name.text, as: name.text)
  }

  /// A name that is not plain is not kept: it would reach a terminal one day.
  func setAside(_ strange: (folder: String, name: String)) -> Bool {
    setAside(strange.folder + "/" + strange.name, as: "unnamed")
  }

  /// Moves what stands at a path, a link itself and not what it leads to, out of everybody's way.
  private func setAside(_ place: String, as name: String) -> Bool {
    let bad = path + "/" + Self.setAsideName
    unsafe mkdir(bad, 0o700)
    guard let found = stat.of(bad), found.isFolder, found.st_mode & 0o002 == 0 else { return false }
    for number in 1...1000 {
      let free = bad + "/" + (number == 1 ? name : "\(name).\(number)")
      guard stat.of(free) == nil else { continue }
      guard unsafe rename(place, free) == 0 else { return false }
      return (try? PrivateFile.sync(folder: bad)) != nil
    }
    return false
  }

  private func folder(of kind: SpoolName.Kind) -> String {
    kind == .signal ? path : path + "/" + Self.mailName
  }

  private static func list(
    _ folder: String, skipping: Set<String>, _ kind: SpoolName.Kind
  ) -> Names? {
    guard let status = stat.of(folder), status.isFolder, status.st_mode & 0o002 == 0,
      let entries = entries(folder)
    else { return nil }
    var names = Names()
    for entry in entries where !skipping.contains(entry) && !SpoolName.isDraft(entry) {
      if let name = SpoolName(entry), name.kind == kind {
        names.good.append(name)
      } else {
        names.strange.append((folder, entry))
      }
    }
    names.good.sort()
    return names
  }

  private static func entries(_ folder: String) -> [String]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < mostNames, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(validatingCString: $0)
        }
      }
      // A name that is no UTF-8 cannot be a file of ours, and cannot be moved by its text.
      guard let name, name != ".", name != ".." else { continue }
      names.append(name)
    }
    return names
  }
}
