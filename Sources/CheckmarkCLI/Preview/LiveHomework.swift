import Experiments
import Foundation
import Homework
import Judging
import Markup
import Notation
import Reports

/// The page of one homework, made anew whenever a file that it depends on was saved.
struct LiveHomework {
  private let path: String
  private let output: String
  private var files = WatchedFiles()
  private var page: PreviewBoard.Page?
  /// Only what changed is computed again.
  private var cache = JudgmentCache()

  /// - Parameter output: where `checkmark build` keeps the logs of experiments.
  init(_ path: String, output: String) {
    self.path = path
    self.output = output
    _ = files.watch([path])
  }

  /// - Returns: the page, where it is another one than before.
  mutating func renewed(
    _ templates: PreviewTemplates, _ typesetter: Typesetter
  ) -> PreviewBoard.Page? {
    guard page == nil || files.haveChanged() else { return nil }
    let version = (page?.version ?? 0) + 1
    do {
      let html = try html(version, templates, typesetter)
      page = PreviewBoard.Page(version: version, html: html, notice: nil)
    } catch {
      page = page(version, saying: words(error), templates)
    }
    return page
  }

  private mutating func html(
    _ version: Int, _ templates: PreviewTemplates, _ typesetter: Typesetter
  ) throws -> String {
    var report: Report
    repeat {
      report = try self.report(typesetter)
      // What was saved before it was watched is read once more.
    } while files.watch(dependencies(of: report))
    return try OutputFormat.html.render(report, try templates.page(version))
  }

  private mutating func report(_ typesetter: Typesetter) throws -> Report {
    let source = try Files.homework(in: path)
    let document = Document(parsing: source, beside: Files.companions(of: source))
    let findings = ExperimentRunner.finished(document, output: output)
    let homework = check(
      document, experiments: findings.logs, recalling: &cache)
    typesetter.setMacros(document.frontMatter.macros)
    return try Study(homework: homework, findings: findings).report(typesetter: typesetter)
  }

  // MARK: - What it depends on

  /// Every file whose saving may change the page.
  private func dependencies(of report: Report) -> Set<String> {
    let document = report.homework.document
    let folder = Files.folder(of: path)
    let beside =
      document.companions.keys + report.homework.namedData.map(\.text)
      + document.pictures.map(\.path)
      + document.experiments.flatMap { $0.files(isFull: true) + $0.files(isFull: false) }
      .map(\.text)
    let store = RunStore(document, output: output).folder
    let runs = document.experimentNames.flatMap(RunArchive.sidecarNames).map { "\(store)/\($0)" }
    return Set([path] + beside.map { "\(folder)/\($0)" } + runs + Files.templatePaths)
  }

  // MARK: - What keeps it from being made

  private func words(_ error: any Error) -> String {
    switch error {
    case let error as Files.Unreadable: "\(error.fact); \(error.hint), and the page goes on"
    case let fault as PageFault: "\(path): the page cannot be shown: \(fault)"
    // Whoever could not read it has said so there.
    default: "\(path): the page cannot be made; the terminal says why"
    }
  }

  /// The page as it was, with a notice; without one, that of an empty homework which tells the problem.
  private func page(
    _ version: Int, saying notice: String, _ templates: PreviewTemplates
  ) -> PreviewBoard.Page {
    if let page { return PreviewBoard.Page(version: version, html: page.html, notice: notice) }
    let problem = Diagnostic(Diagnostic.Message("no-homework", notice), at: Span(0..<0))
    let html = try? OutputFormat.html.render(
      Report(check(SourceFile(name: path, text: "")), problems: [problem], typesetter: nil),
      templates.page(version))
    return PreviewBoard.Page(version: version, html: html ?? "", notice: notice)
  }
}
