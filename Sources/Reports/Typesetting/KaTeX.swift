/// KaTeX: typesets LaTeX as HTML that needs no script, with its MathML behind it.
struct KaTeX {
  private let script: JavaScript

  /// `source` is KaTeX's own script.
  init(source: String) throws(JavaScript.Failure) {
    script = try JavaScript(script: source, function: Self.renderer)
  }

  /// `trust` stays off, and expansion and sizes are bounded: a formula can draw, and nothing else.
  private static let renderer = """
    (function (latex, mode) {
      return katex.renderToString(latex, {
        displayMode: mode === "display", output: "htmlAndMathml", throwOnError: true,
        strict: "ignore", trust: false, maxExpand: 50, maxSize: 20
      });
    })
    """

  func html(for latex: String, isDisplay: Bool) throws(JavaScript.Failure) -> String {
    try script.call(latex, isDisplay ? "display" : "inline")
  }
}
