import Delivery
import Foundation
import StrictJSON
import Vocabulary

// What `kluis-bode` reads: its configuration, its own ledger, signals, and the names of files in a spool.

extension FuzzTarget {
  private static let sinks: JSONValue = [
    [
      "name": "syslog", "type": "program", "path": "/usr/local/lib/naar-syslog", "seconds": 10,
      "signals": "all", "arguments": ["-t"],
    ],
    [
      "name": "post", "type": "mail", "path": "/usr/sbin/sendmail", "from": "kluis@voorbeeld.nl",
      "signals": ["noodtoegang"], "files": true, "others": ["fg@voorbeeld.nl"],
      "members": ["0123456789abcdef0123456789abcdef": "bram@voorbeeld.nl"],
      "kinds": ["noodtoegang": ["piket@voorbeeld.nl"]],
    ],
    ["name": "map", "type": "folder", "folder": "/srv/signalen", "signals": []],
  ]

  private static func configured(_ retry: JSONValue) -> [UInt8] {
    OrdinaryJSON.encode([
      "schema": "dossierkluis/bode/1", "spools": ["/var/lib/kluisd/spool"],
      "state": "/var/lib/kluis-bode", "sinks": sinks, "retry": retry, "every": 5,
    ])
  }

  /// A configuration that is taken starts nothing by a relative path, and sends to plain addresses only.
  static let bodeConfiguration = FuzzTarget(name: "bode-configuration", longest: 4_096) {
    [configured(["first": 30, "most": 3600]), configured(["first": 1])]
  } check: { bytes throws(Broken) in
    guard let read = try? Configuration(reading: bytes) else { return }
    let places = read.spools + [read.state]
    try promise(places.allSatisfy(isPlainPath), "a folder that is no plain absolute path")
    try promise(!read.spools.isEmpty && !read.sinks.isEmpty, "nothing to look at or to bring to")
    try promise(
      Set(read.sinks.map(\.name)).count == read.sinks.count, "two sinks of one name")
    try promise(read.sinks.filter(\.takesMail).count <= 1, "two sinks for whole mails")
    for sink in read.sinks {
      switch sink.way {
      case .program(let program): try hold(program)
      case .folder(let path): try promise(isPlainPath(path), "a relative folder")
      case .mail(let program, let post):
        try hold(program)
        let all = [post.from] + post.others + Array(post.members.values)
        for address in all + post.kinds.values.flatMap({ $0 }) { try hold(address) }
      }
    }
  }

  private static func hold(_ program: Program) throws(Broken) {
    try promise(isPlainPath(program.path), "a program that is looked for")
    try promise(
      program.arguments.allSatisfy { !$0.utf8.contains(0) }, "an argument that would be cut")
  }

  private static func hold(_ address: MailAddress) throws(Broken) {
    try promise(
      address.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>,;:\"()[]\\".utf8.contains($0) },
      "an address that is more than one")
    try promise(!address.text.hasPrefix("-"), "an address that is an option")
    try promise(address.text.hasSuffix("@" + address.domain), "an address with another domain")
  }

  private static func isPlainPath(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.utf8.contains { $0 < 0x20 } && !path.contains("/../")
      && !path.contains("//") && !path.hasSuffix("/..")
  }

  /// What the messenger remembers comes back as it was written.
  static let bodeLedger = FuzzTarget(name: "bode-ledger", longest: 4_096) {
    var ledger = Ledger()
    let read = try Configuration(reading: configured(["first": 30, "most": 3600]))
    for (name, failures) in [("1-noodtoegang-0a.json", 0), ("2.json", 1), ("bundle-1.eml", 4)] {
      guard let name = SpoolName(name) else { continue }
      let key = Ledger.Key("/var/lib/kluisd/spool", name)
      for _ in 0..<failures {
        ledger.failed(read.sinks[0], key, .timeLimit, at: 1_898_845_200_000, read.patience)
      }
      if failures == 0 { ledger.delivered(read.sinks[0], key) }
    }
    return [ledger.bytes, Ledger().bytes]
  } check: { bytes throws(Broken) in
    guard let ledger = try? Ledger(reading: bytes) else { return }
    try promise((try? Ledger(reading: ledger.bytes)) == ledger, "it remembers something else")
  }

  /// A signal that is taken becomes a mail whose header has our own lines and no others.
  static let bodeSignal = FuzzTarget(name: "bode-signal", longest: 1_024) {
    func signal(_ kind: JSONValue, _ members: JSONValue) -> [UInt8] {
      CanonicalJSON.encode([
        "at": 1_898_845_200_000, "dossier": "0NDQ0NDQ0NDQ0NDQ0NDQ0A==", "kind": kind, "leaf": 7,
        "members": members, "request": "4ODg4ODg4ODg4ODg4ODg4A==",
        "schema": "dossierkluis/signaal/1", "until": 1_898_931_600_000,
      ])
    }
    return [
      signal("noodtoegang", ["AQEBAQEBAQEBAQEBAQEBAQ=="]), signal("beoordeling-te-laat", []),
      signal("iets-nieuws", []),
    ]
  } check: { bytes throws(Broken) in
    guard let signal = try? SpooledSignal(reading: bytes),
      let read = try? Configuration(reading: configured(["first": 1])),
      case .mail(_, let post)? = read.mailSink?.way
    else { return }
    let mail = SignalMail(signal, id: "1-x-0a", post: post, now: 1_898_845_200_000).bytes
    let head = String(decoding: mail, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0]
    let names = head.components(separatedBy: "\r\n").compactMap { line in
      line.hasPrefix(" ") ? nil : line.components(separatedBy: ":")[0]
    }
    try promise(Set(names).count == names.count, "a field of the header stands twice")
    try promise(!names.contains("Bcc") && !names.contains("Cc"), "somebody else gets it too")
    try promise(mail.allSatisfy { $0 < 0x7F }, "a byte that a server may not carry")
  }

  /// A name that is taken stays in its folder, and says which of two kinds it is.
  static let spoolNames = FuzzTarget(name: "spool-names", longest: 200) {
    ["1898845200000-noodtoegang-0a1b2c3d.json", "bundle-1.eml", "a.json", ".json"].map {
      Array($0.utf8)
    }
  } check: { bytes throws(Broken) in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let name = SpoolName(text) else { return }
    try promise(name.text == text, "another name")
    try promise(
      text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-.".utf8.contains($0) },
      "a character that leads somewhere")
    try promise(!text.hasPrefix(".") && text.utf8.count <= SpoolName.longest, "a hidden name")
    try promise(text == name.id + (name.kind == .mail ? ".eml" : ".json"), "an ending lost")
    try promise(!SpoolName.isDraft(text), "a file that is still being written")
  }
}
