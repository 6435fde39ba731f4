import Calendar
import Foundation
import StrictJSON
import Testing

@testable import Dossier

/// The example families and the vectors, read from the project's own copy.
enum Fixtures {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let examples = ["anne", "dylan", "geheim-adres", "sjors"]

  static var vectors: URL {
    ProcessInfo.processInfo.environment["KLUIS_VECTORS"].map { URL(fileURLWithPath: $0) }
      ?? root.appendingPathComponent("Tests/Vectors")
  }

  static func bytes(_ example: String) throws -> [UInt8] {
    try Array(Data(contentsOf: root.appendingPathComponent("Examples/\(example).json")))
  }

  static func value(_ example: String) throws -> JSONValue {
    try OrdinaryJSON.decode(bytes(example))
  }

  static func gezin(_ example: String) throws -> Gezin {
    try GezinFile.parse(bytes(example))
  }

  static func date(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(text))
  }

  /// The problems of a file, as Dutch lines; empty when it was accepted.
  static func problems(_ value: JSONValue, _ language: Language = .dutch) -> [String] {
    do throws(GezinFileError) {
      _ = try GezinFile.parse(OrdinaryJSON.encode(value))
      return []
    } catch {
      return error.problems.map { $0.text(language) }
    }
  }
}

extension JSONValue {
  /// A copy with the value at a path set; nil removes it.
  ///
  /// Steps are keys, or indexes as digits.
  func setting(_ path: String, to new: JSONValue?) -> JSONValue {
    setting(path.split(separator: "/").map(String.init)[...], to: new)
  }

  private func setting(_ path: ArraySlice<String>, to new: JSONValue?) -> JSONValue {
    guard let step = path.first else { return new ?? .null }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      let index = members.firstIndex { $0.key == step }
      let inner =
        rest.isEmpty
        ? new
        : (index.map { members[$0].value } ?? .object([JSONMember]()))
          .setting(rest, to: new)
      switch (index, inner) {
      case (let index?, let inner?): members[index] = JSONMember(step, inner)
      case (let index?, nil): members.remove(at: index)
      case (nil, let inner?): members.append(JSONMember(step, inner))
      case (nil, nil): break
      }
      return .object(members)
    case .array(var items):
      guard let index = Int(step), index <= items.count else { return self }
      if index == items.count, let new, rest.isEmpty {
        items.append(new)
      } else if rest.isEmpty, new == nil {
        items.remove(at: index)
      } else {
        items[index] = items[index].setting(rest, to: new)
      }
      return .array(items)
    default:
      return JSONValue.object([JSONMember]()).setting(path, to: new)
    }
  }
}
