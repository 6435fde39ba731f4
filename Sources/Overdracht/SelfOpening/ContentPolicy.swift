internal import Sodium

/// The Content-Security-Policy of a page that may fetch nothing.
///
/// `script-src` has `blob:` beside the hash because the worker is made from the script's own text. A frame
/// with `srcdoc` inherits all of it.
/// - Source: W3C, Content Security Policy Level 3
enum ContentPolicy {
  static func text(script: String, style: String) -> String {
    [
      "default-src 'none'", "script-src '\(source(script))' blob:", "worker-src blob:",
      "style-src '\(source(style))'", "img-src data: blob:", "form-action 'none'",
      "base-uri 'none'",
    ].joined(separator: "; ")
  }

  /// The policy of a document that has one style and nothing else.
  static func document(style: String) -> String {
    "default-src 'none'; style-src '\(source(style))'; form-action 'none'; base-uri 'none'"
  }

  /// The hash of the text between two tags, byte for byte.
  private static func source(_ text: String) -> String {
    "sha256-\(Base64.encode(SHA256.hash(Array(text.utf8))))"
  }
}
