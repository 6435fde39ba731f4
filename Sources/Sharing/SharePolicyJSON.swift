package import StrictJSON
import Vocabulary

extension SharePolicy {
  /// Largest file, in bytes; as the other policy files.
  private static let limits = JSONLimits(bytes: 1 << 18)
  private static let mostGrounds = 64
  /// In bytes.
  private static let longestCode = 40
  private static let longestText = 600

  /// Reads the file whole; whether it is within the floor is the service's to judge.
  ///
  /// - Throws: the first thing that is wrong, with its place.
  package init(overdracht bytes: [UInt8]) throws(JSONError) {
    let file = try JSONObject(OrdinaryJSON.decode(bytes, limits: Self.limits))
    try file.allowOnly([
      "schema", "afzender", "geldig_dagen", "taxatie_dagen", "sleutel_nieuw_dagen", "gronden",
      "partners",
    ])
    try file.requireSchema("dossierkluis/overdracht-regels/1")
    validDays = Int(try file.requireInt("geldig_dagen", within: 1...366))
    assessmentDays = Int(try file.requireInt("taxatie_dagen", within: 1...366))
    newKeyDays = Int(try file.requireInt("sleutel_nieuw_dagen", within: 0...366))
    sender = if let object = try file.optionalObject("afzender") { try Sender(object) } else { nil }
    grounds = try Self.grounds(file)
    let codes = grounds.map(\.code)
    let kinds = try file.requireObject("partners")
    try kinds.allowOnly(PartnerKind.allCases.map(\.rawValue))
    var partners: [PartnerKind: Partner] = [:]
    for kind in PartnerKind.allCases {
      partners[kind] = try Partner(try kinds.requireObject(kind.rawValue), grounds: codes)
    }
    self.partners = partners
  }

  private static func grounds(_ file: JSONObject) throws(JSONError) -> [Ground] {
    let lines = try file.requireObjects("gronden")
    guard lines.count <= mostGrounds else {
      throw file.error(.notAllowed(expected: "at most \(mostGrounds) grounds"), "gronden")
    }
    var grounds: [Ground] = []
    for line in lines {
      try line.allowOnly(["code", "tekst"])
      let code = try line.requireString("code")
      guard isCode(code), code != consent else {
        throw line.error(
          .notAllowed(expected: "lower-case letters, digits and hyphens, not \(consent)"), "code")
      }
      guard !grounds.contains(where: { $0.code == code }) else {
        throw line.error(.notAllowed(expected: "named once"), "code")
      }
      let text = try line.requireString("tekst")
      guard isLine(text) else {
        throw line.error(.notAllowed(expected: "one line of text"), "tekst")
      }
      grounds.append(Ground(code: code, text: text))
    }
    return grounds
  }

  /// As the log takes a code: it stands in clear there.
  private static func isCode(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first),
      text.utf8.count <= longestCode, text.utf8.last != 0x2D
    else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
  }

  fileprivate static func isLine(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longestText
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
  }
}

extension SharePolicy.Sender {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["fg", "mail", "opener"])
    for key in ["fg", "mail", "opener"] {
      guard let text = try object.optionalString(key) else { continue }
      guard SharePolicy.isLine(text) else {
        throw object.error(.notAllowed(expected: "one line of text"), key)
      }
    }
    fg = try object.optionalString("fg")
    mail = try object.optionalString("mail")
    opener = try object.optionalString("opener")
  }
}

extension SharePolicy.Partner {
  fileprivate init(_ object: JSONObject, grounds codes: [String]) throws(JSONError) {
    try object.allowOnly(["secties", "bsn", "toestemming", "gronden"])
    sections = Set(
      try object.requireList("secties", of: Section.allCases.map(\.name)) { Section(name: $0) })
    bsn = try object.requireBool("bsn")
    consent = try object.requireBool("toestemming")
    grounds = try object.requireList("gronden", of: codes) { codes.contains($0) ? $0 : nil }
  }
}
