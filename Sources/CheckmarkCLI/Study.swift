import Homework
import Markup
import Notation
import Reports

/// A homework that was checked, with what its experiments came to.
struct Study: Sendable {
  let homework: CheckedHomework
  let findings: ExperimentRunner.Findings
  /// The student whose submission it is, where that is known.
  private(set) var owner: String?
  /// Why nothing of it was judged.
  private(set) var failure: Diagnostic?

  /// Checks a homework; what its experiments need is run first.
  ///
  /// - Errors: as ``ExperimentRunner/run(_:)``.
  init(of document: Document, _ options: ExperimentOptions) throws {
    let findings = try ExperimentRunner(options).run(document)
    self.init(homework: check(document, experiments: findings.logs), findings: findings)
  }

  /// Grades a submission, which has no experiments that are run.
  init(
    of submission: SubmissionFile, ownedBy owner: String?, against assignment: Assignment,
    recalling memory: AssignmentMemory
  ) {
    self.init(
      homework: check(
        submission.text, against: assignment, notes: submission.notes, recalling: memory),
      findings: ExperimentRunner.Findings())
    self.owner = owner
  }

  init(homework: CheckedHomework, findings: ExperimentRunner.Findings) {
    (self.homework, self.findings) = (homework, findings)
  }

  /// What the student of a submission may see of it.
  var forStudent: Study {
    var study = Study(homework: homework.forStudent, findings: findings)
    (study.owner, study.failure) = (owner, failure)
    return study
  }

  /// That of a homework on which Checkmark failed.
  static func failed(on name: String, ownedBy owner: String?) -> Study {
    unread(name, ownedBy: owner, Diagnostic(.fault, at: Span(0..<0)))
  }

  /// Whether that is Checkmark's own fault.
  var hasFailed: Bool { failure?.message == .fault }

  /// That of a file of which nothing was read.
  static func unread(_ name: String, ownedBy owner: String?, _ problem: Diagnostic) -> Study {
    var study = Study(
      homework: check(SourceFile(name: name, text: "")),
      findings: ExperimentRunner.Findings(problems: [problem]))
    (study.owner, study.failure) = (owner, problem)
    return study
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
      homework, contents: figures.contents.merging(diagrams.drawings) { $1 },
      experiments: findings.results, pictures: pictures,
      problems: findings.problems + figures.problems + missing + diagrams.problems,
      typesetter: typesetter)
  }
}

extension Diagnostic.Message {
  fileprivate static let fault = Self(
    "fault", "Checkmark failed on this file; that is a fault of ours, not of the answer",
    hint: "judge this file by hand, and send it to us; all others were judged")
}
