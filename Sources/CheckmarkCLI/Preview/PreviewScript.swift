import Reports

/// The one script that pages of a preview run: the browser is told its nonce, which no homework knows.
struct PreviewScript: Sendable {
  private let text: String
  private let nonce = RandomText.bits128()

  init(_ text: String) { self.text = text }

  /// What the pages may load: what a report may, this script, and the news of its server.
  var policy: String {
    Templates.ownPolicy
      + "; script-src 'nonce-\(nonce)'; connect-src 'self'; frame-ancestors 'none'"
  }

  /// The templates for a version of a page.
  func added(to templates: Templates, version: Int) -> Templates {
    var templates = templates
    templates.policy = ""
    templates.script =
      "<script nonce=\"\(nonce)\" data-version=\"\(version)\">\n\(text)</script>"
    return templates
  }
}
