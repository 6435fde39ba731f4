internal import CSodium

/// Where secrets live: cells of fixed sizes in a few locked regions.
///
/// `sodium_malloc` costs four pages and as many system calls per secret, and one answer can hold
/// thousands of them; a cell here costs a lock and a wipe. Past the limit on locked memory
/// `sodium_malloc` silently hands out unlocked pages; a region here is locked or refused.
///
/// A secret is followed by 16 random canary bytes, checked before the cell is wiped. Secrets too
/// long for a cell get a region of their own, laid against its closing guard page.
@safe final class SecretArena: Sendable {
  static let shared = SecretArena()

  static let canaryCount = 16
  /// Cells of 64 bytes for keys, twice that and so on up to a page.
  static let cellSizes = [64, 128, 256, 512, 1024, 2048, 4096]
  static let slabSize = 64 * 1024
  /// Of the first slab of a size: locking a page takes one from the machine, and a tool with one key
  /// needs four.
  static let firstSlabSize = 16 * 1024

  private let canary: [UInt8]
  private let state = ArenaLock(State())

  init() {
    Library.start()
    canary = Random.bytes(SecretArena.canaryCount)
  }

  /// Where one secret lies.
  @safe struct Cell: @unchecked Sendable {
    let address: UnsafeMutablePointer<UInt8>
    /// Bytes from `address` on that belong to this cell, canary included.
    let capacity: Int
    let home: Home
  }

  enum Home {
    case slab(Int, cell: Int)
    case region(LockedRegion)
  }

  private struct Slab {
    let region: LockedRegion
    let sizeIndex: Int
    var free: [Int]

    var cellCount: Int { region.byteCount / SecretArena.cellSizes[sizeIndex] }
    var isEmpty: Bool { free.count == cellCount }
  }

  private struct State: ~Copyable {
    var requireLock = true
    var unlockedRegions = 0
    var slabs: [Slab?] = []
    /// Per cell size, the slabs with at least one free cell.
    var open = [[Int]](repeating: [], count: SecretArena.cellSizes.count)
    /// Per cell size, how many slabs have no cell in use.
    var empty = [Int](repeating: 0, count: SecretArena.cellSizes.count)
  }

  /// A zeroed cell for `count` bytes, its canary in place.
  func allocate(_ count: Int) throws(SecretMemoryError) -> Cell {
    guard (0...SecretBytes.maximumCount).contains(count) else { throw .tooLarge }
    let needed = count + SecretArena.canaryCount
    let cell: Cell
    if let sizeIndex = SecretArena.cellSizes.firstIndex(where: { $0 >= needed }) {
      cell = try state.withLock { state throws(SecretMemoryError) in
        try SecretArena.takeCell(sizeIndex, &state)
      }
    } else {
      cell = try ownRegion(needed)
    }
    placeCanary(in: cell, after: count)
    return cell
  }

  private func ownRegion(_ needed: Int) throws(SecretMemoryError) -> Cell {
    let region = try state.withLock { state throws(SecretMemoryError) in
      let region = try LockedRegion.map(byteCount: needed, requireLock: state.requireLock)
      if !region.isLocked { state.unlockedRegions += 1 }
      return region
    }
    return unsafe Cell(
      address: region.base + (region.byteCount - needed), capacity: needed, home: .region(region))
  }

  private static func takeCell(
    _ sizeIndex: Int, _ state: inout State
  ) throws(SecretMemoryError) -> Cell {
    if state.open[sizeIndex].isEmpty {
      let isFirst = !state.slabs.contains { $0?.sizeIndex == sizeIndex }
      let region = try LockedRegion.map(
        byteCount: isFirst ? firstSlabSize : slabSize, requireLock: state.requireLock)
      if !region.isLocked { state.unlockedRegions += 1 }
      let cells = region.byteCount / cellSizes[sizeIndex]
      let slab = Slab(region: region, sizeIndex: sizeIndex, free: Array((0..<cells).reversed()))
      let slot = state.slabs.firstIndex { $0 == nil } ?? state.slabs.count
      if slot == state.slabs.count {
        state.slabs.append(slab)
      } else {
        state.slabs[slot] = slab
      }
      state.open[sizeIndex].append(slot)
      state.empty[sizeIndex] += 1
    }
    guard
      let slot = state.open[sizeIndex].last,
      let wasEmpty = state.slabs[slot]?.isEmpty,
      let base = unsafe state.slabs[slot]?.region.base,
      let index = state.slabs[slot]?.free.popLast()
    else { throw .exhausted }
    if wasEmpty { state.empty[sizeIndex] -= 1 }
    if state.slabs[slot]?.free.isEmpty == true { state.open[sizeIndex].removeLast() }
    let size = cellSizes[sizeIndex]
    return unsafe Cell(
      address: base + index * size, capacity: size, home: .slab(slot, cell: index))
  }

  /// Checks the canary after `count` bytes, wipes the cell and takes it back.
  ///
  /// A damaged canary means that something wrote past a secret; going on would be worse than the
  /// trap, as for `sodium_free`.
  func release(_ cell: Cell, count: Int) {
    let intact = unsafe canary.withUnsafeBufferPointer {
      unsafe sodium_memcmp(cell.address + count, $0.baseAddress, $0.count) == 0
    }
    precondition(intact, "memory past a secret was overwritten")
    unsafe sodium_memzero(cell.address, cell.capacity)
    switch cell.home {
    case .region(let region):
      if !region.isLocked { state.withLock { $0.unlockedRegions -= 1 } }
      region.unmap()
    case .slab(let slot, cell: let index):
      state.withLock { SecretArena.returnCell(slot, index, &$0) }
    }
  }

  private static func returnCell(_ slot: Int, _ index: Int, _ state: inout State) {
    // No copy of the slab is held here: its list of free cells would be copied with it.
    guard let sizeIndex = state.slabs[slot]?.sizeIndex else { return }
    if state.slabs[slot]?.free.isEmpty == true { state.open[sizeIndex].append(slot) }
    state.slabs[slot]?.free.append(index)
    guard state.slabs[slot]?.isEmpty == true else { return }
    // One empty slab per size stays, so that a busy boundary does not map and unmap all day.
    if state.empty[sizeIndex] == 0 {
      state.empty[sizeIndex] = 1
      return
    }
    state.open[sizeIndex].removeAll { $0 == slot }
    guard let region = state.slabs[slot]?.region else { return }
    state.slabs[slot] = nil
    if !region.isLocked { state.unlockedRegions -= 1 }
    region.unmap()
  }

  /// Moves the canary when a secret becomes shorter; what was past it is wiped.
  func shrink(_ cell: Cell, from count: Int, to shorter: Int) {
    unsafe sodium_memzero(cell.address + shorter, count - shorter + SecretArena.canaryCount)
    placeCanary(in: cell, after: shorter)
  }

  private func placeCanary(in cell: Cell, after count: Int) {
    unsafe canary.withUnsafeBufferPointer {
      guard let source = $0.baseAddress else { return }
      unsafe (cell.address + count).update(from: source, count: $0.count)
    }
  }

  func allowUnlocked() {
    state.withLock { $0.requireLock = false }
  }

  /// How many regions hold secrets without a lock, and how many there are for cells.
  var census: (unlocked: Int, slabs: Int) {
    state.withLock { state in
      (state.unlockedRegions, state.slabs.count { $0 != nil })
    }
  }
}
