import Homework
import Markup
import Notation
import Reports

/// A homework that was checked, with what its experiments came to.
struct Study: Sendable {
  let homework: CheckedHomework
  let findings: Laboratory.Findings

  /// Reads the homework, runs its experiments, and checks it; submissions have none that are run.
  ///
  /// - Errors: as ``Laboratory/run(_:)``.
  static func all(
    _ sources: [SourceFile], against assignment: Assignment?, _ options: ExperimentOptions
  ) throws -> [Study] {
    if let assignment {
      return try Work.inParallel(sources) { source in
        Study(homework: check(source, against: assignment), findings: Laboratory.Findings())
      }
    }
    let documents = try Work.inParallel(sources) {
      Document(parsing: $0, beside: Files.companions(of: $0))
    }
    let findings = try Laboratory(options).run(documents)
    return try Work.inParallel(Array(zip(documents, findings))) { document, findings in
      Study(homework: check(document, experiments: findings.logs), findings: findings)
    }
  }

  /// What is shown of it, with the plots of its experiments and of the tables beside it.
  func report(typesetter: Typesetter?) throws -> Report {
    let figures = Figures(
      of: homework, readingFrom: Files.folder(of: homework.document.source.name),
      tables: findings.tables)
    let (pictures, missing) = Pictures.all(of: homework.document)
    // Only a page shows pictures of graphs.
    let diagrams =
      typesetter == nil ? (drawings: [:], problems: []) : Graphviz.drawings(of: homework)
    return try Report(
      homework, figures: figures.charts, diagrams: diagrams.drawings, tables: figures.tables,
      experiments: findings.results, pictures: pictures,
      problems: findings.problems + figures.problems + missing + diagrams.problems,
      typesetter: typesetter)
  }
}
