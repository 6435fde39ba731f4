import Foundation

/// Many byte strings looked for in many files at once.
///
/// An index on each string's first six bytes, and on the first of those a filter of one bit each, so
/// that megabytes are read once.
struct ByteScan {
  private let needles: [[UInt8]]
  private var byStart: [UInt64: [Int]] = [:]
  private var filter = [Bool](repeating: false, count: 1 << 16)
  static let shortest = 6

  /// - Parameter needles: shorter ones than six bytes are left out.
  init(_ needles: some Sequence<[UInt8]>) {
    self.needles = Array(Set(needles.filter { $0.count >= Self.shortest }))
    for (index, needle) in self.needles.enumerated() {
      byStart[Self.start(needle, 0), default: []].append(index)
      filter[Int(needle[0]) << 8 | Int(needle[1])] = true
    }
  }

  var count: Int { needles.count }

  private static func start(_ bytes: [UInt8], _ place: Int) -> UInt64 {
    var value: UInt64 = 0
    for offset in 0..<shortest { value = value << 8 | UInt64(bytes[place + offset]) }
    return value
  }

  /// The needles that occur.
  func found(in bytes: [UInt8]) -> [[UInt8]] {
    var hits: Set<Int> = []
    bytes.withUnsafeBufferPointer { raw in
      guard raw.count >= Self.shortest else { return }
      filter.withUnsafeBufferPointer { filter in
        var place = 0
        let end = raw.count - Self.shortest
        while place <= end {
          defer { place += 1 }
          guard filter[Int(raw[place]) << 8 | Int(raw[place + 1])] else { continue }
          var value: UInt64 = 0
          for offset in 0..<Self.shortest { value = value << 8 | UInt64(raw[place + offset]) }
          for index in byStart[value] ?? [] where !hits.contains(index) {
            let needle = needles[index]
            if place + needle.count <= raw.count,
              needle.indices.allSatisfy({ raw[place + $0] == needle[$0] })
            {
              hits.insert(index)
            }
          }
        }
      }
    }
    return hits.map { needles[$0] }
  }

  /// The needles that occur in any of these files, with the file's name.
  func found(inFiles paths: [String]) throws -> [String] {
    var result: [String] = []
    for path in paths {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      for hit in found(in: bytes) {
        result.append("\(URL(fileURLWithPath: path).lastPathComponent): \(Self.shown(hit))")
      }
    }
    return result
  }

  static func shown(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.utf8.elementsEqual(bytes) ? text : "\(bytes.count) bytes that are secret"
  }
}

/// What a case says: every string value of six bytes or more, as it stands and in lower case.
enum CaseText {
  /// Words of closed lists that the vault itself uses in clear; they name no one.
  private static let ours: Set<String> = [
    "etiket", "plannen", "journaal", "onderzoek", "juridisch", "jeugdbeschermer", "jurist",
    "leidinggevende", "toezichthouder", "custodian", "beheerder",
  ]

  static func needles(_ file: URL) throws -> Set<[UInt8]> {
    var texts: Set<String> = []
    collect(try JSONSerialization.jsonObject(with: Data(contentsOf: file)), &texts)
    var needles: Set<[UInt8]> = []
    for text in texts where !ours.contains(text) && text.utf8.count >= ByteScan.shortest {
      needles.insert(Array(text.utf8))
      needles.insert(Array(text.lowercased().utf8))
      // Each sentence by itself: one that was copied into something else counts too.
      for sentence in text.split(whereSeparator: { ".!?\n".contains($0) })
      where sentence.utf8.count >= 12 {
        let trimmed = sentence.trimmingCharacters(in: .whitespaces)
        needles.insert(Array(trimmed.utf8))
        needles.insert(Array(trimmed.lowercased().utf8))
      }
    }
    return needles
  }

  private static func collect(_ value: Any, _ texts: inout Set<String>) {
    switch value {
    case let text as String: texts.insert(text)
    case let list as [Any]: for item in list { collect(item, &texts) }
    case let object as [String: Any]: for item in object.values { collect(item, &texts) }
    default: break
    }
  }
}
