package import Dossier
import Foundation
import VaultTestKit

/// The invented families in `Examples/`.
package enum Families {
  package static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](
      try Data(
        contentsOf: Places.project.appendingPathComponent("Examples/\(name).json")))
  }

  package static func gezin(_ name: String) throws -> Gezin {
    try GezinFile.parse(bytes(name))
  }
}
