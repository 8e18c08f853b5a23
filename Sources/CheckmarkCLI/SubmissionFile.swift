import Foundation
import Homework
import Markup
import Notation

/// What a student handed in, as Markdown, whatever it was written with.
struct SubmissionFile {
  let text: SourceFile
  /// What is to be said of how it was read.
  let notes: [Diagnostic]

  /// Why nothing of it can be judged.
  struct Unread: Error {
    let diagnostic: Diagnostic
    let exitCode: Int32
  }

  /// - Parameter bytes: what it holds, where it is no file.
  init(named name: String, bytes: [UInt8]? = nil) throws(Unread) {
    let format = SubmissionFormat(ofFile: name)
    if format == .picture { throw Self.unread(.forAPerson("a picture"), 2) }
    let content = if let bytes { bytes } else { try Self.contents(of: name, as: format) }
    var notes: [Diagnostic.Message] = []
    let text: [UInt8]
    switch format {
    case .word: text = try Self.converted(content, by: "pandoc", Self.pandocArguments)
    case .pdf:
      text = try Self.converted(content, by: "pdftotext", ["-layout", "-enc", "UTF-8", "-", "-"])
      guard text.contains(where: { $0 > 32 }) else { throw Self.unread(.forAPerson("a scan"), 2) }
      notes.append(.readFromPDF)
    case .markdown, .notebook, .latex, .picture:
      guard let encoding = TextEncoding.recognise(content), let recoded = encoding.recoded(content)
      else { throw Self.unread(.noText, 2) }
      if encoding != .utf8 { notes.append(.recoded(encoding.rawValue)) }
      text = recoded
    }
    do throws(Diagnostic) {
      self.text = try format.markdown(of: SourceFile(name: name, utf8: text))
    } catch {
      throw Unread(diagnostic: Diagnostic(error.message, at: Span(0..<0)), exitCode: 2)
    }
    self.notes = notes.map { Diagnostic($0, at: Span(0..<0), severity: .warning) }
  }

  private static func unread(_ message: Diagnostic.Message, _ exitCode: Int32) -> Unread {
    Unread(diagnostic: Diagnostic(message, at: Span(0..<0)), exitCode: exitCode)
  }

  /// Notebooks and documents hold pictures, which are not read.
  private static let containerLimit = 64 << 20

  private static func contents(
    of path: String, as format: SubmissionFormat
  ) throws(Unread) -> [UInt8] {
    do throws(Folder.Refusal) {
      let isText = format == .markdown || format == .latex
      return try Files.contents(of: path, upTo: isText ? Document.sizeLimit : containerLimit)
    } catch {
      let (fact, hint) = error.words
      throw unread(.unreadableFile(fact, hint), 74)
    }
  }

  // MARK: - Other programs

  /// `$…$` for formulas, and nothing that is pandoc's own.
  private static let pandocArguments = [
    "--sandbox", "--wrap=none", "--from=docx",
    "--to=markdown-smart-raw_html-raw_attribute-header_attributes-bracketed_spans-fenced_divs"
      + "-fancy_lists-startnum-example_lists-simple_tables-multiline_tables-grid_tables+pipe_tables+tex_math_dollars",
  ]

  private static func converted(
    _ bytes: [UInt8], by name: String, _ arguments: [String]
  ) throws(Unread) -> [UInt8] {
    guard let program = Files.program(named: name) else { throw unread(.needs(name), 2) }
    do throws(ExternalProgram.Failure) {
      let text = try ExternalProgram.output(of: program, arguments, reading: bytes)
      guard let recoded = TextEncoding.utf8.recoded(text) else { throw .failed }
      return recoded
    } catch {
      throw unread(.notConverted(name, error.words), 2)
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func forAPerson(_ what: String) -> Self {
    Self(
      "for-a-person", "this is \(what), and for a person to read",
      hint: "ask for the text: Markdown, a notebook, LaTeX or Word")
  }

  fileprivate static let readFromPDF = Self(
    "read-from-pdf",
    "formulas of a PDF cannot be read: only labels, and numbers and shapes in its text, were looked for",
    hint: "ask for the file that it was made of")

  fileprivate static func recoded(_ encoding: String) -> Self {
    Self(
      "recoded", "the file is \(encoding) and was read as such", hint: "save the file as UTF-8")
  }

  fileprivate static let noText = Self(
    "no-text", "the file is no text", hint: "hand in Markdown, a notebook, LaTeX or Word")

  fileprivate static func unreadableFile(_ fact: String, _ hint: String) -> Self {
    Self("unreadable", fact, hint: hint)
  }

  fileprivate static func needs(_ program: String) -> Self {
    let package = program == "pdftotext" ? "poppler-utils" : program
    return Self(
      "no-\(program)", "reading this needs \(program), which is not installed",
      hint: "apt-get install \(package)")
  }

  fileprivate static func notConverted(_ program: String, _ reason: String) -> Self {
    Self("no-text", "\(program) could not read this: \(reason)", hint: "read it yourself")
  }
}
