import Foundation
import Homework
import Markup
import Notation
import Reports

/// All files of a students' version, before any is written.
struct Release {
  struct File {
    let path: String
    let bytes: [UInt8]
    /// What a reader finds in it, and whether numbers mean anything there.
    let text: String
    let isText: Bool
  }

  private(set) var files: [File] = []

  /// - Errors: exit code 74 or 70, told.
  init(of parts: AssignmentParts, as formats: [OutputFormat], in output: String) throws {
    let source = parts.released
    let folder = Files.folder(of: source.name)
    try Files.refuseOverwriting(source.name, with: "\(output)/\(Files.stem(of: source.name)).md")
    let document = Document(parsing: source, beside: Files.companions(of: source))
    let study = Study(homework: check(document), findings: ExperimentRunner.Findings())
    let writer = try ReportWriter(formats, in: output)
    for format in formats {
      let path = format.path(of: source.name, in: output)
      let bytes =
        format.name == "md" ? source.utf8 : try writer.bytes(of: study, as: format)
      files.append(try Self.file(path, bytes, format))
    }
    // A page carries its pictures; a text leads to what lies beside it.
    let companions =
      document.pictures.map(\.path) + study.homework.namedData.map(\.text)
      + document.frontMatter.bibliography.map(\.text)
    for name in Set(companions).sorted() {
      let place = "\(folder)/\(name)"
      guard Files.isInside(place, folder), let bytes = Files.readData(place) else { continue }
      let text = String(validating: bytes, as: UTF8.self)
      files.append(
        File(
          path: "\(output)/\(name)", bytes: bytes,
          text: text ?? String(decoding: bytes, as: Unicode.ASCII.self), isText: text != nil))
    }
  }

  private static func file(
    _ path: String, _ bytes: [UInt8], _ format: OutputFormat
  ) throws -> File {
    let text =
      switch format.name {
      case "html": PageText.words(of: String(decoding: bytes, as: UTF8.self))
      case "pdf": try Self.text(ofPDF: bytes)
      default: String(decoding: bytes, as: UTF8.self)
      }
    return File(path: path, bytes: bytes, text: text, isText: true)
  }

  /// What stands on its pages, and what is said of it.
  ///
  /// - Errors: exit code 74 where nobody can look.
  private static func text(ofPDF bytes: [UInt8]) throws -> String {
    guard let reader = Files.program(named: "pdftotext"),
      let information = Files.program(named: "pdfinfo"),
      let pages = try? ExternalProgram.output(
        of: reader, ["-enc", "UTF-8", "-", "-"], reading: bytes),
      let facts = try? ExternalProgram.output(of: information, ["-"], reading: bytes)
    else {
      throw Files.failure("looking through a PDF needs pdftotext: apt-get install poppler-utils")
    }
    return String(decoding: pages + facts, as: UTF8.self)
  }

  /// What of the secrets stands where.
  func leaks(of secrets: Secrets) -> [(path: String, leak: Secrets.Leak)] {
    files.flatMap { file in
      secrets.leaks(in: file.text, isText: file.isText).map { (file.path, $0) }
    }
  }
}
