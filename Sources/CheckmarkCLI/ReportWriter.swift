import ArgumentParser
import Homework
import Notation
import Reports

/// Writes the reports of homework.
struct ReportWriter: FileWork {
  private let formats: [OutputFormat]
  private let output: String
  private let templates: Templates
  /// Sets formulas, where a format has any; what was set is kept for the next time.
  private let typesetter: Typesetter?
  private let printer = PDFPrinter()

  init(_ formats: [OutputFormat], in output: String) throws {
    (self.formats, self.output) = (formats, output)
    let needsMaths = formats.contains(where: \.needsMaths)
    templates = try Files.templates(withMaths: needsMaths)
    typesetter =
      needsMaths
      ? Typesetter(
        cache: FormulaCache(of: output).read(), script: Files.katexScript,
        highlighter: Files.highlighterScript) : nil
  }

  func answer(to study: Study) throws -> Answer {
    typesetter?.setMacros(study.homework.document.frontMatter.macros)
    let report = try study.forStudent.report(typesetter: typesetter)
    var answer = Answer(code: report.exitCode)
    answer.errors = report.diagnostics.map { DiagnosticPrinter().print($0, in: report.source) }
      .joined(separator: "\n")
    var paths: [String] = []
    for format in formats {
      let path = format.path(of: study.owner.map { "\($0).md" } ?? report.source.name, in: output)
      do {
        try Files.write(bytes(of: report, as: format), to: path)
        paths.append("\(path)  \(TextFormat.sum(report))".printable)
      } catch let failure as BrowserFailure {
        // What is wrong with the homework is told all the same.
        answer.fail("\(path.printable): \(failure)", code: 74)
      } catch let fault as PageFault {
        answer.fail("\(path.printable):\(fault)", code: ExitCode.fault)
      } catch let failure as ExitCode {
        answer.code = failure.rawValue
      }
    }
    if !formats.allSatisfy(\.carriesPictures) { try Pictures.copy(of: report, to: output) }
    answer.output = paths.joined(separator: "\n")
    return answer
  }

  private func bytes(of report: Report, as format: OutputFormat) throws -> [UInt8] {
    let text = try format.render(report, templates)
    return try format.isPrinted ? printer.pdf(of: text) : Array(text.utf8)
  }

  /// The report as it would be written.
  ///
  /// - Errors: exit code 74 or 70, told.
  func bytes(of study: Study, as format: OutputFormat) throws -> [UInt8] {
    typesetter?.setMacros(study.homework.document.frontMatter.macros)
    do {
      return try bytes(of: study.report(typesetter: typesetter), as: format)
    } catch let failure as BrowserFailure {
      throw Files.failure("\(failure)")
    } catch let fault as PageFault {
      throw Files.fault("\(fault)")
    }
  }

  var lessons: [UInt8] { typesetter?.cache.bytes ?? [] }

  func keep(_ lessons: [[UInt8]]) {
    if typesetter != nil { FormulaCache(of: output).keep(lessons) }
  }
}

extension OutputFormat {
  /// Where the report of a homework is written.
  func path(of name: String, in output: String) -> String {
    "\(output)/\(Files.stem(of: name)).\(fileExtension)"
  }
}
