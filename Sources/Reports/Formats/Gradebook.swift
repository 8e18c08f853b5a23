import Homework
import Notation

/// Grades as tables for course systems.
public enum Gradebook {
  /// The columns of nbgrader's export, how each student's came about, and a column for each question.
  public static func csv(_ records: [GradeRecord], of roster: Roster, assignment: String) -> String
  {
    let students = Dictionary(uniqueKeysWithValues: roster.students.map { ($0.id, $0) })
    let questions = records.first?.questions.map(\.question) ?? []
    let header =
      [
        "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
        "raw_score", "late_submission_penalty", "score", "max_score", "outcome", "reason",
      ] + questions.map { "q:\($0)" }
    let rows = records.map { record in
      let student = students[record.student]
      let score = TextFormat.points(record.points)
      return [
        assignment, "", "", record.student, student?.lastName ?? "", student?.firstName ?? "",
        student?.email ?? "", score, "0", score, TextFormat.points(record.pointsPossible),
        record.outcome.rawValue, record.reason ?? "",
      ] + record.questions.map { $0.earned.map(TextFormat.points) ?? "" }
    }
    return ([header] + rows).map { CSVRow.text($0) + "\n" }.joined()
  }
}
