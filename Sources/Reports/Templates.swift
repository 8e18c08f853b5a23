import Mustache

/// The templates of the pages, by name.
public struct Templates: Sendable {
  private let library: MustacheLibrary
  package let style: String
  /// What a page may load, as a browser is told in the page; empty where whoever serves it says so.
  public var policy = Templates.ownPolicy
  /// The script of a page that is renewed while it is read; reports have none.
  public var script = ""

  /// - Errors: a template that is missing or cannot be parsed.
  public init(texts: [String: String], style: String) throws {
    var library = MustacheLibrary()
    for name in Self.names {
      guard let text = texts[name] else { throw TemplateError.missing(name) }
      try library.register(text, named: name)
    }
    self.library = library
    self.style = style
  }

  /// A report loads nothing.
  public static let ownPolicy =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"

  /// The templates that a report needs.
  public static let names = ["page", "claim", "gradients", "experiment"]

  func render(_ name: String, _ values: [String: Any]) -> String {
    library.render(Self.withoutBlanks(values), withTemplate: name) ?? ""
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

/// A set of templates that is not whole.
public enum TemplateError: Error, CustomStringConvertible {
  case missing(String)

  public var description: String {
    switch self {
    case .missing(let name): "the template '\(name).mustache' is missing"
    }
  }
}
