package import Directory
import Sodium
import StrictJSON

/// Gets the directory from the service and believes only what is signed from the anchor on.
struct DirectoryFetch {
  let state: ClientState
  let anchor: Anchor

  /// Records that one page may hold, and pages that one fetch may take.
  private static let pageLimit = 500
  private static let pages = 2000

  /// The whole directory: the cache, verified again, then what is new.
  ///
  /// - Throws: `.stateDamaged` when the cache does not verify; `.tampered` with `.directory`,
  ///   `.directoryShorter` or `.directoryForked`.
  func verified(over channel: inout Channel) throws(ClientError) -> DirectoryView {
    guard !state.records.isEmpty else {
      let (records, restores) = try fetch(from: 1, over: &channel)
      let view: DirectoryView
      do throws(DirectoryError) {
        view = try DirectoryView.verify(records: records, anchor: anchor)
      } catch { throw .tampered(.directory, .none) }
      return try keep(view, records, restores)
    }
    let cached: DirectoryView
    do throws(DirectoryError) {
      cached = try DirectoryView.verify(records: state.records, anchor: anchor)
    } catch { throw state.damagedRecords }
    return try extend(cached, over: &channel)
  }

  /// The same directory with what was added since.
  func extend(
    _ view: DirectoryView, over channel: inout Channel
  ) throws(ClientError) -> DirectoryView {
    let (new, restores) = try fetch(from: state.records.count + 1, over: &channel)
    var longer = view
    do throws(DirectoryError) {
      for record in new { try longer.extend(with: record) }
    } catch {
      throw .tampered(.directory, Evidence(path: nil, officers: view.officers))
    }
    return try keep(longer, state.records + new, restores)
  }

  /// Holds the records against the pin, then keeps both.
  private func keep(
    _ view: DirectoryView, _ records: [[UInt8]], _ restores: [[UInt8]]
  ) throws(ClientError) -> DirectoryView {
    let evidence = Evidence(path: nil, officers: view.officers)
    if let pin = state.pins.directory {
      guard records.count >= pin.n else { throw .tampered(.directoryShorter, evidence) }
      guard BLAKE2b.hash(records[pin.n - 1]) == pin.hash else {
        throw .tampered(.directoryForked, evidence)
      }
    }
    guard let newest = records.last else { throw .tampered(.directory, evidence) }
    try state.keep(
      records: records,
      position: Pins.Position(n: records.count, hash: BLAKE2b.hash(newest)))
    try state.take(restores: restores, on: view)
    return view
  }

  /// Directory records from a place on, and the restore records that the log went through.
  private func fetch(
    from first: Int, over channel: inout Channel
  ) throws(ClientError) -> (records: [[UInt8]], restores: [[UInt8]]) {
    var records: [[UInt8]] = []
    for _ in 0..<DirectoryFetch.pages {
      let from = first + records.count
      let result = try channel.call("directory", [("from", .int(Int64(from)))])
      do throws(JSONError) {
        let size = try result.requireInt("size", within: 0...Int64(UInt32.max))
        let page = try result.requireStrings("records").compactMap { Base64.decode($0) }
        guard page.count <= DirectoryFetch.pageLimit else {
          throw result.error(.missing, "records")
        }
        // A line feed would break the cache's lines; canonical JSON has none.
        guard page.allSatisfy({ !$0.contains(0x0A) }) else {
          throw result.error(.missing, "records")
        }
        records += page
        if Int64(first - 1 + records.count) >= size {
          let restores = try result.optionalStrings("restores") ?? []
          return (records, restores.compactMap { Base64.decode($0) })
        }
        // Fewer than there are, and none given: the service holds some back.
        guard !page.isEmpty else { throw result.error(.missing, "records") }
      } catch { throw .tampered(.directory, .none) }
    }
    throw .tampered(.directory, .none)
  }
}

extension DirectoryView {
  /// The verified directory, over a connection on which nobody signs in.
  ///
  /// - Throws: as a sign-in does for the directory.
  package static func fetch(
    over connection: consuming Channel, anchor: Anchor, state: ClientState
  ) throws(ClientError) -> DirectoryView {
    var channel = connection
    return try DirectoryFetch(state: state, anchor: anchor).verified(over: &channel)
  }
}
