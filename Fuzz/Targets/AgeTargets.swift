import AgeFile
import Foundation
import Sodium
import VaultTestKit

extension FuzzTarget {
  private static func ageFiles(armored: Bool) throws -> [[UInt8]] {
    let folder = Places.project.appendingPathComponent("Tests/Vectors/age")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".age") && $0.hasPrefix("armor") == armored }
      .map { try [UInt8](Data(contentsOf: folder.appendingPathComponent($0))) }
      .filter { !$0.isEmpty && $0.count <= 4_096 }
  }

  private static func source(_ bytes: [UInt8], step: Int) -> ByteSource {
    var taken = 0
    return { out in
      for _ in 0..<min(step, out.freeCapacity, bytes.count - taken) {
        out.append(bytes[taken])
        taken += 1
      }
    }
  }

  /// Who opens the published files.
  private static let identity = Result {
    try AgeIdentity(
      text: SecretBytes(
        copying: Array(
          "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0".utf8)))
  }

  /// What comes out of a file, and the error that ends it; nil for an error that has no name of ours.
  private static func opened(
    _ bytes: [UInt8], step: Int
  ) throws -> (content: [UInt8], error: AgeOpenError?) {
    let identity = try identity.get()
    var content: [UInt8] = []
    do {
      var reader = try AgeReader(source(bytes, step: step), identities: [identity])
      var before = -1
      while before < content.count {
        before = content.count
        try content.append(addingCapacity: 1 << 17) { try reader.read(into: &$0) }
      }
      return (content, nil)
    } catch let error as AgeOpenError {
      return (content, error)
    }
  }

  private static func hold(_ bytes: [UInt8], _ known: Set<[UInt8]>) throws(Broken) {
    let (whole, single): ((content: [UInt8], error: AgeOpenError?), ([UInt8], AgeOpenError?))
    let summary: AgeSummary?
    do {
      whole = try opened(bytes, step: .max)
      single = try opened(bytes, step: 1)
      do { summary = try AgeSummary(of: source(bytes, step: 7)) } catch is AgeOpenError {
        summary = nil
      }
    } catch { throw Broken(description: "an error without a name: \(error)") }
    try promise(
      whole.content == single.0 && whole.error == single.1, "read otherwise byte by byte")
    try promise(known.contains(whole.content), "content that nobody sealed came out")
    try promise(
      summary != nil || (whole.content.isEmpty && whole.error != nil),
      "a file opens whose header cannot be looked at")
    if let summary {
      try promise(
        (1...128).contains(summary.openers.count), "a header without stanzas, or too many")
    }
  }

  /// Contents of the published files: nothing else can come out of a damaged copy.
  private static let sealed = Result {
    try Set(
      (ageFiles(armored: false) + ageFiles(armored: true)).map {
        try opened($0, step: .max).content
      })
  }

  /// A binary file: header and payload, however they are damaged, and whatever parts they come in.
  static let ageHeader = FuzzTarget(name: "age-header", longest: 4_096) {
    try ageFiles(armored: false)
  } check: { bytes throws(Broken) in
    try hold(bytes, sealedContents())
  }

  /// The text form around it.
  static let ageArmor = FuzzTarget(name: "age-armor", longest: 4_096) {
    try ageFiles(armored: true)
  } check: { bytes throws(Broken) in
    try hold(bytes, sealedContents())
  }

  private static func sealedContents() throws(Broken) -> Set<[UInt8]> {
    guard let known = try? sealed.get() else {
      throw Broken(description: "the published files cannot be opened")
    }
    return known
  }

  /// Keys as text have one spelling; typed codes one canonical form.
  static let ageKeys = FuzzTarget(name: "age-keys", longest: 256) {
    let recipient = try identity.get().recipient()
    return [
      Array("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0".utf8),
      Array(
        "# public key\n\nAGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0\r\n"
          .utf8),
      Array(recipient.text.utf8), Array("K7MQ-3XRT-9ABC-WYZ2".utf8),
      Array(" k7mq 3xrt – 9abc‑wyz2\n".utf8),
    ]
  } check: { bytes throws(Broken) in
    if let recipient = try? AgeRecipient(text: bytes) {
      try promise(Array(recipient.text.utf8) == bytes, "a public key has two spellings")
    }
    guard let typed = try? SecretBytes(copying: bytes) else { return }
    if let identity = try? AgeIdentity(text: typed) {
      let same = (try? identity.text())?.equals(typed)
      try promise(same == true, "a secret key has two spellings")
    }
    if let file = try? AgeIdentity.readFile(typed) {
      try promise(!file.isEmpty, "a file of keys without one was taken")
    }
    if let code = try? BundleCode(typed: typed) {
      let again = (try? BundleCode(typed: code.text))?.text.equals(code.text)
      try promise(again == true && code.text.count == 19, "a code has two spellings")
    }
  }
}
