import Testing

@testable import Dossier

@Suite("A family is found by BSN, by name and birth date, or by address")
struct LookupValueTests {
  private func texts(_ example: String) throws -> [String] {
    try Fixtures.gezin(example).lookupValues().map {
      "\($0.kind.rawValue) \(String(decoding: $0.bytes, as: UTF8.self))"
    }
  }

  @Test("Every person gives what is known, each value once")
  func example() throws {
    #expect(
      try texts("anne") == [
        "1 999990068", "2 anne jansen 2010-02-11", "3 2801ha 7", "1 999990081",
        "2 carla jansen 1983-09-29",
      ])
  }

  @Test("R13: a secret address cannot be found by trying addresses")
  func secretAddress() throws {
    let found = try texts("geheim-adres")
    #expect(!found.contains { $0.contains("3311xx") })
    #expect(found.contains("3 3311bt 15"))
    var gezin = try Fixtures.gezin("geheim-adres")
    // The secret holds also when another person with that address was not marked.
    gezin.betrokkenen[0].adres = "Veerplein 3, 3311XX Dordrecht"
    gezin.betrokkenen[0].geheimAdres = nil
    #expect(!gezin.lookupValues().contains { $0 == LookupValue.address("Veerplein 3, 3311XX") })
  }

  @Test(
    "Spellings of one name meet",
    arguments: [
      ("Zoë", "El-Idrissi"), ("zoe\u{308}", "el idrissi"), (" ZOË ", "El  Idrissi"),
      ("Zoe", "El’Idrissi"),
    ])
  func names(_ first: String, _ last: String) throws {
    let birth = try Fixtures.date("2012-03-14")
    #expect(
      LookupValue.name(voornaam: first, achternaam: last, geboortedatum: birth)
        == LookupValue.name(voornaam: "zoe", achternaam: "el idrissi", geboortedatum: birth))
  }

  @Test("Other letters stay apart")
  func apart() {
    #expect(
      NormalisedName.of("Åsa Øster Łukasz Strauß Ijsbrand Ĳ")
        == "asa oster lukasz strauss ijsbrand ij")
    #expect(NormalisedName.of("Анна") == "анна")
    #expect(NormalisedName.of("Jan") != NormalisedName.of("Jans"))
  }

  @Test(
    "A postcode and number are found in the ways people write them",
    arguments: [
      ("Veerplein 3-B, 3311 XX Dordrecht", "3 3311xx 3"),
      ("Plein 1945 12b, 2712ab X", "3 2712ab 12"),
      ("2712 AB 12", "3 2712ab 12"), ("Straat 9 3 hoog, 1000 AA Y", "3 1000aa 3"),
    ])
  func addresses(_ text: String, _ expected: String) throws {
    let value = try #require(LookupValue.address(text))
    #expect("\(value.kind.rawValue) \(String(decoding: value.bytes, as: UTF8.self))" == expected)
  }

  @Test(
    "A text without both is no address",
    arguments: ["opvanglocatie, adres bekend", "Straat 3", "2712 AB", "0712 AB 3", "2712 SS 3", ""])
  func noAddress(_ text: String) {
    #expect(LookupValue.address(text) == nil)
  }

  @Test("A search by postcode and number comes to the same value as the written address")
  func search() {
    #expect(
      LookupValue.address(postcode: "2712 ab", huisnummer: "12")
        == LookupValue.address("Lindelaan 12, 2712 AB Zoetermeer"))
  }
}
