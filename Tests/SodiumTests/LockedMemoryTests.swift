import Glibc
import Sodium
import Testing

/// What the kernel shows of this thread, such as "CapEff".
///
/// Not of the process: once `dispatchMain` has ended the main thread, setuid(2) passes that one by.
private func status(_ field: String) -> String? {
  guard let file = fopen("/proc/thread-self/status", "r") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, 256, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    if text.hasPrefix(field + ":") {
      return String(text.dropFirst(field.count + 1).filter { !$0.isWhitespace })
    }
  }
  return nil
}

extension SecretBytes {
  /// Where it lies: for looking at the place after its end.
  fileprivate func place() throws -> UnsafePointer<UInt8> {
    let address = withSpan { span in
      span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }
    return try #require(UnsafePointer(bitPattern: address))
  }
}

/// Gives up root and every right to lock memory; false if any is left.
private func dropEverything(memlock: UInt) -> Bool {
  var limit = rlimit(rlim_cur: memlock, rlim_max: memlock)
  guard setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0 else { return false }
  if getuid() == 0 {
    guard setgroups(0, nil) == 0, setgid(65534) == 0, setuid(65534) == 0 else { return false }
  }
  let none = "0000000000000000"
  return getuid() != 0 && geteuid() != 0 && status("CapEff") == none && status("CapPrm") == none
}

struct LockedMemoryTests {
  @Test func `an unprivileged process that may lock nothing gets no secrets`() async {
    await #expect(processExitsWith: .success) {
      try #require(dropEverything(memlock: 0))
      #expect(throws: SecretMemoryError.notLocked) { _ = try SecretBytes(count: 32) }
      #expect(throws: SecretMemoryError.notLocked) { _ = try SecretBytes(count: 100_000) }
      #expect(throws: SecretMemoryError.notLocked) { _ = try BoxKeyPair.generate() }
      #expect(throws: SecretMemoryError.notLocked) {
        try ProcessHardening.lockedMemory(kibibytes: 4)
      }
    }
  }

  @Test func `unlocked secrets are given only where that was allowed, and it shows`() async {
    await #expect(processExitsWith: .success) {
      try #require(dropEverything(memlock: 0))
      SecretMemory.allowUnlocked()
      #expect(SecretMemory.isLocked)
      let secret = try SecretBytes.random(32)
      #expect(!SecretMemory.isLocked)
      #expect(secret.count == 32)
    }
  }

  @Test func `past the limit the next secret is refused, and those before it stay`() async {
    await #expect(processExitsWith: .success) {
      try #require(dropEverything(memlock: 1024 * 1024))
      let first = try SecretBytes(copying: [1, 2, 3])
      #expect(throws: SecretMemoryError.notLocked) { _ = try SecretBytes(count: 1_040_000) }
      let large = try SecretBytes(count: 900_000)
      #expect(throws: SecretMemoryError.notLocked) { _ = try SecretBytes(count: 140_000) }
      #expect(first.bytes == [1, 2, 3] && large.count == 900_000 && SecretMemory.isLocked)
    }
  }

  @Test func `secrets are locked as far as the kernel knows`() async {
    await #expect(processExitsWith: .success) {
      let before = try #require(status("VmLck").flatMap { Int($0.dropLast(2)) })
      let small = try SecretBytes.random(32)
      let large = try SecretBytes.random(300_000)
      let after = try #require(status("VmLck").flatMap { Int($0.dropLast(2)) })
      #expect(after - before >= (32 + 300_000) / 1024)
      #expect(small.count + large.count == 300_032)
      try ProcessHardening.lockedMemory(kibibytes: 1024)
    }
  }

  @Test func `a secret's place is wiped when it ends`() async {
    await #expect(processExitsWith: .success) {
      let neighbour = try SecretBytes(copying: [9])
      let secret = try SecretBytes(copying: [UInt8](repeating: 0xaa, count: 32))
      let place = try secret.place()
      #expect((0..<32).allSatisfy { place[$0] == 0xaa })
      _ = consume secret
      #expect((0..<48).allSatisfy { place[$0] == 0 })
      #expect(neighbour.bytes == [9])
    }
  }

  @Test func `what a secret loses when it is cut short is wiped at once`() async {
    await #expect(processExitsWith: .success) {
      var writer = try SecretWriter(capacity: 40)
      try writer.append([UInt8](repeating: 0xaa, count: 8))
      let short = writer.finish()
      let place = try short.place()
      // 8 bytes, 16 of canary, then nothing.
      #expect((24..<64).allSatisfy { place[$0] == 0 })
      #expect(short.bytes == [UInt8](repeating: 0xaa, count: 8))
    }
  }

  @Test func `writing past a secret ends the process`() async {
    await #expect(processExitsWith: .failure) {
      let secret = try SecretBytes(count: 32)
      let place = try secret.place()
      UnsafeMutablePointer(mutating: place)[32] ^= 1
      _ = consume secret
      exit(0)
    }
  }

  @Test func `reading past a long secret meets a guard page`() async {
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      let secret = try SecretBytes(count: 10_000)
      let place = try secret.place()
      let beyond = place[10_000 + 16]
      exit(Int32(beyond) & 0)
    }
  }

  @Test func `a forked child sees zeros, not secrets`() async {
    await #expect(processExitsWith: .success) {
      let secret = try SecretBytes(copying: [0xaa, 0xaa])
      let place = try secret.place()
      typealias Fork = @convention(c) () -> pid_t
      let fork = unsafeBitCast(dlsym(nil, "fork"), to: Fork.self)
      let child = fork()
      if child == 0 { _exit(Int32(place[0])) }
      var result: Int32 = -1
      #expect(waitpid(child, &result, 0) == child)
      #expect(result == 0)
      #expect(secret.bytes == [0xaa, 0xaa])
    }
  }

  @Test func `a hardened process leaves no core and is not dumpable`() async {
    await #expect(processExitsWith: .success) {
      typealias Prctl = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      let prctl = unsafeBitCast(dlsym(nil, "prctl"), to: Prctl.self)
      // PR_GET_DUMPABLE is 3.
      func dumpable() -> Int32 { prctl(3, 0, 0, 0, 0) }
      #expect(dumpable() == 1)
      try ProcessHardening.apply()
      var limit = rlimit()
      #expect(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0)
      #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
      #expect(dumpable() == 0)
    }
  }

  @Test func `many secrets on many threads keep their bytes apart`() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          var intact = true
          for round in 0..<400 {
            let mark = UInt8(truncatingIfNeeded: task * 31 + round)
            let size = [1, 32, 48, 64, 200, 1000, 3000, 5000][(task + round) % 8]
            let bytes = [UInt8](repeating: mark, count: size)
            let first = try SecretBytes(copying: bytes)
            let fresh = try SecretBytes(count: size)
            let second = try first.copy()
            intact = intact && first.bytes == bytes && second.bytes == bytes
            intact = intact && fresh.bytes.allSatisfy { $0 == 0 }
          }
          return intact
        }
      }
      for try await intact in group { #expect(intact) }
    }
  }
}
