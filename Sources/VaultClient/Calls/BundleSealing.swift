import AuditLog
import Directory
import Minisign
package import Records
import StrictJSON
package import Vocabulary

extension VaultSession {
  /// Has the institution sign the manifest of a bundle, once the vault has it in its log.
  ///
  /// - Returns: the signature's file in minisign's format, made by the bundle key that is in force in the
  ///   directory, over this very manifest.
  /// - Throws: `.bundle` when there is no bundle key, or a partner is not there or of another kind
  package func sealBundle(_ sealing: BundleSealing) throws(ClientError) -> [UInt8] {
    var ask = Ask(
      method: "bundle.seal", args: sealing.args, action: .bundleSeal, dossier: sealing.dossier)
    ask.bundle = sealing.bundle
    return try perform(ask) { reply throws(CheckFailure) in
      let expected = LogEntry.Record(kind: BundleSealing.recordKind, hash: sealing.recordHash)
      try demand(reply.leaf.record == expected, .leafLink)
      try demand(reply.leaf.sections == Set(sealing.sections), .leafSections)
      let file = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["minisig", "outcome", "receipt", "repeated"])
        return try reply.fields.bytes("minisig")
      }
      try againstDirectory { directory throws(CheckFailure) in
        try demand(sealing.isSigned(file, by: directory.bundleKey), .bundleSignature)
      }
      return file
    }
  }

  /// Says that the file is made: from now on the bundle is this file and no other.
  ///
  /// - Parameters:
  ///   - size: bytes of the age file.
  ///   - file: its SHA-256.
  package func bundleReady(
    _ bundle: Identifier, of dossier: Identifier, size: Int64, file: [UInt8]
  ) throws(ClientError) {
    let ask = Ask(
      "bundle.ready", .bundleReady, bundle, dossier,
      [("file", .base64(file)), ("size", .int(size))])
    try perform(ask) { reply throws(CheckFailure) in
      try demand(
        reply.leaf.record == LogEntry.Record(kind: BundleSealing.fileKind, hash: file), .leafLink)
    }
  }
}

extension BundleSealing {
  /// Whether this file is the institution's signature over this very manifest, in its one spelling.
  func isSigned(_ file: [UInt8], by key: BundleKey?) -> Bool {
    guard let key else { return false }
    do throws(MinisignError) {
      let signature = try MinisignSignature(decoding: file)
      try MinisignKey(number: key.number, key: key.key).check(signature, hash: hash)
      return signature.trustedComment == Self.comment(bundle) && signature.encode() == file
    } catch { return false }
  }
}

extension Ask {
  /// An act on a bundle that is there.
  init(
    _ method: String, _ action: LogAction, _ bundle: Identifier, _ dossier: Identifier,
    _ more: [(String, JSONValue?)] = []
  ) {
    self.init(
      method: method,
      args: .object(present: [("bundle", .id(bundle)), ("dossier", .id(dossier))] + more),
      action: action, dossier: dossier)
    self.bundle = bundle
  }
}
