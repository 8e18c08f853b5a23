import Foundation
import Homework
import Notation
import TestSupport
import Testing

@testable import Reports

/// Pages as the program makes them, with KaTeX and highlight.js as they are installed.
enum Pages {
  private static let scripts = URL(filePath: "/usr/share/javascript")

  private static func text(_ url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8)
  }

  static func templates(style: String? = nil, mathsStyle: KaTeXStyle? = nil) throws -> Templates {
    let folder = Repository.root.appending(path: "templates")
    var texts: [String: String] = [:]
    for name in Templates.names {
      texts[name] = try text(folder.appending(path: "\(name).mustache"))
    }
    return try Templates(
      texts: texts, style: try style ?? text(folder.appending(path: "checkmark.css")),
      mathsStyle: mathsStyle)
  }

  static func mathsStyle() throws -> KaTeXStyle {
    let folder = scripts.appending(path: "katex")
    return try KaTeXStyle(sheet: text(folder.appending(path: "katex.min.css"))) { font in
      try Array(Data(contentsOf: folder.appending(path: font)))
    }
  }

  static func typesetter() -> Typesetter {
    Typesetter(
      cache: TypesetCache(),
      script: { try text(scripts.appending(path: "katex/katex.min.js")) },
      highlighter: { try? text(scripts.appending(path: "highlight.js/highlight.min.js")) })
  }

  /// The whole page of a homework, as a browser gets it.
  static func page(_ homework: String, pictures: [String: Picture] = [:]) throws -> String {
    let homework = check(SourceFile(name: "a.md", text: homework))
    let report = try Report(homework, pictures: pictures, typesetter: typesetter())
    return try OutputFormat.html.render(report, templates(mathsStyle: mathsStyle()))
  }
}

/// Expects that nothing on a page runs, loads, or leads where it must not.
func expectHarmless(_ page: String) {
  #expect(!page.contains("<script") && !page.contains("<img"))
  #expect(page.components(separatedBy: "<style").count == 2)
  #expect(page.components(separatedBy: "</style").count == 2)
  let tags = page.matches(of: /<[a-z][^<>]*>/).map { $0.output.replacing(/"[^"]*"/, with: "") }
  #expect(tags.count > 50)
  for tag in tags { #expect(!tag.contains(/\son[a-z]+=/), "\(tag)") }
  for link in page.values(of: "href") {
    #expect(link.prefixMatch(of: /#|https?:\/\/|mailto:|[a-z.?]/) != nil, "\(link)")
    #expect(link.prefixMatch(of: /(javascript|data|vbscript):/.ignoresCase()) == nil, "\(link)")
  }
}

extension String {
  /// What an attribute holds, all over a page.
  func values(of attribute: String) -> [String] {
    components(separatedBy: " \(attribute)=\"").dropFirst().map { part in
      String(part.prefix { $0 != "\"" })
    }
  }
}
