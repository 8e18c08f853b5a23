import Mustache
import Notation

/// A template and the keys that it may name, declared beside the values that it is rendered with.
struct Template: Sendable {
  /// What a key stands for.
  enum Key: Sendable {
    case text
    /// A section for each row, which may name the row's keys and all around it.
    case rows([String: Key])
  }

  let name: String
  let keys: [String: Key]

  static let all: [Template] = [.page, .claim, .gradients, .experiment, .problem, .data, .index]
}

/// The templates of the pages, by name, with the style sheets of the pages.
public struct Templates: Sendable {
  private let library: MustacheLibrary
  let style: String
  let mathsStyle: KaTeXStyle?
  /// What a page may load, as a browser is told in the page; empty where whoever serves it says so.
  public var policy = Templates.ownPolicy
  /// The script of a page that is renewed while it is read; reports have none.
  public var script = ""

  /// - Parameter mathsStyle: how typeset formulas look; may be left out where there are none.
  /// - Errors: a template that is missing, cannot be parsed, or names what no page gives.
  public init(texts: [String: String], style: String, mathsStyle: KaTeXStyle? = nil) throws {
    var library = MustacheLibrary()
    for template in Template.all {
      guard let text = texts[template.name] else { throw TemplateError.missing(template.name) }
      var check = TemplateCheck(text, of: template)
      try check.run()
      do {
        try library.register(text, named: template.name)
      } catch let error as MustacheTemplate.ParserError {
        throw TemplateError.malformed(
          template.name, "line \(error.context.lineNumber): \(Self.words(for: error.error))")
      }
    }
    self.library = library
    self.style = style
    self.mathsStyle = mathsStyle
  }

  /// A report loads nothing.
  public static let ownPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    + "base-uri 'none'; form-action 'none'"

  /// The templates that a report needs.
  public static let names = Template.all.map(\.name)

  func render(_ template: Template, _ values: [String: Any]) -> String {
    assert(Set(values.keys) == Set(template.keys.keys), "the keys of \(template.name)")
    return library.render(Self.withoutBlanks(values), withTemplate: template.name) ?? ""
  }

  /// Mustache takes an empty text for something that is there.
  private static func withoutBlanks(_ values: [String: Any]) -> [String: Any] {
    values.compactMapValues { value in
      switch value {
      case let text as String: text.isEmpty ? nil : text
      case let rows as [[String: Any]]: rows.map(withoutBlanks)
      default: value
      }
    }
  }
}

/// Looks for tags that name what no page gives: Mustache would print nothing in their place.
private struct TemplateCheck {
  private let template: Template
  private let text: String
  private var line = 1
  /// What the sections around a place are called, and what can be named in each.
  private var sections: [(name: String, keys: [String: Template.Key])]

  init(_ text: String, of template: Template) {
    (self.template, self.text) = (template, text)
    sections = [("", template.keys)]
  }

  mutating func run() throws(TemplateError) {
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      line += rest[..<open.lowerBound].count { $0.isNewline }
      rest = rest[open.upperBound...]
      let close = rest.hasPrefix("{") ? "}}}" : "}}"
      guard let end = rest.firstRange(of: close) else {
        throw .malformed("\(template.name)", "line \(line): a tag is never closed")
      }
      try visit(rest[..<end.lowerBound])
      line += rest[..<end.upperBound].count { $0.isNewline }
      rest = rest[end.upperBound...]
    }
  }

  private mutating func visit(_ tag: Substring) throws(TemplateError) {
    let name = String(tag.drop { "{&#^/>! ".contains($0) }.prefix { !$0.isWhitespace })
    switch tag.first(where: { !$0.isWhitespace }) {
    case "!": break
    case "/": if sections.count > 1 { sections.removeLast() }
    case "#": sections.append((name, try inner(of: name)))
    case "^":
      _ = try inner(of: name)
      sections.append((name, [:]))
    case ">":
      guard Templates.names.contains(name) else { throw unknown(name, Templates.names) }
    case "=", "<", "$", "%":
      throw .malformed(template.name, "line \(line): '{{\(tag)}}' is no tag that a page can use")
    default: if name != "." { _ = try inner(of: name) }
    }
  }

  /// What can be named in a section of this name.
  private func inner(of name: String) throws(TemplateError) -> [String: Template.Key] {
    for section in sections.reversed() {
      guard let key = section.keys[name] else { continue }
      if case .rows(let keys) = key { return keys }
      return [:]
    }
    throw unknown(name, sections.flatMap(\.keys.keys))
  }

  private func unknown(_ name: String, _ known: [String]) -> TemplateError {
    .unknownKey(name, template: template.name, line: line, known: known.sorted())
  }
}

/// A set of templates that cannot be used.
extension Templates {
  private static func words(for problem: any Error) -> String {
    switch problem as? MustacheTemplate.Error {
    case .expectedSectionEnd: "a section {{#…}} is never closed"
    case .sectionCloseNameIncorrect: "{{/…}} closes another section than the last one that is open"
    default: "this is no tag that can be read"
    }
  }
}

public enum TemplateError: Error, CustomStringConvertible {
  case missing(String)
  case malformed(String, String)
  case unknownKey(String, template: String, line: Int, known: [String])

  public var description: String {
    switch self {
    case .missing(let name): return "the template '\(name).mustache' is missing"
    case .malformed(let name, let problem): return "\(name).mustache: \(problem)"
    case .unknownKey(let name, let template, let line, let known):
      let nearest = Diagnostic.Message.nearest(to: name, in: known).map { "did you mean '\($0)'? " }
      return "\(template).mustache:\(line): there is no key '\(name)' here\n  help: "
        + (nearest ?? "") + "the keys here are " + known.joined(separator: ", ")
    }
  }
}
