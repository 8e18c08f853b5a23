/// highlight.js: marks the words of a listing, so that a style sheet can colour them.
struct Highlighter {
  private let script: JavaScript

  /// `source` is the library's own script.
  init(source: String) throws(JavaScript.Failure) {
    // The library puts itself into the object that a browser calls `self`.
    script = try JavaScript(script: "var self = this;\n" + source, function: Self.renderer)
  }

  private static let renderer = """
    (function (code, language) {
      return self.hljs.getLanguage(language) ? self.hljs.highlight(language, code, true).value : "";
    })
    """

  /// Longer listings stay plain: what a grammar does with them takes its time.
  private static let longest = 50_000

  /// The names that authors give to languages which the library knows by another.
  private static let names = [
    "c": "cpp", "cuda": "cpp", "latex": "tex", "octave": "matlab", "pytorch": "python",
  ]

  /// - Returns: `nil` for a language that it does not know, and for anything but the same text with
  ///   marks in it: whatever a grammar does, nothing else gets into a page.
  func html(for code: String, language: String) -> String? {
    guard code.utf8.count <= Self.longest else { return nil }
    let name = language.lowercased()
    guard let html = try? script.call(code, Self.names[name] ?? name), !html.isEmpty,
      html.replacing(Self.mark, with: "") == Self.escaped(code)
    else { return nil }
    return html
  }

  /// One language inside another is marked with its name.
  private nonisolated(unsafe) static let mark =
    /<span class="[a-z0-9_+-]+">|<\/span>/.matchingSemantics(.unicodeScalar)

  private static func escaped(_ code: String) -> String {
    code.unicodeScalars.map { sign in
      switch sign {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      default: String(sign)
      }
    }.joined()
  }
}
