import Glibc

/// Seconds on a clock that never steps.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Milliseconds UTC, as the client wants them.
func wallClock() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// CPU seconds of this process, all threads.
func ownCPU() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

extension [Double] {
  /// The value below which this part of them lies; 0 when there are none.
  func quantile(_ part: Double) -> Double {
    guard !isEmpty else { return 0 }
    return sorted()[Swift.min(count - 1, Int(Double(count) * part))]
  }

  var median: Double { quantile(0.5) }
}

/// How long a small write takes to be on the disk.
enum Disk {
  /// Microseconds, median of 200 times 4 KiB and fdatasync(2) in a file of that folder.
  static func syncLatency(in folder: String) throws -> Double {
    let path = folder + "/fsync"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw Mistake("\(path) cannot be written") }
    defer {
      close(descriptor)
      unlink(path)
    }
    let page = [UInt8](repeating: 7, count: 4096)
    var times: [Double] = []
    for turn in 0..<200 {
      let start = now()
      guard pwrite(descriptor, page, page.count, turn * page.count) == page.count,
        fdatasync(descriptor) == 0
      else { throw Mistake("\(path) cannot be synced") }
      times.append((now() - start) * 1e6)
    }
    return times.median
  }
}
