import Notation

/// In what a submission was written, by the ending of its name.
package enum SubmissionFormat: Sendable {
  case markdown, notebook, latex, word, pdf, picture

  private static let endings: [String: SubmissionFormat] = [
    "md": .markdown, "markdown": .markdown, "txt": .markdown, "qmd": .markdown, "rmd": .markdown,
    "ipynb": .notebook, "tex": .latex, "docx": .word, "pdf": .pdf, "png": .picture, "jpg": .picture,
    "jpeg": .picture, "heic": .picture, "gif": .picture, "webp": .picture, "tif": .picture,
    "tiff": .picture,
  ]

  /// What is not known is read as Markdown.
  package init(ofFile name: String) { self = Self.known(name) ?? .markdown }

  /// Whether a file in a folder of submissions is one.
  package static func knows(_ name: String) -> Bool { known(name) != nil }

  private static func known(_ name: String) -> SubmissionFormat? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return endings[name[name.index(after: dot)...].lowercased()]
  }

  /// A text of this format as Markdown whose places lead back to it.
  ///
  /// - Errors: a diagnostic about the text, whose span counts in it.
  package func markdown(of source: SourceFile) throws(Diagnostic) -> SourceFile {
    switch self {
    case .notebook: try Notebook.markdown(of: source)
    case .latex: LaTeXDocument.markdown(of: source)
    case .pdf: PrintedText.markdown(of: source)
    case .markdown, .word, .picture: source
    }
  }
}
