/// What kind of file a name says it is, for the few kinds that dossiers have; nobody relies on it.
enum MediaType {
  static let unknown = "application/octet-stream"

  private static let known = [
    "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "html": "text/html",
    "rtf": "application/rtf", "json": "application/json", "zip": "application/zip",
    "eml": "message/rfc822", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "heic": "image/heic", "gif": "image/gif", "tif": "image/tiff", "tiff": "image/tiff",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "mp4": "video/mp4",
    "mov": "video/quicktime", "odt": "application/vnd.oasis.opendocument.text",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]

  static func of(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return unknown }
    return known[name[name.index(after: dot)...].lowercased()] ?? unknown
  }
}
