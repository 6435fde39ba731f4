import Dossier
import Records
import Sodium

/// By what a family can be found: values that become keyed tags and are never sent themselves.
struct LookupTags {
  let values: [LookupValue]

  init(values: [LookupValue]) {
    self.values = values
  }

  /// The values of what is written: persons only.
  init(_ contents: [EntryContent]) {
    values = contents.flatMap { content in
      guard case .betrokkene(let person) = content else { return [LookupValue]() }
      return person.lookupValues()
    }
  }

  /// t = BLAKE2b-256(key: lookup key, kind ‖ normalised value). (Docs/protocol.md, Secrets)
  func append(
    to writer: inout SecretItemsWriter, under key: OpenLookupKey
  ) throws(SecretItemsError) {
    for value in values {
      let tag: SecretBytes
      do throws(SecretMemoryError) {
        tag = try BLAKE2b.keyed(key.key, count: 32) { hash in
          hash.absorb([value.kind.rawValue])
          hash.absorb(value.bytes)
        }
      } catch { throw .memory(error) }
      guard let kind = SecretItem.LookupKind(rawValue: value.kind.rawValue) else { continue }
      try writer.append(.lookup(kind), tag)
    }
  }
}
