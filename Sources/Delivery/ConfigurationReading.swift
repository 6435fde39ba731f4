internal import StrictJSON
internal import Vocabulary

/// Why a configuration was refused: the place in it and our own words, nothing of what it says.
package struct ConfigurationError: Error, Equatable, Sendable {
  package let text: String
  package let hint: String

  init(_ error: JSONError) {
    text = error.description
    hint = error.hint
  }
}

extension Configuration {
  /// Most spools and most sinks of one configuration.
  private static let mostPlaces = 16
  /// Most addresses of one list.
  private static let mostAddresses = 64

  /// Reads the bytes of a configuration file; unknown keys and values out of range are refused.
  package init(reading bytes: [UInt8]) throws(ConfigurationError) {
    do throws(JSONError) {
      let limits = JSONLimits(bytes: Self.largest, depth: 6, string: 1024, elements: 1024)
      try self.init(JSONObject(OrdinaryJSON.decode(bytes, limits: limits)))
    } catch { throw ConfigurationError(error) }
  }

  private init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["schema", "spools", "state", "sinks", "retry", "every"])
    guard try object.requireString("schema") == Self.schema else {
      throw object.error(.notAllowed(expected: "the schema \(Self.schema)"), "schema")
    }
    var spools: [String] = []
    for text in try object.requireStrings("spools") {
      spools.append(try Self.path(text, object, "spools"))
    }
    guard (1...Self.mostPlaces).contains(spools.count), Set(spools).count == spools.count else {
      throw object.error(
        .notAllowed(expected: "a list of 1 to \(Self.mostPlaces) different folders"), "spools")
    }
    self.spools = spools
    state = try Self.path(object.requireString("state"), object, "state")
    guard !spools.contains(state) else {
      throw object.error(.notAllowed(expected: "a folder of its own, beside the spools"), "state")
    }
    var sinks: [Sink] = []
    for entry in try object.requireObjects("sinks") { sinks.append(try Self.sink(entry)) }
    guard (1...Self.mostPlaces).contains(sinks.count) else {
      throw object.error(.notAllowed(expected: "a list of 1 to \(Self.mostPlaces) sinks"), "sinks")
    }
    guard Set(sinks.map(\.name)).count == sinks.count else {
      throw object.error(.notAllowed(expected: "a list of sinks with different names"), "sinks")
    }
    // Two would send every mail twice.
    guard sinks.count(where: \.takesMail) <= 1 else {
      throw object.error(.notAllowed(expected: "a list with at most one sink for files"), "sinks")
    }
    self.sinks = sinks
    let retry = try object.optionalObject("retry")
    try retry?.allowOnly(["first", "most"])
    let first = try retry?.optionalInt("first", within: 1...3600) ?? 30
    patience = Patience(
      first: first * 1000,
      most: try (retry?.optionalInt("most", within: first...86_400) ?? max(first, 3600)) * 1000)
    every = try object.optionalInt("every", within: 1...3600) ?? 5
  }

  private static func sink(_ object: JSONObject) throws(JSONError) -> Sink {
    let type = try object.requireCase("type", SinkType.self)
    try object.allowOnly(["name", "type", "signals"] + type.keys)
    let name = try object.requireString("name")
    // The name stands in the state and in the journal.
    guard SignalKind(name) != nil else {
      throw object.error(.notAllowed(expected: "a name: 1 to 40 of a-z, 0-9 and -"), "name")
    }
    let way: Sink.Way
    switch type {
    case .program: way = .program(try program(object, seconds: 10))
    case .folder: way = .folder(try path(object.requireString("folder"), object, "folder"))
    case .mail: way = .mail(try program(object, seconds: 60), try post(object))
    }
    return Sink(
      name: name, way: way, kinds: try kinds(object),
      takesMail: type == .mail ? try object.optionalBool("files") ?? false : false)
  }

  private enum SinkType: String, CaseIterable {
    case program
    case folder
    case mail

    /// What it has besides name, type and signals.
    var keys: [String] {
      switch self {
      case .program: ["path", "arguments", "seconds"]
      case .folder: ["folder"]
      case .mail:
        ["path", "arguments", "seconds", "from", "members", "kinds", "others", "files"]
      }
    }
  }

  /// `"all"`, or a list of kinds; an empty list is for a sink of mails alone.
  private static func kinds(_ object: JSONObject) throws(JSONError) -> Set<SignalKind>? {
    if object["signals"] == .string("all") { return nil }
    var kinds: Set<SignalKind> = []
    for text in try object.requireStrings("signals") {
      guard let kind = SignalKind(text) else {
        throw object.error(.notAllowed(expected: "\"all\" or a list of kinds"), "signals")
      }
      kinds.insert(kind)
    }
    return kinds
  }

  private static func program(
    _ object: JSONObject, seconds: Int64
  ) throws(JSONError) -> Program {
    let arguments = try object.optionalStrings("arguments") ?? []
    // execve(2) would end an argument at a NUL.
    guard arguments.count <= 64, arguments.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw object.error(.notAllowed(expected: "a list of at most 64 texts"), "arguments")
    }
    return Program(
      path: try path(object.requireString("path"), object, "path"), arguments: arguments,
      seconds: try object.optionalInt("seconds", within: 1...600) ?? seconds)
  }

  private static func post(_ object: JSONObject) throws(JSONError) -> Post {
    guard let from = MailAddress(try object.requireString("from")) else {
      throw object.error(.notAllowed(expected: MailAddress.expected), "from")
    }
    var members: [Identifier: MailAddress] = [:]
    if let list = try object.optionalObject("members") {
      for member in list.members {
        guard let id = Identifier(hex: member.key) else {
          throw object.error(
            .notAllowed(expected: "an object of member ids (32 digits) and addresses"), "members")
        }
        guard let address = MailAddress(try list.requireString(member.key)) else {
          throw list.error(.notAllowed(expected: MailAddress.expected), member.key)
        }
        members[id] = address
      }
    }
    var kinds: [SignalKind: [MailAddress]] = [:]
    if let list = try object.optionalObject("kinds") {
      for member in list.members {
        guard let kind = SignalKind(member.key) else {
          throw object.error(
            .notAllowed(expected: "an object of kinds and lists of addresses"), "kinds")
        }
        kinds[kind] = try addresses(list, member.key)
      }
    }
    return Post(
      from: from, members: members, kinds: kinds, others: try addresses(object, "others"))
  }

  /// At least one address.
  private static func addresses(
    _ object: JSONObject, _ key: String
  ) throws(JSONError) -> [MailAddress] {
    var found: [MailAddress] = []
    for text in try object.requireStrings(key) {
      guard let address = MailAddress(text) else {
        throw object.error(.notAllowed(expected: MailAddress.expected), key)
      }
      found.append(address)
    }
    guard (1...mostAddresses).contains(found.count) else {
      throw object.error(
        .notAllowed(expected: "a list of 1 to \(mostAddresses) addresses"), key)
    }
    return found
  }

  /// An absolute path in its plain spelling.
  private static func path(
    _ text: String, _ object: JSONObject, _ key: String
  ) throws(JSONError) -> String {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard text.hasPrefix("/"), text.utf8.count <= 1000, !text.utf8.contains(where: { $0 < 0x20 }),
      !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
    else {
      throw object.error(
        .notAllowed(expected: "an absolute path without empty parts, '.' and '..'"), key)
    }
    return text
  }
}
