import Sodium
import Testing

@testable import SLIP39

/// Whatever goes wrong when a sheet is copied or typed.
struct WordErrorTests {
  @Test func `every single-word error is caught: 33 places, 1,023 other words each`() throws {
    let mnemonic = try Sheets.parse(Sheets.make(3, of: 5)[2])
    var words = try mnemonic.words()
    #expect(words.count == 33)
    var caught = 0
    for place in 0..<words.count {
      let own = words.number(at: place)
      for other in UInt16(0)..<1024 where other != own {
        words.set(other, at: place)
        do { _ = try Mnemonic(words) } catch .checksum { caught += 1 }
      }
      words.set(own, at: place)
    }
    #expect(caught == 33 * 1023)
    _ = try Mnemonic(words)
  }

  @Test func `a wrong word in the text is caught at every place, 24 words each`() throws {
    let words = try Sheets.make(2, of: 3)[0].split(separator: " ").map(String.init)
    for place in words.indices {
      for other in stride(from: place, to: 1024, by: 43) where Sheets.words[other] != words[place] {
        var typed = words
        typed[place] = Sheets.words[other]
        #expect(try Sheets.fault(typed.joined(separator: " ")) == .checksum)
      }
    }
  }

  @Test func `two neighbours exchanged are caught at every place`() throws {
    let words = try Sheets.make(2, of: 3)[1].split(separator: " ").map(String.init)
    for place in 1..<words.count where words[place] != words[place - 1] {
      var typed = words
      typed.swapAt(place, place - 1)
      #expect(try Sheets.fault(typed.joined(separator: " ")) == .checksum)
    }
  }

  @Test func `what is no word is named by its place, at every place`() throws {
    let words = try Sheets.make(2, of: 3)[1].split(separator: " ").map(String.init)
    for place in words.indices {
      for strange in ["kluis", "zzzz", "aca", "academia", "academics", "1234", "caf\u{E9}", "[{@`"]
      {
        var typed = words
        typed[place] = strange
        #expect(
          try Sheets.fault(typed.joined(separator: " ")) == .unknownWord(position: place + 1))
      }
    }
  }

  @Test func `a word too few or too many is a wrong number of words`() throws {
    let words = try Sheets.make(2, of: 3)[1].split(separator: " ").map(String.init)
    for count in Array(1...19) + [21, 24, 29, 32] {
      #expect(
        try Sheets.fault(words.prefix(count).joined(separator: " ")) == .wordCount(count))
    }
    #expect(try Sheets.fault((words + ["academic"]).joined(separator: " ")) == .wordCount(34))
    #expect(try Sheets.fault((words + words).joined(separator: " ")) == .wordCount(66))
  }

  @Test func `nothing, blanks and too much text are refused by name`() throws {
    #expect(try Sheets.fault("") == .nothing)
    #expect(try Sheets.fault(" \n\t\r ") == .nothing)
    #expect(try Sheets.fault(String(repeating: "a", count: MnemonicText.longest + 1)) == .tooLong)
    #expect(
      try Sheets.fault(String(repeating: "a", count: MnemonicText.longest))
        == .unknownWord(position: 1))
  }

  @Test func `a sheet is read in any case, with any blanks, and by four letters a word`() throws {
    let sheet = try Sheets.make(2, of: 3)[1]
    let words = sheet.split(separator: " ").map(String.init)
    let ways = [
      sheet.uppercased(),
      words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " "),
      words.joined(separator: "\n"), "\r\n  " + words.joined(separator: " \t ") + "\r\n",
      words.map { String($0.prefix(4)) }.joined(separator: " "),
    ]
    let plain = try Sheets.parse(sheet)
    for typed in ways {
      let mnemonic = try Sheets.parse(typed)
      #expect(mnemonic.info == plain.info)
      #expect(mnemonic.value.bytes == plain.value.bytes)
      #expect(String(decoding: try mnemonic.text().bytes, as: UTF8.self) == sheet)
    }
    // Three letters and five are not an abbreviation.
    let long = try #require(words.firstIndex { $0.count > 5 })
    for count in [3, 5] {
      var typed = words
      typed[long] = String(words[long].prefix(count))
      #expect(
        try Sheets.fault(typed.joined(separator: " ")) == .unknownWord(position: long + 1))
    }
  }

  @Test func `random and nearly right texts end in a named error`() throws {
    var random = SystemRandomNumberGenerator()
    let sheet = Array(try Sheets.make(2, of: 3)[0].utf8)
    for _ in 0..<200 {
      var text = sheet
      for _ in 0..<3 { text[Int.random(in: 0..<text.count, using: &random)] = .random(in: 0...255) }
      let typed = try SecretBytes(copying: text)
      let read: Mnemonic
      do { read = try Mnemonic.parse(typed) } catch {
        #expect(!error.description.isEmpty && !error.hint.isEmpty)
        continue
      }
      // Only blanks and capitals can have changed.
      #expect(try read.text().bytes == sheet)
    }
  }
}
