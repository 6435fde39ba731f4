import Policy

extension FuzzTarget {
  /// A policy file that was changed is refused by name or means something; it never traps.
  ///
  /// The first byte says which of the two files the rest is.
  static let policies = FuzzTarget(name: "policies", longest: 16_384) {
    try [[0] + shipped("rollen"), [1] + shipped("toegang")]
  } check: { bytes throws(Broken) in
    guard let first = bytes.first, let rollen = try? shipped("rollen"),
      let toegang = try? shipped("toegang")
    else { return }
    let changed = Array(bytes.dropFirst())
    do throws(PolicyError) {
      _ =
        first & 1 == 0
        ? try Policy(rollen: changed, toegang: toegang)
        : try Policy(rollen: rollen, toegang: changed)
    } catch { try promise(!"\(error)".isEmpty, "refused without a word") }
  }

  private static func shipped(_ name: String) throws -> [UInt8] {
    try Seeds.file("Policies/\(name).json")
  }
}
