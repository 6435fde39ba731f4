import Foundation
import Glibc
import StrictJSON
import Testing
import VaultTestKit

/// msmtp as the sendmail program, to aiosmtpd on loopback, read back by Python's mail parser.
@Suite("kluis-bode: mail", .serialized)
struct MailTests {
  private static let python = Places.project.appendingPathComponent(".build/peers/bin/python3").path

  private static let hasPeers =
    Program.find("msmtp") != nil
    && (try? Program.run(python, ["-c", "import aiosmtpd"]))?.status == 0

  @Test(
    "A signal is mailed once to the member and to the kind's address: Dutch, UTF-8, ids and no name",
    .enabled(if: hasPeers, "msmtp or aiosmtpd is not installed (make test installs them)"))
  func signal() throws {
    let (world, server) = try post()
    defer { server.stop() }
    try world.configure()
    try world.put(
      "1898845200000-beoordeling-te-laat-0a1b2c3d.json", BodeWorld.signal("beoordeling-te-laat"))
    let result = try world.once()
    #expect(result.status == 0, "\(result.errorText)")
    let mail = try #require(server.mails().first)
    #expect(try server.mails().count == 1)
    #expect(mail["rcpt"] == ["bram@voorbeeld.nl", "fg@voorbeeld.nl", "piket@voorbeeld.nl"])
    let head = try #require(mail["head"]?.objectValue)
    func field(_ name: String) -> String? { head.first { $0.key == name }?.value.stringValue }
    #expect(field("From") == "Dossierkluis <kluis@voorbeeld.nl>")
    #expect(field("Subject") == "Dossierkluis: signaal beoordeling-te-laat")
    #expect(
      field("Message-ID") == "<1898845200000-beoordeling-te-laat-0a1b2c3d@voorbeeld.nl>")
    #expect(field("Auto-Submitted") == "auto-generated")
    #expect(field("Content-Type") == #"text/plain; charset="utf-8""#)
    #expect(mail["defects"] == [] && mail["date"] == true)
    let body = try #require(mail["body"]?.stringValue)
    // All of it: what is not here, such as a name, is not in the mail.
    #expect(
      body == """
        Een noodtoegang is niet op tijd beoordeeld.

        Soort:      beoordeling-te-laat
        Tijd:       2030-03-04 10:00 (Nederlandse tijd)
        Moest voor: 2030-03-05 10:00 (Nederlandse tijd)
        Dossier:    \(String(repeating: "d0", count: 16))
        Aanvraag:   \(String(repeating: "e0", count: 16))
        Logregel:   7
        Signaal:    1898845200000-beoordeling-te-laat-0a1b2c3d

        Wat u doet: beoordeel haar vandaag nog (kluis toegang list, kluis toegang second).
        Eén signaal per werkdag volgt totdat zij beoordeeld is.

        Deze mail komt vanzelf uit de kluis. Antwoorden heeft geen zin: niemand leest dat.
        Krijgt u hetzelfde signaal nog eens, dan is er niets nieuws gebeurd.

        """)
    let longest = mail["longest"]?.intValue ?? .max
    #expect(longest <= 78, "no line for a server to break")
  }

  @Test(
    "A mail server that is away: kept and tried again; a whole mail goes as it is",
    .enabled(if: hasPeers, "msmtp or aiosmtpd is not installed (make test installs them)"))
  func whole() throws {
    let (world, server) = try post()
    try world.configure()
    try FileManager.default.createDirectory(
      atPath: world.spool + "/mail", withIntermediateDirectories: false)
    let mail =
      "From: kluis@voorbeeld.nl\r\nTo: partner@elders.nl\r\nSubject: Overdracht\r\nX-Own: kept\r\n\r\nTot ziens.\r\n"
    try world.write(Array(mail.utf8), world.spool + "/mail/bundle-1.eml")
    server.stop()
    #expect(try world.once().status == 75)
    #expect(world.names(world.spool + "/mail") == ["bundle-1.eml"])
    let again = try MailServer(world.scratch, port: server.port)
    defer { again.stop() }
    usleep(1_200_000)
    let result = try world.once()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(world.names(world.spool + "/mail").isEmpty)
    let got = try #require(again.mails().first)
    #expect(got["rcpt"] == ["partner@elders.nl"] && got["body"] == "Tot ziens.\n")
    #expect(got["head"]?["X-Own"] == "kept")
  }

  @Test(
    "R21: a bundle mailed through msmtp and a server arrives whole, and opens with stock age",
    .enabled(if: hasPeers, "msmtp or aiosmtpd is not installed (make test installs them)"),
    .enabled(if: Program.find("age") != nil, "age is not installed: no other program opened it"))
  func bundle() throws {
    let (world, server) = try post()
    defer { server.stop() }
    try world.configure()
    try FileManager.default.createDirectory(
      atPath: world.spool + "/mail", withIntermediateDirectories: false)
    let made = try Program.run(
      "age-keygen", ["-o", "sleutel.txt"], folder: world.scratch.url)
    let key = try #require(made.errorText.split(separator: " ").last)
    let sealed = try MailedBundle.seal(
      to: String(key.trimmingCharacters(in: .whitespacesAndNewlines)))
    let mail = try MailedBundle.mail(sealed, to: "info@debrug.example")
    // As the service does: whole, by its name.
    try world.write(mail, world.scratch.path("draft"))
    try FileManager.default.moveItem(
      atPath: world.scratch.path("draft"), toPath: world.spool + "/mail/bundle-1.eml")
    let result = try world.once()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(world.names(world.spool + "/mail").isEmpty)
    let got = try #require(server.mails().first)
    #expect(got["rcpt"] == ["info@debrug.example"] && got["defects"] == [])
    #expect(got["head"]?["Subject"] == "Beveiligde overdracht")
    #expect(got["body"]?.stringValue?.contains("EEN BEVEILIGDE OVERDRACHT") == true)
    let name = try #require(got["files"]?.arrayValue?.first?.stringValue)
    #expect(name.hasPrefix("bundle-") && name.hasSuffix(".age"))
    let arrived = try Data(contentsOf: URL(fileURLWithPath: world.scratch.path(name)))
    #expect([UInt8](arrived) == sealed)
    let opened = try Program.run(
      "bash", ["-c", "age -d -i sleutel.txt \(name) | tar xOf - overdracht.html"],
      folder: world.scratch.url)
    #expect(opened.text == MailedBundle.page, "\(opened.errorText)")
  }

  @Test("A whole mail is not given to a sink that is for signals, and a link is not followed")
  func onlyMail() throws {
    let world = try BodeWorld()
    try world.sink("alarm", "touch \(world.scratch.path("ran"))")
    try world.configure()
    try FileManager.default.createDirectory(
      atPath: world.spool + "/mail", withIntermediateDirectories: false)
    try world.write([1], world.spool + "/mail/a.eml")
    let result = try world.once()
    #expect(result.status == 1 && result.errorText.contains("a: no sink wants this"))
    #expect(world.read("ran") == nil && world.names(world.spool + "/mail") == ["a.eml"])
    world.sinks = [
      [
        "name": "post", "type": "mail", "signals": [], "files": true,
        "path": .string(try world.program("mta", "cat > \(world.scratch.path("sent"))")),
        "from": "kluis@voorbeeld.nl", "others": ["fg@voorbeeld.nl"],
      ]
    ]
    try world.configure()
    symlink("/etc/passwd", world.spool + "/mail/b.eml")
    #expect(try world.once().status == 65)
    #expect(world.read("sent") == "\u{1}" && world.bad == ["b.eml"])
  }

  @Test("New keys of a partner: the mail says to call the partner, on a number that one had before")
  func partnerKey() throws {
    let world = try BodeWorld()
    world.sinks = [
      [
        "name": "post", "type": "mail", "signals": "all",
        "path": .string(try world.program("mta", "cat > \(world.scratch.path("sent"))")),
        "from": "kluis@voorbeeld.nl", "others": ["fg@voorbeeld.nl"],
      ]
    ]
    try world.configure()
    try world.put(
      "1898845200000-partner-sleutel-0a1b2c3d.json", BodeWorld.signal("partner-sleutel"))
    let result = try world.once()
    #expect(result.status == 0, "\(result.errorText)")
    let text = try #require(world.read("sent")).replacingOccurrences(of: "=\r\n", with: "")
    #expect(text.contains("Een partner heeft nieuwe sleutels in de ledenlijst."))
    #expect(text.contains("bel die op een nummer dat u al had"))
  }

  /// A world whose one sink is mail, and the server that it comes to.
  private func post() throws -> (BodeWorld, MailServer) {
    let world = try BodeWorld()
    let server = try MailServer(world.scratch)
    let settings =
      "account default\nhost 127.0.0.1\nport \(server.port)\nauth off\ntls off\n"
    try world.write(Array(settings.utf8), world.scratch.path("msmtprc"))
    chmod(world.scratch.path("msmtprc"), 0o600)
    let msmtp = try #require(Program.find("msmtp"))
    world.sinks = [
      [
        "name": "post", "type": "mail", "signals": "all", "files": true, "path": .string(msmtp),
        "arguments": [
          "--file=\(world.scratch.path("msmtprc"))", "--read-envelope-from", "-t", "-i",
        ].asJSON, "from": "kluis@voorbeeld.nl",
        "members": .object([
          (String(repeating: "01", count: 16), .string("bram@voorbeeld.nl")),
          (String(repeating: "03", count: 16), .string("piet@voorbeeld.nl")),
        ]),
        "kinds": .object([("beoordeling-te-laat", ["piket@voorbeeld.nl"])]),
        "others": ["fg@voorbeeld.nl"], "seconds": 30,
      ]
    ]
    return (world, server)
  }
}

extension [String] {
  fileprivate var asJSON: JSONValue { .array(map { .string($0) }) }
}

/// aiosmtpd on loopback; each mail becomes a line of JSON, as Python's parser reads it.
private final class MailServer {
  let port: Int
  private let process = Process()
  private let scratch: Scratch

  init(_ scratch: Scratch, port: Int = 0) throws {
    self.scratch = scratch
    let script = scratch.path("server.py")
    try Data(Self.script.utf8).write(to: URL(fileURLWithPath: script))
    try? FileManager.default.removeItem(atPath: scratch.path("port"))
    process.executableURL = Places.project.appendingPathComponent(".build/peers/bin/python3")
    process.arguments = [script, scratch.url.path, String(port)]
    process.standardError = FileHandle.nullDevice
    try process.run()
    var found: Int?
    for _ in 0..<2000 where found == nil {
      found = (try? String(contentsOfFile: scratch.path("port"), encoding: .utf8)).flatMap {
        Int($0)
      }
      usleep(10_000)
    }
    self.port = try #require(found, "the mail server listens")
  }

  func stop() {
    guard process.isRunning else { return }
    // A test runner may have SIGTERM held back, and children inherit that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func mails() throws -> [JSONValue] {
    let text = (try? String(contentsOfFile: scratch.path("mails"), encoding: .utf8)) ?? ""
    return try text.split(separator: "\n").map {
      try OrdinaryJSON.decode(Array($0.utf8), limits: .record)
    }
  }

  private static let script = #"""
    # usage: server.py FOLDER PORT
    import asyncio, email, email.policy, json, os, sys
    from aiosmtpd.smtp import SMTP

    folder, port = sys.argv[1], int(sys.argv[2])


    class Handler:
        async def handle_DATA(self, server, session, envelope):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            files = []
            for part in mail.iter_attachments():
                files.append(os.path.basename(part.get_filename()))
                with open(folder + "/" + files[-1], "wb") as out:
                    out.write(part.get_content())
            line = json.dumps({
                "files": files,
                "rcpt": sorted(envelope.rcpt_tos),
                "head": {name: str(value) for name, value in mail.items()},
                "date": mail["Date"] is not None and mail["Date"].datetime.year >= 2024,
                "defects": [str(defect) for defect in mail.defects],
                "body": mail.get_body().get_content().replace("\r\n", "\n"),
                "longest": max(map(len, envelope.content.split(b"\r\n"))),
            })
            with open(folder + "/mails", "a") as out:
                out.write(line + "\n")
            return "250 OK"


    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Handler(), hostname="test"), "127.0.0.1", port)
        with open(folder + "/port.new", "w") as out:
            out.write(str(server.sockets[0].getsockname()[1]))
        os.rename(folder + "/port.new", folder + "/port")
        await server.serve_forever()


    asyncio.run(main())
    """#
}
