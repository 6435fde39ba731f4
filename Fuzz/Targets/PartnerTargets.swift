import AgeFile
import Minisign
import Overdracht
import Sodium

extension FuzzTarget {
  private static func partnerPair() throws -> MinisignPair {
    let seed = try SecretBytes(copying: [UInt8](repeating: 7, count: 32))
    return MinisignPair(
      number: [UInt8](repeating: 7, count: 8), pair: try SigningKeyPair(seed: seed))
  }

  private static let genuinePartner = Result {
    let pair = try partnerPair()
    let box = try BoxKeyPair(secret: SecretBytes(copying: [UInt8](repeating: 9, count: 32)))
    let file = PartnerFile(
      name: "Wijkteam Noord", age: try AgeRecipient(publicKey: box.publicKey),
      minisign: try pair.publicKey)
    let hash = BLAKE2b.hash(file.encode(), count: 64)
    return (
      file: file.encode(), signature: try pair.sign(hash: hash, comment: "partner").encode()
    )
  }

  /// What a partner hands over: nobody but who holds its signing key changes a byte of it.
  static let partnerFile = FuzzTarget(name: "partner-file", longest: 1_024) {
    let file = try genuinePartner.get().file
    return [file, Array(file.dropLast())]
  } check: { bytes throws(Broken) in
    guard let genuine = try? genuinePartner.get() else {
      throw Broken(description: "the genuine file is not made")
    }
    let isTaken = (try? PartnerFile(decoding: bytes, signature: genuine.signature)) != nil
    try promise(isTaken == (bytes == genuine.file), "a file that nobody signed, or one refused")
    // Signed as it is: what is taken has one spelling, but for the line feed.
    guard
      let signature = try? partnerPair().sign(
        hash: BLAKE2b.hash(bytes, count: 64), comment: "partner"
      ).encode(),
      let file = try? PartnerFile(decoding: bytes, signature: signature)
    else { return }
    try promise(
      file.encode() == (bytes.last == 0x0A ? bytes : bytes + [0x0A]), "a file has two spellings")
  }
}
