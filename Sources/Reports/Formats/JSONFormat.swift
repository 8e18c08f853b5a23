import Experiments
import Homework
import Judging
import Notation

extension OutputFormat {
  /// The result of one homework as JSON, for programs.
  static let json = OutputFormat(
    name: "json", fileExtension: "json", .texts(part: JSON.line, whole: JSON.results(ofLines:)))

  /// The same, a line for each homework.
  static let jsonLines = OutputFormat(
    name: "jsonl", fileExtension: "jsonl",
    .texts(part: JSON.line) { $0.joined(separator: "\n") })
}

/// A JSON value whose keys keep their order.
public indirect enum JSON: Sendable {
  case null
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case list([JSON])
  case object([(String, JSON)])

  /// The results of several documents as one object.
  public static func results(_ reports: [Report]) -> String { results(ofLines: reports.map(line)) }

  /// The results of documents, each of which is there as a line.
  public static func results(ofLines lines: [String]) -> String {
    "{\"version\":1,\"documents\":[\(lines.joined(separator: ","))]}"
  }

  /// The result of one document on a line of its own.
  public static func line(_ report: Report) -> String { document(report).text }

  /// The value as text, without spaces.
  var text: String {
    switch self {
    case .null: "null"
    case .string(let text): Self.quoted(text)
    case .integer(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .number(let value):
      value.isFinite
        ? value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)" : "null"
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  /// With escapes also for what would do anything on a terminal.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    var line = PrintableLine()
    for scalar in text.unicodeScalars {
      let isEscaped = line.escapes(scalar)
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isEscaped:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: - Results

  private static func document(_ report: Report) -> JSON {
    let summary = report.homework.summary
    let coverage: [(String, JSON)] =
      report.homework.coverage.map { coverage in
        let counts: [(String, JSON)] = [
          ("understood", .integer(coverage.understood)), ("formulas", .integer(coverage.formulas)),
        ]
        return [("coverage", .object(counts))]
      } ?? []
    let experiments = report.experiments.sorted { $0.span.lower < $1.span.lower }
      .map(Self.experiment)
    return .object(
      [
        ("file", .string(report.source.name)),
        ("title", .string(report.title)),
        (
          "summary",
          .object(
            [
              ("verified", .integer(summary.verified)), ("refuted", .integer(summary.refuted)),
              ("error", .integer(summary.error)), ("unchecked", .integer(summary.unchecked)),
              ("unexpected", .integer(summary.unexpected)), ("points", .number(summary.points)),
              ("points_possible", .number(summary.pointsPossible)),
            ] + coverage)
        ),
        (
          "conventions",
          .object(
            report.homework.conventions.map { convention in
              (convention.key, Int(convention.value).map(JSON.integer) ?? .string(convention.value))
            })
        ),
        ("claims", .list(report.homework.claims.map { claim($0, in: report.source) })),
        ("diagnostics", .list(report.diagnostics.map { diagnostic($0, in: report.source) })),
      ] + questions(report) + (experiments.isEmpty ? [] : [("experiments", .list(experiments))]))
  }

  /// What a submission has under each question of its assignment.
  private static func questions(_ report: Report) -> [(String, JSON)] {
    guard !report.homework.questions.isEmpty else { return [] }
    let states = report.homework.questions.map { question in
      let points: [(String, JSON)] =
        question.pointsPossible == 0
        ? []
        : [
          ("points", question.points.map(JSON.number) ?? .null),
          ("points_possible", .number(question.pointsPossible)),
        ]
      return JSON.object(
        [
          ("question", .string(question.question)), ("state", .string(question.state.rawValue)),
        ] + points)
    }
    return [("questions", .list(states))]
  }

  private static func claim(_ claim: Claim, in source: SourceFile) -> JSON {
    let start = source.position(at: claim.span.lower)
    let end = source.position(at: claim.span.upper)
    let verdict = claim.verdict
    var members: [(String, JSON)] = [("id", .string(claim.id))]
    members += file(of: start, in: source)
    members += [
      ("line", .integer(start.line)), ("column", .integer(start.column)),
      ("end_line", .integer(end.line)), ("end_column", .integer(end.column)),
      ("source", .string(claim.source)), ("verdict", .string(verdict.outcome.rawValue)),
    ]
    if claim.role != .answer, claim.role != .formula {
      members.append(("role", .string(claim.role.rawValue)))
    }
    if claim.expected != .verified {
      members.append(("expected", .string(claim.expected.rawValue)))
    }
    members += [
      ("method", verdict.method.map { .string($0.rawValue) } ?? .null),
      ("reading", verdict.reading.map(JSON.string) ?? .null),
      ("points", .number(claim.points)), ("points_possible", .number(claim.pointsPossible)),
      ("message", .string(verdict.message)),
      ("counterexample", verdict.counterexample.map(counterexample) ?? .null),
      ("step", verdict.step.map(JSON.integer) ?? .null),
      ("suggestion", verdict.suggestion.map(suggestion) ?? .null),
      ("notes", .list(verdict.notes.map { JSON.string($0.words) })),
    ]
    if !verdict.laterSteps.isEmpty {
      members.append(("later_steps", .list(verdict.laterSteps.map(laterStep))))
    }
    return .object(members)
  }

  private static func counterexample(_ example: Counterexample) -> JSON {
    .object([
      ("indices", .object(example.indices.map { ($0.name, .integer($0.value)) })),
      ("left", .string(example.left)), ("right", .string(example.right)),
    ])
  }

  private static func laterStep(_ step: LaterStep) -> JSON {
    .object([
      ("step", .integer(step.number)), ("finding", .string(step.finding.rawValue)),
      ("message", .string(step.message)),
    ])
  }

  /// Only what is verified is suggested.
  private static func suggestion(_ suggestion: Suggestion) -> JSON {
    .object([
      ("source", .string(suggestion.source)),
      ("verdict", .string(Verdict.Outcome.verified.rawValue)),
    ])
  }

  private static func diagnostic(_ diagnostic: Diagnostic, in source: SourceFile) -> JSON {
    let place = source.position(at: diagnostic.span.lower)
    return .object(
      [
        ("code", .string(diagnostic.message.code)),
        ("severity", .string(diagnostic.severity.rawValue)),
      ] + file(of: place, in: source) + [
        ("line", .integer(place.line)), ("column", .integer(place.column)),
        ("message", .string(diagnostic.message.text)),
        ("hint", diagnostic.message.hint.map(JSON.string) ?? .null),
      ])
  }

  /// The file of a place, where it is not that of the document.
  private static func file(of place: Position, in source: SourceFile) -> [(String, JSON)] {
    place.file == source.name ? [] : [("file", .string(place.file))]
  }
}
