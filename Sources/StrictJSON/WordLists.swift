// What the files that people write have in common: a schema's name, and lists of known words.

extension JSONObject {
  /// Demands that `schema` is this name.
  package func requireSchema(_ name: String) throws(JSONError) {
    guard try requireString("schema") == name else {
      throw error(.notAllowed(expected: name), "schema")
    }
  }

  /// A list of known words, none twice.
  package func requireList<Value: Hashable>(
    _ key: String, of names: [String], _ convert: (String) -> Value?
  ) throws(JSONError) -> [Value] {
    var values: [Value] = []
    for (index, word) in try requireStrings(key).enumerated() {
      let place = path + [.key(key), .index(index)]
      guard let value = convert(word) else {
        let expected = "one of \(names.joined(separator: ", "))"
        throw JSONError(.notAllowed(expected: expected), path: place)
      }
      guard !values.contains(value) else {
        throw JSONError(.notAllowed(expected: "named once"), path: place)
      }
      values.append(value)
    }
    return values
  }
}
