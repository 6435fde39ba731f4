import Policy
import Testing
import Vocabulary

/// R1: exactly one regie at any moment.
@Suite struct InvolvementTests {
  typealias Record = Involvement.Record

  static func record(
    _ number: UInt8, _ member: UInt8, _ change: Involvement.Change, _ since: Int64,
    closes: UInt8? = nil
  ) -> Record {
    Record(
      id: id(number), member: id(member), change: change, since: since,
      closes: closes.map { id($0) })
  }

  static let start = record(1, 1, .begins(.regie, until: nil), 100)
  static let helper = record(2, 2, .begins(.betrokken, until: nil), 200)
  static let waarneming = record(3, 3, .begins(.betrokken, until: 300), 200)
  static let handOver = record(4, 2, .begins(.regie, until: nil), 400, closes: 1)
  static let helperLeaves = record(5, 2, .ends, 500, closes: 2)

  @Test("R1 a hand-over closes one and opens the next in one act")
  func course() throws {
    let records = [Self.start, Self.helper, Self.waarneming, Self.handOver, Self.helperLeaves]
    for (time, regie, others) in [
      (100, 1, []), (199, 1, []), (200, 1, [2, 3]), (299, 1, [2, 3]),
      (300, 1, [2]), (399, 1, [2]), (400, 2, [2]), (499, 2, [2]), (500, 2, []), (9_999, 2, []),
    ] as [(Int64, UInt8, [UInt8])] {
      let state = try Involvement.state(records, at: time)
      #expect(state.regie.member == id(regie), "at \(time)")
      #expect(state.others.map(\.member) == others.map { id($0) }, "at \(time)")
    }
    #expect(throws: Involvement.Fault.notYet) { try Involvement.state(records, at: 99) }
  }

  static let changes: [(records: [Record], next: Record, fault: Involvement.Fault?)] = [
    ([], helper, .firstIsNotRegie),
    ([], helperLeaves, .firstIsNotRegie),
    ([], handOver, .firstIsNotRegie),
    ([], record(1, 1, .begins(.regie, until: 900), 100), .noRegie),
    ([start], start, .repeatedRecord),
    ([start], record(7, 2, .begins(.regie, until: nil), 400), .twoRegie),
    ([start, helper], record(7, 2, .begins(.regie, until: nil), 400, closes: 2), .twoRegie),
    ([start, handOver], record(7, 3, .begins(.regie, until: nil), 500, closes: 1), .twoRegie),
    ([start, handOver], record(7, 3, .begins(.regie, until: nil), 500, closes: 4), nil),
    ([start], record(7, 1, .ends, 400, closes: 1), .noRegie),
    ([start], record(7, 2, .begins(.regie, until: nil), 99, closes: 1), .endsBeforeItBegins),
    ([start], helperLeaves, .closesNothing),
    ([start, helper], helperLeaves, nil),
    ([start, helper, helperLeaves], record(7, 2, .ends, 450, closes: 2), .closesNothing),
    ([start, helper], record(7, 3, .ends, 450, closes: 2), .closesNothing),
    ([start, helper], record(7, 2, .ends, 450), .closesNothing),
    ([start, helper], record(7, 2, .ends, 199, closes: 2), .endsBeforeItBegins),
    ([start, waarneming], record(7, 3, .ends, 300, closes: 3), .closesNothing),
    ([start, waarneming], record(7, 3, .ends, 250, closes: 3), nil),
    ([start], record(7, 2, .begins(.betrokken, until: 200), 200), .endsBeforeItBegins),
    ([start], record(7, 2, .begins(.betrokken, until: nil), 200, closes: 1), .closesNothing),
  ]

  @Test("R1 a change that would leave two or none is named", arguments: changes)
  func faults(records: [Record], next: Record, fault: Involvement.Fault?) {
    #expect(Involvement.fault(adding: next, to: records) == fault)
  }

  @Test("R1 whatever is accepted leaves exactly one regie at every moment")
  func exactlyOne() throws {
    var random = Repeatable(state: 7)
    var accepted = 0
    for _ in 0..<400 {
      var records = [Self.record(1, 1, .begins(.regie, until: nil), 0)]
      for number in UInt8(2)...30 {
        let change: Involvement.Change =
          switch UInt8.random(in: 0...5, using: &random) {
          case 0, 1, 2: .begins(.regie, until: nil)
          case 3: .begins(.betrokken, until: Int64.random(in: 0...60, using: &random))
          case 4: .begins(.betrokken, until: nil)
          default: .ends
          }
        let known = records.randomElement(using: &random)
        let next = Record(
          id: id(number), member: known?.member ?? me, change: change,
          since: Int64.random(in: 0...Int64(2 * number), using: &random),
          closes: Bool.random(using: &random) ? known?.id : nil)
        if Involvement.fault(adding: next, to: records) == nil { records.append(next) }
      }
      guard let first = records.first else { continue }
      accepted += records.count
      let periods = try Involvement.periods(of: records)
      for time in first.since...130 {
        #expect(periods.count { $0.sort == .regie && $0.isInForce(at: time) } == 1)
      }
    }
    #expect(accepted > 2000)
  }
}

/// The same numbers on every run (SplitMix64).
struct Repeatable: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
