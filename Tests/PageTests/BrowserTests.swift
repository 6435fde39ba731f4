import Foundation
import Sodium
import Testing
import VaultTestKit

@testable import Overdracht

/// A browser that is missing shows here, as a skipped test with its reason.
struct BrowserPresenceTests {
  @Test(.enabled(if: Browser.chromium.obstacle == nil, reason(.chromium)))
  func `Chromium is driven`() throws {
    #expect(try Browser.chromium.seen().seen.version.contains("."))
  }

  @Test(.enabled(if: Browser.firefox.obstacle == nil, reason(.firefox)))
  func `Firefox is driven`() throws {
    #expect(try Browser.firefox.seen().seen.version.contains("."))
  }

  private static func reason(_ browser: Browser) -> Comment {
    Comment(rawValue: browser.obstacle ?? "")
  }
}

@Suite(.serialized)
struct BrowserTests {
  @Test(
    "R21: each bundle, good or hostile, ends as it should in the browser", arguments: Browser.usable
  )
  func outcomes(_ browser: Browser) throws {
    let run = try browser.seen()
    #expect(run.cases.count > 90 || !run.leftOut.isEmpty)
    var tried = 0
    for one in run.cases where one.slow != true || run.seen.outcomes[one.name] != nil {
      let outcome = try #require(run.seen.outcomes[one.name], "\(one.name) was not tried")
      #expect(outcome.refused ?? "opened" == one.expect, "\(one.name)")
      if one.expect != "opened" { #expect(outcome.names == nil, "\(one.name) gave something") }
      tried += 1
    }
    #expect(tried > 90 || !run.leftOut.isEmpty)
    if !run.leftOut.isEmpty { print("left out, not installed: \(run.leftOut)") }
  }

  @Test(
    "R21: the sender is checked against the reader's own key only, and otherwise not checked",
    arguments: Browser.usable)
  func senders(_ browser: Browser) throws {
    let run = try browser.seen()
    for one in run.cases where one.expect == "opened" {
      guard let outcome = run.seen.outcomes[one.name] else { continue }
      let expected = one.plain == true ? "plain" : one.key.isEmpty ? "unchecked" : "checked"
      #expect(outcome.sender == expected, "\(one.name)")
    }
    let good = try #require(run.seen.form["good"])
    #expect(good.notes.contains("Afzender niet gecontroleerd."))
    guard !run.leftOut.contains("minisign") else { return }
    #expect(
      run.seen.form["opener_signature_right"]?.notes.contains("Afzender gecontroleerd.") == true)
  }

  @Test(
    "a refusal is told apart by its words, and the focus is where to go on",
    arguments: Browser.usable)
  func messages(_ browser: Browser) throws {
    let run = try browser.seen()
    let form = run.seen.form
    let expected: [(String, String, String, String)] = [
      ("no_code", "noCode", "code", "Er is nog geen code."),
      ("wrong", "code", "code", "Deze code past niet."),
      ("flip_first", "payload", "problem", "Het bestand is beschadigd."),
      ("cut-start", "truncated", "problem", "Het bestand is niet compleet."),
      ("cut-middle", "truncated", "problem", "Het bestand is niet compleet."),
      ("cut-end", "truncated", "problem", "Het bestand is niet compleet."),
      ("no_file", "noFile", "file", "Er is nog geen bestand."),
      ("opener_no_age", "notAge", "file", "Dit is geen beveiligd pakket."),
      ("opener_stock_key", "key", "problem", "kluis of age"),
    ]
    for (state, reason, focus, words) in expected {
      if state == "opener_stock_key", run.leftOut.contains("age") { continue }
      let end = try #require(form[state], "\(state)")
      #expect(end.reason == reason, "\(state)")
      #expect(end.focus == focus, "\(state)")
      #expect(end.said.contains(words), "\(state): \(end.said)")
      #expect(end.invalid == (focus == "problem" ? [] : [focus]), "\(state)")
    }
    #expect(form["wrong"]?.code == "K7QF-2MPA-XH4C-9TRE", "what was typed stays, to be put right")
    #expect(form["after_wrong"]?.reason == "opened")
    let stopped = run.seen.stopped
    #expect(stopped.status == "Gestopt." && stopped.focus == "code")
    #expect(!stopped.busy && !stopped.opened && stopped.again)
    #expect(form["dropped"]?.reason == "opened" && run.seen.dropped == "pakket.age")
  }

  @Test("an expired bundle opens and says so, before and after", arguments: Browser.usable)
  func expired(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    let end = try #require(seen.form["expired"])
    #expect(end.reason == "opened")
    #expect(end.notes.contains("Dit pakket is verlopen.") && end.notes.contains("31 januari 2020"))
    #expect(
      seen.past == [
        "expired": true, "flip_first": false, "cut-start": false, "cut-middle": false,
        "cut-end": false,
      ])
    #expect(seen.form["good"]?.notes.contains("verlopen") == false)
  }

  @Test(
    "from the top of the page to an attachment with the keyboard alone", arguments: Browser.usable)
  func keyboard(_ browser: Browser) throws {
    let keyboard = try browser.seen().seen.keyboard
    #expect(keyboard.order == ["language", "code"])
    #expect(keyboard.middle.disabled || keyboard.middle.status.isEmpty)
    #expect(keyboard.opened.reason == "opened" && keyboard.opened.focus == "result-title")
    #expect(keyboard.opened.code.isEmpty, "the code does not stay on the screen")
    #expect(keyboard.reached.first == "Lees overdracht.html")
    #expect(keyboard.shown.focus == "shown")
    #expect(keyboard.shown.heading == "bijlagen/brief van school.txt")
    #expect(keyboard.shown.text.hasPrefix("Beste ouders, één brief."))
  }

  @Test(
    "R13: axe-core finds nothing, and nothing is wider than 320 px or 400 %",
    arguments: Browser.usable)
  func accessible(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    let states: Set = ["start", "wrong", "opened", "expired", "english", "opener"]
    #expect(Set(seen.axe.keys) == states)
    for (state, findings) in seen.axe { #expect(findings == [], "\(state)") }
    #expect(seen.overflow.count == 2 * states.count)
    for (state, excess) in seen.overflow { #expect(excess == 0, "\(state)") }
  }

  @Test("Dutch by default, English by one button, and back", arguments: Browser.usable)
  func languages(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    #expect(seen.dutch.lang == "nl" && seen.english.lang == "en")
    #expect(seen.dutch.title == "Een beveiligd pakket van Jeugdbescherming Voorbeeld")
    #expect(seen.english.title == "A secure package from Jeugdbescherming Voorbeeld")
    let pairs = [
      ("Het pakket is open", "The package is open"),
      ("Afzender niet gecontroleerd.", "Sender not checked."),
      ("Twijfelt u?", "In doubt?"), ("31 december 2099", "31 December 2099"),
    ]
    for (dutch, english) in pairs {
      #expect(seen.dutch.text.contains(dutch) && !seen.dutch.text.contains(english))
      #expect(seen.english.text.contains(english) && !seen.english.text.contains(dutch))
    }
    for text in [seen.dutch.text, seen.english.text] {
      #expect(text.contains("fg@jeugdbescherming.example"), "R17: the FG is always there")
    }
  }

  @Test("nothing is fetched, whatever the bundle holds", arguments: Browser.usable)
  func network(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    #expect(seen.asked == [])
    #expect(seen.callers == 0)
    #expect(seen.heard, "a request would have been noticed")
    #expect(seen.logged == [])
  }

  @Test(
    "a page inside runs nothing: it is taken apart, and its frame could not run it",
    arguments: Browser.usable)
  func frame(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    #expect(seen.frame.sandbox == "")
    for word in [
      "<script", "javascript:", "http", "onerror", "onload", "<iframe", "<form", "<link",
      "<meta http", "style=",
    ] {
      #expect(!seen.frame.srcdoc.contains(word), "\(word)")
      #expect(!seen.frame.paper.contains(word), "\(word)")
    }
    for text in [
      "Sjors woont bij zijn oma.", "Tekst in een onbekend element blijft staan.", "Laatste zin",
    ] {
      #expect(seen.frame.srcdoc.contains(text) && seen.frame.paper.contains(text), "\(text)")
    }
    #expect(seen.messages == [])
    #expect(seen.frame.title == "Een beveiligd pakket van Jeugdbescherming Voorbeeld")
    #expect(seen.frame.height > 200)
    #expect(seen.bare.messages == [], "with nothing taken out the sandbox holds by itself")
    #expect(seen.bare.title == seen.frame.title)
    #expect(seen.bare.control.contains("script ran"), "what runs would have been heard")
  }

  @Test("five and ten MiB open while the page stays alive", arguments: Browser.usable)
  func speed(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    for (name, files) in [("five", 10), ("ten", 15)] {
      let speed = try #require(seen.speed[name])
      print(
        "\(browser) \(seen.version): \(name) MiB at logN 16 in \(speed.seconds) s, longest silence \(speed.slowestBeat) ms"
      )
      #expect(speed.outcome == "opened" && speed.files == files)
      // On an idle machine of two cores it takes 1 to 2 seconds; a busy one may take long.
      #expect(speed.seconds < 60)
    }
  }

  @Test(
    "what is saved is what was inside, and the sealed file is the age file",
    arguments: Browser.usable)
  func saved(_ browser: Browser) throws {
    let run = try browser.seen()
    let letter = String(repeating: "Beste ouders, één brief.\n", count: 20)
    let age = [UInt8](try Data(contentsOf: run.scratch.url.appendingPathComponent("good.age")))
    #expect(
      run.seen.saved == [
        "brief van school.txt": Hex.encode(SHA256.hash(Array(letter.utf8))),
        "pakket.age": Hex.encode(SHA256.hash(age)),
      ])
  }

  private static let canReadPaper = Program.find("pdftotext") != nil

  @Test(
    "a printer gets the text, the sender's state and the FG, and no buttons",
    .enabled(if: canReadPaper, "pdftotext is not installed: nothing printed was read"),
    arguments: Browser.usable)
  func paper(_ browser: Browser) throws {
    let seen = try browser.seen().seen
    let text = try Program.run("pdftotext", ["-layout", seen.pdf, "-"]).text
    for words in [
      "Het plan van Sjors", "Laatste zin van het plan.", "Afzender niet gecontroleerd",
      "fg@jeugdbescherming.example",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    for words in ["Druk af", "Typ uw code", "Open het pakket", "Twijfelt u?"] {
      #expect(!text.contains(words), "\(words)")
    }
    guard let page = seen.withoutScript else { return }
    let without = try Program.run("pdftotext", ["-layout", page, "-"]).text
    #expect(
      without.contains("Deze pagina werkt hier niet.") && without.contains("Fatima el Amrani"))
  }
}
