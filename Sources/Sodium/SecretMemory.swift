/// How this process keeps its secrets, as a whole.
package enum SecretMemory {
  /// Accepts memory that the kernel does not lock, from now on and for good.
  ///
  /// For a reader on a machine where nothing can be locked, and only because it was configured so:
  /// secrets may then reach the swap device.
  package static func allowUnlocked() {
    SecretArena.shared.allowUnlocked()
  }

  /// Whether every secret now in memory is locked there.
  package static var isLocked: Bool {
    SecretArena.shared.census.unlocked == 0
  }
}
