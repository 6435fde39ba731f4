import AuditLog
import Directory
import Records
import Sodium
import StrictJSON

extension VaultSession {
  /// Adds a directory record that two persons signed; it is verified here before it is sent.
  ///
  /// - Returns: the record's position.
  @discardableResult
  package func appendToDirectory(_ record: [UInt8]) throws(ClientError) -> Int {
    try refreshDirectory()
    var longer = directory
    do throws(DirectoryError) { try longer.extend(with: record) } catch {
      throw .inputRefused(.recordRefused)
    }
    let ask = Ask(
      method: "directory.append", args: .object([("record", .base64(record))]),
      action: .directory)
    let position = try perform(ask) { reply throws(CheckFailure) in
      let position = try checked(.answer) { () throws(JSONError) in
        Int(try reply.fields.requireInt("position", within: 1...Int64(UInt32.max)))
      }
      let expected = LogEntry.Record(kind: "directory", hash: BLAKE2b.hash(record))
      try demand(reply.leaf.record == expected, .leafLink)
      try demand(position == Int(longer.position), .directoryForked)
      return position
    }
    try refreshDirectory()
    return position
  }
}
