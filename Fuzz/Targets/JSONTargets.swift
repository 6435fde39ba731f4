import StrictJSON

extension FuzzTarget {
  private static let limits = JSONLimits(bytes: 1 << 16)

  private static let spellings = [
    #"{"a":1,"b":[true,false,null],"c":{"d":"é\n\"\\"},"e":-9007199254740991}"#,
    #"{"z":[[[[[[[[1]]]]]]]],"zz":"\u0001\u001f"}"#, "[]", "{}", "\"\"", "0", "-1",
    #"{"a":"0123456789012345678901234567890123456789é0123456789"}"#,
    ##" { "x" : [ 1 , 2.5e3 , "\ud83d\ude00\/" ] , "y" : "😀" } "##,
  ].map { Array($0.utf8) }

  /// What canonical decoding accepts is what encoding writes, and ordinary decoding reads the same.
  static let canonical = FuzzTarget(name: "canonical", longest: 4_096) {
    try spellings
      + [Seeds.text(Seeds.vectors("dossierkluis/directory")["records"]?.arrayValue?.first)]
  } check: { bytes throws(Broken) in
    guard let value = try? CanonicalJSON.decode(bytes, limits: limits) else { return }
    try promise(CanonicalJSON.encode(value) == bytes, "accepted and written otherwise")
    try promise(
      (try? OrdinaryJSON.decode(bytes, limits: limits)) == value, "ordinary JSON reads otherwise")
  }

  /// What ordinary decoding accepts comes back from both ways of writing.
  static let ordinary = FuzzTarget(name: "ordinary", longest: 4_096) {
    try spellings + [Seeds.family("anne")]
  } check: { bytes throws(Broken) in
    _ = try? OrdinaryJSON.decode(bytes, limits: limits, decimals: .asText)
    guard let value = try? OrdinaryJSON.decode(bytes, limits: limits) else { return }
    for pretty in [false, true] {
      let written = OrdinaryJSON.encode(value, pretty: pretty)
      let again = try? OrdinaryJSON.decode(written, limits: JSONLimits(bytes: 1 << 22))
      try promise(again == value, "written and read otherwise, pretty: \(pretty)")
    }
    do throws(JSONError) { try CanonicalJSON.check(value) } catch { return }
    let written = CanonicalJSON.encode(value)
    let again = try? CanonicalJSON.decode(written, limits: JSONLimits(bytes: 1 << 22))
    try promise(again.map { CanonicalJSON.encode($0) } == written, "canonical, and not read back")
  }
}
