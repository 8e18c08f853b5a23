import Markup
import Notation

/// What persons have decided of single answers, kept apart from what was computed.
public struct Overrides: Sendable {
  /// By student, and by question.
  public private(set) var all: [String: [String: GradeRecord.Override]] = [:]
  public private(set) var diagnostics: [Diagnostic] = []

  public init() {}

  /// - Parameter source: a table with the columns `student_id`, `question`, `points`, `by` and `reason`.
  public init(_ source: SourceFile, for roster: Roster, _ questions: [String: Double]) {
    let table = CourseTable(source)
    diagnostics = table.diagnostics
    guard diagnostics.isEmpty else { return }
    do throws(Diagnostic) {
      try read(table, for: roster, questions)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func read(
    _ table: CourseTable, for roster: Roster, _ questions: [String: Double]
  ) throws(Diagnostic) {
    let student = try table.requiredColumn(Roster.idNames)
    let question = try table.requiredColumn(["question"])
    let points = try table.requiredColumn(["points"])
    let by = try table.requiredColumn(["by", "grader"])
    let reason = try table.requiredColumn(["reason"])
    let known = Set(roster.students.map(\.id))
    for (cells, span) in table.rows {
      let (id, label) = (cells[student].trimmingSpaces, cells[question].trimmingSpaces)
      guard known.contains(id) else {
        diagnostics.append(Diagnostic(.overrideOfNobody(id), at: span))
        continue
      }
      guard let most = questions[label] else {
        diagnostics.append(Diagnostic(.overrideOfNothing(label, questions.keys.sorted()), at: span))
        continue
      }
      guard let value = BlockKind.points(in: cells[points].trimmingSpaces), value <= most,
        !cells[by].trimmingSpaces.isEmpty, !cells[reason].trimmingSpaces.isEmpty
      else {
        diagnostics.append(Diagnostic(.overrideUnclear(most), at: span))
        continue
      }
      let override = GradeRecord.Override(
        points: value, by: cells[by].trimmingSpaces, reason: cells[reason].trimmingSpaces)
      if all[id, default: [:]].updateValue(override, forKey: label) != nil {
        diagnostics.append(Diagnostic(.overrideTwice(id, label), at: span))
      }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func overrideOfNobody(_ id: String) -> Self {
    Self("no-student", "'\(id)' is not in the roster", hint: "write the id as the roster has it")
  }

  fileprivate static func overrideOfNothing(_ label: String, _ known: [String]) -> Self {
    Self(
      "no-question", "no question with points is called '\(label)'",
      hint: nearest(to: label, in: known).map { "did you mean '\($0)'?" }
        ?? "they are \(known.prefix(20).joined(separator: ", "))")
  }

  fileprivate static func overrideUnclear(_ most: Double) -> Self {
    Self(
      "override-unclear", "this needs points from 0 to \(most), who gives them, and why",
      hint: "fill in 'points', 'by' and 'reason'")
  }

  fileprivate static func overrideTwice(_ id: String, _ label: String) -> Self {
    Self(
      "repeated-id", "\(id) has two decisions on \(label)", hint: "keep the one that counts")
  }
}
