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

  static let all: [Template] = [
    .page, .claim, .gradients, .experiment, .problem, .data, .index, .classPage,
  ]
}

/// The templates of the pages, by name, with the style sheets of the pages.
public struct Templates: Sendable {
  private let library: MustacheLibrary
  /// What each kind of whole page is held against.
  private let checks: [String: PageCheck]
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
    var outlines: [String: TemplateOutline] = [:]
    EscapedHTML.register()
    for template in Template.all {
      guard let text = texts[template.name] else { throw TemplateError.missing(template.name) }
      var check = TemplateCheck(text, of: template)
      try check.run()
      outlines[template.name] = check.outline
      do {
        try library.register(EscapedHTML.pragma + text, named: template.name)
      } catch let error as MustacheTemplate.ParserError {
        throw TemplateError.malformed(
          template.name, "line \(error.context.lineNumber - 1): \(Self.words(for: error.error))")
      }
    }
    self.library = library
    func outline(_ template: Template) -> TemplateOutline { outlines[template.name] ?? .empty }
    // The others are pages by themselves.
    let alone: [Template] = [.index, .classPage]
    let parts = Template.all.filter { part in
      part.name != Template.page.name && !alone.contains { $0.name == part.name }
    }
    var checks = [
      Template.page.name: try PageCheck(page: outline(.page), parts: parts.map(outline))
    ]
    for page in alone { checks[page.name] = try PageCheck(page: outline(page), parts: []) }
    self.checks = checks
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

  /// A whole page, which is read again before anybody gets to see it.
  ///
  /// - Errors: ``PageFault`` where something stands in it that neither we nor the templates put there.
  func page(_ template: Template, _ values: [String: Any]) throws -> String {
    let text = render(template, values)
    try checks[template.name]?.run(text, script: script)
    return text
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

extension Templates {
  private static func words(for problem: any Error) -> String {
    switch problem as? MustacheTemplate.Error {
    case .expectedSectionEnd: "a section {{#…}} is never closed"
    case .sectionCloseNameIncorrect: "{{/…}} closes another section than the last one that is open"
    default: "this is no tag that can be read"
    }
  }
}

/// A set of templates that cannot be used.
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

/// How the texts of a template become HTML: as everywhere else in a page.
private struct EscapedHTML: MustacheContentType {
  private static let name = "CHECKMARK"

  /// The line that a template begins with: without it the library would escape `Character`s, and miss
  /// a sign that joins with its neighbour.
  static let pragma = "{{% CONTENT_TYPE:\(name)}}\n"

  static func register() { MustacheContentTypes.register(EscapedHTML(), named: name) }

  func escapeText(_ text: String) -> String { HTML.escape(text) }
}
