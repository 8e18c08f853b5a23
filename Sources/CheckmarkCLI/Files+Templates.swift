import Foundation
import Reports

/// What comes with Checkmark: templates and style sheets; and the libraries that its pages need.
extension Files {
  /// The templates that Checkmark came with, each unless the folder `templates` of the current
  /// directory has one of its name.
  ///
  /// - Parameter withMaths: whether pages with formulas are made of them.
  /// - Errors: exit code 74 for what is missing or cannot be used.
  static func templates(withMaths: Bool) throws -> Templates {
    var texts: [String: String] = [:]
    for name in Templates.names { texts[name] = try template("\(name).mustache") }
    let mathsStyle = withMaths ? try katexStyle() : nil
    do {
      return try Templates(
        texts: texts, style: template("checkmark.css"), mathsStyle: mathsStyle)
    } catch let problem as TemplateError {
      throw failure("templates/\(problem)")
    }
  }

  /// The script that keeps a page of a preview up to date.
  static func previewScript() throws -> String { try template("preview.js") }

  /// What a new homework begins with: its text (`md`), or the table of its plot (`csv`).
  static func homeworkTemplate(_ kind: String) throws -> String { try template("homework.\(kind)") }

  /// The files that a page is made of besides its homework, and where a user may put their own.
  static var templatePaths: [String] {
    (Templates.names.map { "\($0).mustache" } + ["checkmark.css"]).flatMap { name in
      ["templates/\(name)"] + (templatePath(name).map { [$0] } ?? [])
    }
  }

  private static func template(_ name: String) throws -> String {
    guard let path = templatePath(name) else {
      throw failure("templates/\(name): not found here, nor beside the executable")
    }
    return String(decoding: try read(path), as: UTF8.self)
  }

  private static func templatePath(_ name: String) -> String? {
    (["templates"] + foldersAboveProgram).map { "\($0)/\(name)" }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Where a build, or an installation, of Checkmark keeps its templates.
  private static let foldersAboveProgram: [String] = {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    var folder = program.resolvingSymlinksInPath()
    return (0..<5).flatMap { _ in
      folder.deleteLastPathComponent()
      return ["templates", "share/checkmark/templates"].map {
        folder.appendingPathComponent($0).path
      }
    }
  }()

  private static let katexFolders = [
    "/usr/share/javascript/katex", "/usr/local/share/javascript/katex", "/opt/homebrew/share/katex",
  ]

  private static func katexFolder() throws -> String {
    guard
      let folder = katexFolders.first(where: {
        FileManager.default.fileExists(atPath: "\($0)/katex.min.css")
      })
    else { throw failure("KaTeX is not installed; run 'make deps'") }
    return folder
  }

  /// KaTeX's own source.
  static func katexScript() throws -> String {
    String(decoding: try read("\(katexFolder())/katex.min.js"), as: UTF8.self)
  }

  /// The style sheet of KaTeX with its fonts.
  private static func katexStyle() throws -> KaTeXStyle {
    let folder = try katexFolder()
    let sheet = String(decoding: try read("\(folder)/katex.min.css"), as: UTF8.self)
    return try KaTeXStyle(sheet: sheet) { try read("\(folder)/\($0)") }
  }

  /// The source of highlight.js; listings stay plain where it is not installed.
  static func highlighterScript() -> String? {
    ["/usr/share/javascript/highlight.js", "/usr/local/share/javascript/highlight.js"].lazy
      .compactMap { readText("\($0)/highlight.min.js") }.first
  }
}
