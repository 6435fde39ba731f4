import Sodium
import StrictJSON
import Vocabulary

// How answers write the same things everywhere: ids and hashes in hexadecimal, times in milliseconds.

extension JSONValue {
  static func hexID(_ id: Identifier) -> JSONValue { .string(id.hex) }

  static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }

  static func sectionNames(_ sections: some Sequence<Section>) -> JSONValue {
    .array(sections.sorted().map { .string($0.name) })
  }

  static func head(n: UInt32, h: [UInt8]) -> JSONValue {
    ["n": .int(Int64(n)), "h": .hex(h)]
  }

  static func count(_ number: Int) -> JSONValue { .int(Int64(number)) }
}
