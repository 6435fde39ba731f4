import StrictJSON
package import Vocabulary

/// The contents of `toegang.json`.
package struct AccessPolicy: Equatable, Sendable {
  package struct Session: Equatable, Sendable {
    package let idleMinutes: Int64
    package let lengthMinutes: Int64
  }

  /// For people to read; nothing is refused outside these hours.
  package struct Hours: Equatable, Sendable {
    package let from: String
    package let to: String
    package let days: [String]
  }

  package struct Limits: Equatable, Sendable {
    package let clients: Int64
    package let frameBytes: Int64
  }

  package let refusalsLogged: Bool
  package let emergency: Emergency
  package let session: Session
  package let officeHours: Hours
  package let lookupsPerDay: Int64
  package let limits: Limits
  private let purposes: [Role: [Purpose]]
  private let functions: [FunctionAct: [Function]]
  private let grantDays: [Role: Int64]
  private let fourEyes: [FourEyesAct: FourEyesRule]

  package func purposes(of role: Role) -> [Purpose] { purposes[role] ?? [] }

  /// Who may do it; any one of these functions suffices.
  package func functions(for act: FunctionAct) -> [Function] { functions[act] ?? [] }

  /// Longest grant for a role, in days; nil for a role that needs none.
  package func grantDays(for role: Role) -> Int64? { grantDays[role] }

  package func rule(for act: FourEyesAct) -> FourEyesRule? { fourEyes[act] }

  init(_ value: JSONValue) throws(JSONError) {
    let file = try JSONObject(value)
    try file.allowOnly([
      "schema", "weigeringen_in_log", "doelen", "handelingen", "toestemming", "vier_ogen",
      "noodtoegang", "sessie", "kantooruren", "opzoeken_per_dag", "grenzen",
    ])
    try file.requireSchema("dossierkluis/toegang/1")
    refusalsLogged = try file.requireBool("weigeringen_in_log")
    purposes = try file.table("doelen", Role.allCases, \.name) {
      (object, key) throws(JSONError) in
      try object.requireList(key, of: Purpose.allCases.map(\.rawValue)) { Purpose(rawValue: $0) }
    }
    functions = try file.table("handelingen", FunctionAct.allCases, \.rawValue) {
      (object, key) throws(JSONError) in try object.requireFunctions(key)
    }
    grantDays = try file.table("toestemming", [Role.jurist, .toezichthouder], \.name) {
      (object, key) throws(JSONError) in
      let grant = try object.requireObject(key)
      try grant.allowOnly(["dagen"])
      return try grant.requireInt("dagen", within: 1...36_600)
    }
    fourEyes = try file.table("vier_ogen", FourEyesAct.allCases, \.rawValue) {
      (object, key) throws(JSONError) in try FourEyesRule(try object.requireObject(key))
    }
    emergency = try Emergency(try file.requireObject("noodtoegang"))
    session = try Session(try file.requireObject("sessie"))
    officeHours = try Hours(try file.requireObject("kantooruren"))
    lookupsPerDay = try file.requireInt("opzoeken_per_dag", within: 1...1000)
    limits = try Limits(try file.requireObject("grenzen"))
  }
}

extension AccessPolicy.Session {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["stil_minuten", "lengte_minuten"])
    idleMinutes = try object.requireInt("stil_minuten", within: 1...60)
    lengthMinutes = try object.requireInt("lengte_minuten", within: 1...1440)
  }
}

extension AccessPolicy.Hours {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["van", "tot", "dagen"])
    from = try object.requireTimeOfDay("van")
    to = try object.requireTimeOfDay("tot")
    let names = ["ma", "di", "wo", "do", "vr", "za", "zo"]
    days = try object.requireList("dagen", of: names) { names.contains($0) ? $0 : nil }
  }
}

extension AccessPolicy.Limits {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["clienten", "frame_bytes"])
    clients = try object.requireInt("clienten", within: 1...4096)
    frameBytes = try object.requireInt("frame_bytes", within: 65_536...67_108_864)
  }
}

extension JSONObject {
  func requireFunctions(_ key: String) throws(JSONError) -> [Function] {
    let functions = try requireList(key, of: Function.names) { Function(name: $0) }
    guard !functions.isEmpty else {
      throw error(.notAllowed(expected: "a list of at least one function"), key)
    }
    return functions
  }

  /// An object with exactly the given keys.
  fileprivate func table<Key: Hashable, Value>(
    _ name: String, _ keys: [Key], _ spelling: (Key) -> String,
    _ read: (JSONObject, String) throws(JSONError) -> Value
  ) throws(JSONError) -> [Key: Value] {
    let object = try requireObject(name)
    try object.allowOnly(keys.map(spelling))
    var table: [Key: Value] = [:]
    for key in keys { table[key] = try read(object, spelling(key)) }
    return table
  }

  /// `HH:MM`, 00:00 to 23:59.
  fileprivate func requireTimeOfDay(_ key: String) throws(JSONError) -> String {
    let text = try requireString(key)
    let bytes = Array(text.utf8)
    let digits = bytes.filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
    guard bytes.count == 5, bytes[2] == 0x3A, digits.count == 4,
      digits[0] * 10 + digits[1] < 24, digits[2] < 6
    else { throw error(.notAllowed(expected: "a time such as 08:00"), key) }
    return text
  }
}
