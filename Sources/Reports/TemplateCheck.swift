import Notation

/// The text of a template without its tags.
struct TemplateOutline: Sendable {
  var name = ""
  var text = ""
  /// What of it may stand in a page several times.
  var repeated = ""

  static let empty = TemplateOutline()
}

/// Looks for tags that name what no page gives: Mustache would print nothing in their place.
struct TemplateCheck {
  private let template: Template
  private let text: String
  private var line = 1
  /// What the sections around a place are called, and what can be named in each.
  private var sections: [Section]
  private(set) var outline: TemplateOutline

  private struct Section {
    var keys: [String: Template.Key] = [:]
    /// Whether it stands once for each row.
    var isRepeated = false
  }

  init(_ text: String, of template: Template) {
    (self.template, self.text) = (template, text)
    sections = [Section(keys: template.keys)]
    outline = TemplateOutline(name: template.name)
  }

  mutating func run() throws(TemplateError) {
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      add(rest[..<open.lowerBound])
      rest = rest[open.upperBound...]
      let close = rest.hasPrefix("{") ? "}}}" : "}}"
      guard let end = rest.firstRange(of: close) else {
        throw .malformed("\(template.name)", "line \(line): a tag is never closed")
      }
      try visit(rest[..<end.lowerBound])
      line += rest[..<end.upperBound].count { $0.isNewline }
      rest = rest[end.upperBound...]
    }
    add(rest)
  }

  private mutating func add(_ text: Substring) {
    line += text.count { $0.isNewline }
    outline.text += text
    if sections.contains(where: \.isRepeated) { outline.repeated += text }
  }

  private mutating func visit(_ tag: Substring) throws(TemplateError) {
    let name = String(tag.drop { "{&#^/>! ".contains($0) }.prefix { !$0.isWhitespace })
    switch tag.first(where: { !$0.isWhitespace }) {
    case "!": break
    case "/": if sections.count > 1 { sections.removeLast() }
    case "#": sections.append(try section(name))
    case "^":
      _ = try section(name)
      sections.append(Section())
    case ">":
      guard Templates.names.contains(name) else { throw unknown(name, Templates.names) }
    case "=", "<", "$", "%":
      throw .malformed(template.name, "line \(line): '{{\(tag)}}' is no tag that a page can use")
    default: if name != "." { _ = try section(name) }
    }
  }

  private func section(_ name: String) throws(TemplateError) -> Section {
    for section in sections.reversed() {
      guard let key = section.keys[name] else { continue }
      if case .rows(let keys) = key { return Section(keys: keys, isRepeated: true) }
      return Section()
    }
    throw unknown(name, sections.flatMap(\.keys.keys))
  }

  private func unknown(_ name: String, _ known: [String]) -> TemplateError {
    .unknownKey(name, template: template.name, line: line, known: known.sorted())
  }
}
