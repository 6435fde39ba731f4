import CommandTree
import Desk
import Minisign
import Overdracht
import Records
import Sodium
import StrictJSON
import Vocabulary

/// `kluis overdracht receipt`: the receiver says, signed, which bundle arrived (R20).
struct OverdrachtReceipt {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let output = words.required("uit")
    try OutputFile.requireFree(output, output + ".minisig")
    let (manifest, bytes) = try OverdrachtReceipt.manifest(in: words.required("MAP"))
    let date = Moment.utc(Moment.now())
    guard
      let receipt = Ontvangstbewijs(
        bundle: manifest.bundle, manifest: SHA256.hash(bytes), receiver: words.required("naam"),
        date: date)
    else { throw .usage("receiver-name", Texts.receiverName) }
    let text = receipt.encode()
    let signature = try signed(text, bundle: manifest.bundle.hex)
    try OutputFile.createAll([(output, text), (output + ".minisig", signature)])
    desk.screen.answer(
      [
        "receipt": .string(output), "signature": .string(output + ".minisig"),
        "bundle": .hexID(manifest.bundle), "receiver": .string(receipt.receiver),
        "date": .string(date),
      ], text: Texts.receiptMade(output)[desk.language] + "\n")
  }

  /// - Throws: 65 `no-manifest` for a folder that holds no overdracht
  private static func manifest(
    in folder: String
  ) throws(Failure) -> (Manifest, bytes: [UInt8]) {
    let none = Failure(
      ExitCode.data, "no-manifest", Texts.noManifest(folder), hint: Texts.noManifestHint)
    guard let bytes = try InputFile.readIfThere("\(folder)/\(Manifest.name)", limit: Manifest.limit)
    else { throw none }
    do throws(JSONError) { return (try Manifest(decoding: bytes), bytes) } catch { throw none }
  }

  private func signed(_ text: [UInt8], bundle: String) throws(Failure) -> [UInt8] {
    try Desk.close()
    let path = desk.arguments.required("sleutel")
    let pair = try MinisignSecret.open(path, desk)
    do throws(MinisignError) {
      let comment = "ontvangstbewijs van bundel \(bundle)"
      return try pair.sign(hash: BLAKE2b.hash(text, count: 64), comment: comment).encode()
    } catch { throw Failure(secret: error, path) }
  }
}
