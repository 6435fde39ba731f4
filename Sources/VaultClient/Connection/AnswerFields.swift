import Records
import Sodium
import StrictJSON
import Vocabulary

// The field kinds of bodies and answers that JSON itself does not have.

extension JSONObject {
  /// Bytes as padded base64; `count` when the length is fixed.
  func bytes(_ key: String, count: Int? = nil) throws(JSONError) -> [UInt8] {
    guard let bytes = Base64.decode(try requireString(key)), count == nil || bytes.count == count
    else { throw error(.notAllowed(expected: "bytes in base64"), key) }
    return bytes
  }

  func optionalBytes(_ key: String, count: Int? = nil) throws(JSONError) -> [UInt8]? {
    self[key] == nil ? nil : try bytes(key, count: count)
  }

  func identifier(_ key: String) throws(JSONError) -> Identifier {
    guard let id = Identifier(try bytes(key)) else {
      throw error(.notAllowed(expected: "an id of 16 bytes"), key)
    }
    return id
  }

  /// Ids in a list that may be absent.
  func optionalIDs(_ key: String) throws(JSONError) -> Set<Identifier> {
    guard self[key] != nil else { return [] }
    var ids: Set<Identifier> = []
    for text in try requireStrings(key) {
      guard let id = Base64.decode(text).flatMap({ Identifier($0) }) else {
        throw error(.notAllowed(expected: "ids of 16 bytes"), key)
      }
      ids.insert(id)
    }
    return ids
  }

  func section(_ key: String) throws(JSONError) -> Section {
    guard let section = Section(name: try requireString(key)) else {
      throw error(.notAllowed(expected: "a section"), key)
    }
    return section
  }

  /// Names of sections in ascending order, each once.
  func sections(_ key: String) throws(JSONError) -> [Section] {
    var sections: [Section] = []
    for name in try requireStrings(key) {
      guard let section = Section(name: name), sections.last.map({ $0 < section }) ?? true else {
        throw error(.notAllowed(expected: "names of sections in their order"), key)
      }
      sections.append(section)
    }
    return sections
  }

  /// Places in the log.
  func indices(_ key: String) throws(JSONError) -> [Int] {
    var indices: [Int] = []
    for value in try requireArray(key) {
      guard let index = value.intValue, index >= 0 else {
        throw error(.notAllowed(expected: "places in the log"), key)
      }
      indices.append(Int(index))
    }
    return indices
  }

  func uint32(_ key: String, from first: Int64 = 0) throws(JSONError) -> UInt32 {
    UInt32(try requireInt(key, within: first...Int64(UInt32.max)))
  }

  /// Names of functions.
  func requireFunctions(_ key: String) throws(JSONError) -> [SigningFunction] {
    var functions: [SigningFunction] = []
    for name in try requireStrings(key) {
      guard let function = SigningFunction(name: name) else {
        throw error(.notAllowed(expected: "names of functions"), key)
      }
      functions.append(function)
    }
    return functions
  }
}
