/// An element of a picture; writing it out escapes, and nothing else does.
struct SVG: Sendable {
  private let name: String
  private let attributes: [(name: String, value: String)]
  private let text: String
  private let children: [SVG]

  /// Attributes are written in the order given.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String = "",
    _ children: [SVG] = []
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    self.text = text
    self.children = children
  }

  /// An element a line, without indentation: a report may hold many pictures.
  var markup: String {
    let start = "<\(name)" + attributes.map { " \($0.name)=\"\(HTML.escape($0.value))\"" }.joined()
    if text.isEmpty, children.isEmpty { return start + "/>" }
    // Between the parts of a text, a line end would be a space.
    let gap = children.isEmpty || name == "text" ? "" : "\n"
    let inner = children.map { gap + $0.markup }.joined() + gap
    return "\(start)>\(HTML.escape(text))\(inner)</\(name)>"
  }
}

extension Double {
  /// A coordinate, rounded to a tenth of a pixel: enough for the eye, and the same bytes on every
  /// machine.
  var pixels: String {
    let tenths = Int((self * 10).rounded())
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }
}
