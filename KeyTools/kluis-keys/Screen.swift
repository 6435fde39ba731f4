import CommandTree
import Dossier
import Glibc
import StrictJSON

/// Where answers and failures go, in which language and form.
///
/// Known before the words are parsed: a wrong command line is told in the right language too.
struct Screen: Sendable {
  let language: CommandTree.Language
  let json: Bool

  init(words: [String]) {
    let options = words.prefix { $0 != "--" }
    json = options.contains("--json")
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Self.environment($0) }.first
    language = Self.asked(in: options) ?? CommandTree.Language(localeName: locale)
  }

  /// A variable that is there and says something.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  private static func asked(in words: ArraySlice<String>) -> CommandTree.Language? {
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      switch word == "--taal" ? "--taal=" + next : word {
      case "--taal=nl": return .nl
      case "--taal=en": return .en
      default: continue
      }
    }
    return nil
  }

  func write(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Writes a command's answer on stdout, and what it means beside it on stderr.
  func answer(_ answer: Answer) {
    if json {
      let object = JSONValue.object(answer.fields.map { ($0.key, $0.value) })
      write(String(decoding: OrdinaryJSON.encode(object), as: UTF8.self) + "\n")
      return
    }
    for field in answer.fields { write(visible(field.line(in: language)) + "\n") }
    for note in answer.notes { Self.write(note[language] + "\n", to: STDERR_FILENO) }
  }

  func show(_ failure: Failure) {
    if json {
      let object = failure.json(in: language)
      Self.write(
        String(decoding: OrdinaryJSON.encode(object), as: UTF8.self) + "\n", to: STDERR_FILENO)
      return
    }
    var lines = ["kluis-keys: \(failure.message[language])"]
    if let usage = failure.usage {
      lines.append("\(language == .nl ? "gebruik" : "usage"): \(usage[language])")
    }
    if let hint = failure.hint { lines.append("hint: \(hint[language])") }
    for line in lines { Self.write(visible(line) + "\n", to: STDERR_FILENO) }
  }

  /// Names and paths of others cannot drive the terminal.
  private func visible(_ line: String) -> String {
    VisibleText.neutral(line, keepingLines: false)
  }

  /// What cannot be written is lost: there is nobody left to tell.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// What a command has to say: facts on stdout, and what to do with them.
struct Answer {
  struct Field {
    let key: String
    let label: Text
    let value: JSONValue

    func line(in language: CommandTree.Language) -> String {
      switch value {
      case .string(let text): "\(label[language]): \(text)"
      case .int(let number): "\(label[language]): \(number)"
      default: label[language]
      }
    }
  }

  private(set) var fields: [Field] = []
  private(set) var notes: [Text] = []

  mutating func add(_ key: String, _ label: Text, _ value: String) {
    fields.append(Field(key: key, label: label, value: .string(value)))
  }

  mutating func add(_ key: String, _ label: Text, _ value: UInt32) {
    fields.append(Field(key: key, label: label, value: .int(Int64(value))))
  }

  mutating func note(_ text: Text) { notes.append(text) }
}
