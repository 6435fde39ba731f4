internal import Vocabulary

/// A dossier's row number in `vault.db`: short, and never outside the service.
package struct DossierNumber: Hashable, Comparable, Sendable {
  package let value: Int64

  /// 2^28 dossiers: what a place leaves room for.
  static let maximum: Int64 = 1 << 28 - 1

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// Integer keys that put a dossier's rows side by side.
enum Place {
  /// dossier 28 bits ‖ n 32 bits.
  static func link(_ dossier: DossierNumber, _ n: UInt32) -> Int64 {
    dossier.value << 32 | Int64(n)
  }

  /// dossier 28 bits ‖ section 3 bits ‖ n 32 bits.
  static func content(_ dossier: DossierNumber, _ section: Section, _ n: UInt32) -> Int64 {
    dossier.value << 35 | Int64(section.rawValue) << 32 | Int64(n)
  }

  /// All content of a dossier.
  static func contents(_ dossier: DossierNumber) -> ClosedRange<Int64> {
    dossier.value << 35...dossier.value << 35 | (1 << 35 - 1)
  }

  /// tile level 7 bits ‖ index 48 bits.
  static func tile(_ level: Int, _ index: Int) -> Int64 {
    Int64(level) << 48 | Int64(index)
  }

  /// The n of a link or content place.
  static func n(_ place: Int64) -> UInt32 { UInt32(truncatingIfNeeded: place) }
}
