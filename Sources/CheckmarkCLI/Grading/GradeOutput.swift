import ArgumentParser
import Foundation
import Homework
import Notation
import Reports

/// What is written of the records of a class.
struct GradeOutput {
  private let folder: String

  init(_ folder: String) { self.folder = folder }

  /// Writes the results, the gradebook and the page of the class.
  ///
  /// - Parameter unclaimed: the files that are nobody's.
  /// - Errors: exit code 2 where the records are not one for each student, 74; and 1 where someone waits, 70 for
  ///   a fault of ours, when all is written.
  func write(
    _ records: [GradeRecord], of roster: Roster, _ overrides: Overrides, unclaimed: [String]
  ) throws {
    var records = try Self.inOrder(records, of: roster)
    for place in records.indices {
      records[place].apply(overrides.all[records[place].student] ?? [:])
    }
    let title = records.first?.assignment ?? ""
    let lines = try records.map { try RecordFile.line(of: $0) + "\n" }
    try Files.write(lines.joined(), to: "\(folder)/results.jsonl")
    try Files.write(
      Gradebook.csv(records, of: roster, assignment: title), to: "\(folder)/gradebook.csv")
    let page = ClassPage(title: title, records, unclaimed: unclaimed)
    try Files.write(page.text(Files.templates(withMaths: false)), to: "\(folder)/class.html")
    for name in unclaimed { Files.printError("\(name): this file is nobody's") }
    try Files.print(Self.summary(records))
    let outcomes = Set(records.map(\.outcome))
    if outcomes.contains(.fault) { throw ExitCode(ExitCode.fault) }
    if outcomes.contains(.person) || !unclaimed.isEmpty { throw ExitCode(1) }
  }

  private static func summary(_ records: [GradeRecord]) -> String {
    let statistics = ClassStatistics(records)
    let counts = GradeRecord.Outcome.allCases.compactMap { outcome in
      statistics.outcomes[outcome].map { "\(outcome.words) \($0)" }
    }
    let noun = records.count == 1 ? "student" : "students"
    return "\(records.count) \(noun): \(counts.joined(separator: ", "))"
  }

  /// The one record of each student, in the order of the roster.
  ///
  /// - Errors: exit code 2, told.
  private static func inOrder(
    _ records: [GradeRecord], of roster: Roster
  ) throws -> [GradeRecord] {
    var problems: [String] = []
    let groups = Dictionary(grouping: records, by: \.student)
    let known = Set(roster.students.map(\.id))
    for student in roster.students where groups[student.id] == nil {
      problems.append("\(student.id) has no record: grade the shard that is missing")
    }
    for (student, own) in groups.sorted(by: { $0.key < $1.key }) {
      if !known.contains(student) {
        problems.append("\(student) has a record, and is in no roster")
      }
      if own.count > 1 { problems.append("\(student) has \(own.count) records") }
    }
    if Set(records.map { "\($0.key) \($0.checkmark)" }).count > 1 {
      problems.append(
        "the records are of several assignments, or by several versions: grade the shards again")
    }
    guard problems.isEmpty else {
      for problem in problems.prefix(20) { Files.printError("checkmark: \(problem)".printable) }
      if problems.count > 20 { Files.printError("checkmark: … and \(problems.count - 20) more") }
      throw ExitCode(2)
    }
    return roster.students.compactMap { groups[$0.id]?.first }
  }
}
