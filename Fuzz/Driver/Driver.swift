// kluis-fuzz: libFuzzer around the targets of FuzzTargets. Only `make fuzz` builds it.
//
//   kluis-fuzz TARGET [options and folders of libFuzzer]
//   kluis-fuzz --list
//   kluis-fuzz --seeds FOLDER        writes the seeds of each target to FOLDER/TARGET

import CFuzzer
import Foundation
import FuzzTargets

@main
struct Driver {
  nonisolated(unsafe) static var target: FuzzTarget?

  static func main() throws {
    let words = CommandLine.arguments
    switch words.dropFirst().first {
    case "--list": for target in FuzzTarget.all { print(target.name, target.longest) }
    case "--seeds" where words.count == 3: try writeSeeds(URL(fileURLWithPath: words[2]))
    case .some(let name):
      guard let found = FuzzTarget.all.first(where: { $0.name == name }) else { exit(64) }
      target = found
      var pointers = ([words[0]] + words.dropFirst(2)).map { strdup($0) } + [nil]
      exit(pointers.withUnsafeMutableBufferPointer { run($0.baseAddress, $0.count - 1) })
    case nil: exit(64)
    }
  }

  private static func run(
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int
  ) -> Int32 {
    var arguments = arguments
    var count = Int32(count)
    return LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      let bytes = [UInt8](UnsafeBufferPointer(start: data, count: size))
      do throws(Broken) { try Driver.target?.check(bytes) } catch { fatalError("\(error)") }
      return 0
    }
  }

  private static func writeSeeds(_ folder: URL) throws {
    for target in FuzzTarget.all {
      let own = folder.appendingPathComponent(target.name)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      for (number, bytes) in try target.corpus().enumerated() {
        try Data(bytes).write(to: own.appendingPathComponent("seed-\(number)"))
      }
    }
  }
}
