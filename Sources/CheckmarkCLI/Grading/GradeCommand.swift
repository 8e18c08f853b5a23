import ArgumentParser
import Foundation
import Homework
import Notation
import Reports

/// `checkmark grade submissions --assignment hw.md --roster roster.csv`
struct GradeCommand: HomeworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grades what a class has handed in: one record for each student, whatever came.",
    discussion: """
      Writes results.jsonl, gradebook.csv, class.html and a page for each student into the folder of the grades. \
      What was killed goes on where it was; what has changed is graded again.

      EXAMPLES
        checkmark grade submissions --assignment hw.md --roster roster.csv
        checkmark grade canvas.zip --assignment hw.md --roster roster.csv --override overrides.csv
        checkmark grade submissions --assignment hw.md --roster roster.csv --shard 2/8

      EXIT CODES
        0 everybody is graded, or has handed in nothing, 1 someone waits for a person, or a file is nobody's, \
      2 the roster, the assignment or the overrides have errors, and nothing is graded, 64 wrong usage, 70 a fault \
      of Checkmark's own, 74 files, 130 interrupted
      """)

  @Argument(
    help: "The folder, or the archive, of what was handed in.",
    completion: .file())
  var submissions: String

  @Option(help: "The assignment, with its key and points.", completion: .file(extensions: ["md"]))
  var assignment: String?

  @Option(
    help: "The students: a table with the column student_id, and perhaps name and email.",
    completion: .file(extensions: ["csv"]))
  var roster: String

  @Option(
    help: "What persons have decided: a table of student_id, question, points, by and reason.",
    completion: .file(extensions: ["csv"]))
  var override: String?

  @Option(help: "Where the grades are written.", completion: .directory)
  var output = "grades"

  @Option(help: "Grade this share of the students only: 2/8, or auto for what the scheduler says.")
  var shard: Shard?

  @Option(help: "How many submissions are graded at the same time; as many as there are cores.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @OptionGroup var isolation: IsolationOptions

  var paths: [String] { [submissions] }

  /// Submissions run none.
  var experiments: ExperimentOptions { ExperimentOptions.parseOrExit(["--output", output]) }

  func validate() throws {
    guard assignment != nil else {
      throw ValidationError("--assignment names the assignment that the submissions answer.")
    }
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 1024.")
    }
    guard override == nil || shard == nil else {
      throw ValidationError("Overrides are taken where shards are merged: give them to 'merge'.")
    }
  }

  func work(against assignment: Assignment?) throws -> any FileWork {
    try GradeWork(against: assignment, in: output)
  }

  func run() throws {
    guard !isolation.worker else { return try serve() }
    guard let assignment else { return }
    let input = try HomeworkInput(path: assignment)
    let key = try Course.key(of: input)
    let roster = try Course.roster(at: self.roster)
    let overrides = try Course.overrides(at: override, for: roster, key.points)
    try Files.makeFolder("\(output)/records")
    let inbox = try Inbox(of: submissions, for: roster, unpacking: "\(output)/unpacked")
    let plan = try GradePlan(
      inbox, roster, shard ?? .whole, key, stem: Files.stem(of: assignment), in: output)
    try grade(plan, input)
    let unclaimed = inbox.unclaimed.map(\.printable).sorted()
    try Files.write(
      unclaimed.map { "\($0)\n" }.joined(), to: "\(output)/records/unclaimed.txt")
    if shard == nil {
      let records = try RecordFile.records(Files.read(plan.file.path), of: plan.file.path)
      try GradeOutput(output).write(records, of: roster, overrides, unclaimed: unclaimed)
    } else {
      try Files.print("\(plan.file.path)  \(plan.count) students")
    }
  }

  /// Grades what has no record yet.
  private func grade(_ plan: GradePlan, _ assignment: HomeworkInput) throws {
    let inputs = plan.waiting.map(\.input)
    let jobs = inputs.indices.map { HomeworkJob(place: $0) }
    for record in plan.settled { try plan.file.append(record) }
    guard !jobs.isEmpty else { return }
    let work = try work(against: nil)
    if isolation.isolate ?? true {
      let pool = WorkerPool(for: inputs, experiments, assignment, limit: self.jobs)
      _ = try pool.answers(to: jobs) { try plan.keep($1, of: $0.place) }
      work.keep(pool.finish())
    } else {
      try Work.onDeepStack {
        let clerk = try Clerk(
          for: self, experiments, assignment.unprintedAssignment(), inputs)
        defer { clerk.keepLessons() }
        for job in jobs { try plan.keep(clerk.answer(to: job), of: job.place) }
      }
    }
  }
}
