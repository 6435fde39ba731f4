import Foundation
import Sodium
import VaultTestKit

@testable import SLIP39

extension SecretBytes {
  /// The bytes in the open; `#expect` cannot take a move-only value apart.
  var bytes: [UInt8] {
    withSpan { span in span.indices.map { span[$0] } }
  }

  init(text: String) throws {
    try self.init(copying: Array(text.utf8))
  }
}

/// Mnemonics as they would stand on paper, in tests only.
enum Sheets {
  static let words: [String] = WordList.packed.map { word in
    let letters = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: word >> UInt64($0))
    }
    return String(decoding: letters.filter { $0 != 0 }, as: UTF8.self)
  }

  static func make(
    _ threshold: Int, of count: Int, secret: [UInt8] = Sheets.secret, passphrase: String = ""
  ) throws -> [String] {
    let set = try MnemonicSet.split(
      SecretBytes(copying: secret), threshold: threshold, count: count,
      passphrase: SecretBytes(text: passphrase))
    return try (0..<count).map { String(decoding: try set.text(of: $0).bytes, as: UTF8.self) }
  }

  static let secret = (0..<32).map { UInt8($0 * 7 + 1) }

  static func parse(_ sheet: String) throws -> Mnemonic {
    try Mnemonic.parse(SecretBytes(text: sheet))
  }

  /// The error of reading a sheet, nil when it is a mnemonic.
  static func fault(_ sheet: String) throws -> MnemonicError? {
    let text = try SecretBytes(text: sheet)
    do {
      _ = try Mnemonic.parse(text)
      return nil
    } catch {
      return error
    }
  }

  static func recovery(_ sheets: [String]) throws -> Recovery {
    var recovery = try Recovery()
    for sheet in sheets { try recovery.add(parse(sheet)) }
    return recovery
  }

  static func recover(_ sheets: [String], passphrase: String = "") throws -> [UInt8] {
    try recovery(sheets).secret(passphrase: SecretBytes(text: passphrase)).bytes
  }

  /// The sheet of the same share with other numbers or another value; the checksum is right.
  static func forge(
    _ sheet: String, member: Int? = nil, threshold: Int? = nil, identifier: Int? = nil,
    change: (inout [UInt8]) -> Void = { _ in }
  ) throws -> String {
    let mnemonic = try parse(sheet)
    let info = mnemonic.info
    var value = mnemonic.value.bytes
    change(&value)
    let forged = Mnemonic(
      info: Mnemonic.Info(
        identifier: identifier ?? info.identifier, isExtendable: info.isExtendable,
        iterationExponent: info.iterationExponent, groupIndex: info.groupIndex,
        groupThreshold: info.groupThreshold, groupCount: info.groupCount,
        memberIndex: member ?? info.memberIndex,
        memberThreshold: threshold ?? info.memberThreshold),
      value: try SecretBytes(copying: value))
    return String(decoding: try forged.text().bytes, as: UTF8.self)
  }

  /// Every choice of `size` things out of `all`.
  static func subsets<T>(_ all: [T], _ size: Int) -> [[T]] {
    guard size > 0 else { return [[]] }
    guard let first = all.first else { return [] }
    let rest = Array(all.dropFirst())
    return subsets(rest, size - 1).map { [first] + $0 } + subsets(rest, size)
  }
}
