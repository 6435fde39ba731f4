import Calendar
import Foundation
import Testing
import VaultTestKit

@testable import Overdracht

/// What `drive.py` saw in one browser.
struct Seen: Decodable, Sendable {
  struct FormEnd: Decodable, Sendable {
    let reason: String
    let focus: String
    let said: String
    let notes: String
    let code: String
    let invalid: [String]
  }
  struct Outcome: Decodable, Sendable {
    let refused: String?
    let names: [String]?
    let sender: String?
    let validUntil: String?
    let text: String?
  }
  struct Vector: Decodable, Sendable {
    let byCode: String
    let byKey: String
  }
  struct Speed: Decodable, Sendable {
    let seconds: Double
    let outcome: String
    let files: Int
    let slowestBeat: Int
  }
  struct Keyboard: Decodable, Sendable {
    struct Middle: Decodable, Sendable {
      let status: String
      let disabled: Bool
    }
    struct Shown: Decodable, Sendable {
      let focus: String
      let heading: String
      let text: String
    }
    let order: [String]
    let middle: Middle
    let opened: FormEnd
    let reached: [String]
    let shown: Shown
  }
  struct Frame: Decodable, Sendable {
    let sandbox: String
    let srcdoc: String
    let paper: String
    let title: String
    let height: Int
  }
  struct Language: Decodable, Sendable {
    let lang: String
    let title: String
    let text: String
  }
  struct Stopped: Decodable, Sendable {
    let status: String
    let focus: String
    let busy: Bool
    let opened: Bool
    let again: Bool
  }
  struct Bare: Decodable, Sendable {
    let messages: [String]
    let title: String
    let control: [String]
  }

  let version: String
  let times: [String: Double]
  let speed: [String: Speed]
  let past: [String: Bool]
  let axe: [String: [String]]
  let overflow: [String: Int]
  let outcomes: [String: Outcome]
  let vectors: [String: Vector]
  let form: [String: FormEnd]
  let keyboard: Keyboard
  let frame: Frame
  let messages: [String]
  let bare: Bare
  let stopped: Stopped
  let pdf: String
  let withoutScript: String?
  let english: Language
  let dutch: Language
  let dropped: String
  let saved: [String: String]
  let asked: [String]
  let callers: Int
  let heard: Bool
  let logged: [String]
}

/// One of the cases that `bundles.py` made.
struct BundleCase: Decodable, Sendable {
  let name: String
  let expect: String
  let key: String
  let slow: Bool?
  let plain: Bool?
  let validUntil: String?
}

/// A browser of this machine, and the one run of everything in it.
enum Browser: String, CaseIterable, CustomTestStringConvertible {
  case chromium
  case firefox

  var testDescription: String { rawValue }

  /// Why it cannot be driven here; nil when it can.
  var obstacle: String? {
    let programs = self == .chromium ? ["chromium", "chromedriver"] : ["firefox-esr"]
    for program in programs where Program.find(program) == nil {
      return "\(program) is not installed: nothing was tried in \(rawValue)"
    }
    return BrowserRun.obstacle
  }

  static let usable = allCases.filter { $0.obstacle == nil }

  func seen() throws -> BrowserRun {
    switch self {
    case .chromium: try BrowserRun.chromium.get()
    case .firefox: try BrowserRun.firefox.get()
    }
  }
}

/// The folder with the cases, the pages that our code made of them, and what one browser showed.
struct BrowserRun: Sendable {
  let scratch: Scratch
  let cases: [BundleCase]
  let leftOut: [String]
  let seen: Seen

  static let chromium = Result { try BrowserRun(.chromium) }
  static let firefox = Result { try BrowserRun(.firefox) }

  static let institution = SelfOpeningPage.Institution(
    name: "Jeugdbescherming Voorbeeld", fingerprint: "K7QF 2MPA XH4C 9TRD W6NB VE3S",
    fg: "Fatima el Amrani\nfg@jeugdbescherming.example")

  /// Where the driver and the makers of cases are.
  static let scripts = Places.project.appendingPathComponent("Tests/PageTests/Browser")
  static let peers = Places.project.appendingPathComponent(".build/peers/bin/python3").path

  /// A Python that has `cryptography`, with which the test files are made.
  private static let maker = [Program.find("python3"), "/usr/bin/python3"].compactMap { $0 }.first {
    (try? Program.run($0, ["-c", "import cryptography"]))?.status == 0
  }
  static let axe: String? = {
    let print = "import axe_playwright_python as axe, websockets; print(axe.__path__[0])"
    guard let result = try? Program.run(peers, ["-c", print]), result.status == 0 else {
      return nil
    }
    return result.text.trimmingCharacters(in: .whitespacesAndNewlines) + "/axe.min.js"
  }()

  static let obstacle: String? =
    if maker == nil {
      "python3 with cryptography is not installed: there are no bundles to try"
    } else if axe == nil {
      "websockets and axe-core are not there (.ci/peers installs them): no browser is driven"
    } else { nil }

  /// The scripts write names with underscores.
  static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }()

  static func page(_ age: [UInt8], _ validUntil: String) throws -> [UInt8] {
    try SelfOpeningPage.sealed(
      .init(
        age: age, validUntil: #require(CalendarDate(validUntil)),
        cover: "In dit bestand zit een plan.\n\nU hebt een code nodig. Die krijgt u apart."),
      by: institution)
  }

  private init(_ browser: Browser) throws {
    let scratch = try Scratch()
    self.scratch = scratch
    let maker = try #require(Self.maker)
    let made = try Program.run(
      maker, [Self.scripts.appendingPathComponent("bundles.py").path, scratch.url.path],
      environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(made.status == 0, "\(made.errorText)")

    struct Cases: Decodable {
      let cases: [BundleCase]
      let leftOut: [String]
    }
    let list = try Self.decoder.decode(
      Cases.self, from: Data(contentsOf: scratch.url.appendingPathComponent("cases.json")))
    cases = list.cases
    leftOut = list.leftOut

    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: scratch.url.appendingPathComponent(name))
    }
    try write("opener.html", SelfOpeningPage.opener(of: Self.institution))
    for name in ["good", "real", "expired", "five", "ten", "flip_first"] {
      let age = [UInt8](try Data(contentsOf: scratch.url.appendingPathComponent("\(name).age")))
      let page = try Self.page(age, name == "expired" ? "2020-01-31" : "2099-12-31")
      try write("\(name).html", page)
    }
    // As a download leaves the page that broke off, at three places of the bundle in it.
    let good = [UInt8](try Data(contentsOf: scratch.url.appendingPathComponent("good.html")))
    let start = try #require(good.firstRange(of: Array("id=\"payload\"".utf8))).upperBound
    for (name, end) in [("start", start + 40), ("middle", start + 2000), ("end", good.count - 60)] {
      try write("cut-\(name).html", Array(good[..<end]))
    }
    let driven = try Program.run(
      Self.peers,
      [
        Self.scripts.appendingPathComponent("drive.py").path, browser.rawValue, scratch.url.path,
        Places.vectors.appendingPathComponent("age").path, #require(Self.axe),
      ], environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(driven.status == 0, "\(driven.errorText)")
    seen = try Self.decoder.decode(Seen.self, from: Data(driven.output))
  }
}
