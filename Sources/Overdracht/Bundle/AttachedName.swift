/// Where a file of a dossier lies in a bundle, so that who unpacks it finds it again.
package enum AttachedName {
  /// `bijlagen/` with its own id and its name, as near to it as every system keeps it.
  ///
  /// - Parameter id: the attachment's own id in the dossier.
  package static func path(of id: String, named name: String) -> String {
    let part = ArchiveName.part(for: "\(id) \(name)", fallback: "bijlage")
    return "\(Manifest.attachments)/\(part)"
  }
}
