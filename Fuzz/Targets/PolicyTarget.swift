import Policy

extension FuzzTarget {
  /// A policy file that was changed is refused by name or means something; it never traps.
  ///
  /// The first byte says which of the three files the rest is.
  static let policies = FuzzTarget(name: "policies", longest: 16_384) {
    try [[0] + shipped("rollen"), [1] + shipped("toegang"), [2] + shipped("overdracht")]
  } check: { bytes throws(Broken) in
    guard let first = bytes.first, let rollen = try? shipped("rollen"),
      let toegang = try? shipped("toegang")
    else { return }
    let changed = Array(bytes.dropFirst())
    do throws(PolicyError) {
      _ =
        switch first & 3 {
        case 0: try Policy(rollen: changed, toegang: toegang)
        case 1: try Policy(rollen: rollen, toegang: changed)
        default: try Policy(rollen: rollen, toegang: toegang, overdracht: changed)
        }
    } catch { try promise(!"\(error)".isEmpty, "refused without a word") }
  }

  private static func shipped(_ name: String) throws -> [UInt8] {
    try Seeds.file("Policies/\(name).json")
  }
}
