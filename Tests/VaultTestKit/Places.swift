package import Foundation

/// Where things are, seen from the tests.
package enum Places {
  /// The top of the checkout.
  package static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The vectors of others: `KLUIS_VECTORS` when it is set, else the project's own copy.
  package static var vectors: URL {
    if let folder = ProcessInfo.processInfo.environment["KLUIS_VECTORS"], !folder.isEmpty {
      return URL(fileURLWithPath: folder, isDirectory: true)
    }
    return project.appendingPathComponent("Tests/Vectors", isDirectory: true)
  }

  /// The folder of the built tools: where this test bundle lies.
  package static let tools: URL = {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return bundle?.deletingLastPathComponent()
      ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()
}
