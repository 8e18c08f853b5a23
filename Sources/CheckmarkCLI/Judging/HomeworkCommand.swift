import ArgumentParser
import Foundation
import Homework

/// A command that does the same with each of its files.
protocol HomeworkCommand: ParsableCommand, Sendable {
  var paths: [String] { get }
  var assignment: String? { get }
  var experiments: ExperimentOptions { get }
  var isolation: IsolationOptions { get }

  /// - Errors: exit code 64 or 74 where the files cannot be judged together.
  func check(_ names: [String]) throws
  /// Which of the files are judged; all, unless a command says otherwise.
  ///
  /// - Errors: exit code 64 or 74 where that cannot be found out.
  func chosen(among names: [String]) throws -> [String]
  /// What is known of a file from earlier.
  func known(of input: HomeworkInput) -> Answer?
  /// What is done with the files.
  ///
  /// - Parameter assignment: what they answer, if they have no annotations.
  ///
  /// - Errors: exit code 74 for what is missing.
  func work(against assignment: Assignment?) throws -> any FileWork
  /// Prints the answers, which are in the order of the files.
  ///
  /// - Errors: exit code 74 where they cannot be.
  func show(_ answers: [Answer]) throws
}

/// What a command does with one homework after the other; one thread does it.
protocol FileWork {
  func answer(to study: Study) throws -> Answer
  /// What is said of a file that is no homework.
  func answer(toUnread name: String, _ problem: Files.Unreadable) -> Answer
  /// What it has found out and its like can use again.
  var lessons: [UInt8] { get }
  /// Keeps what it and its like have found out for the next time.
  func keep(_ lessons: [[UInt8]])
}

extension FileWork {
  func answer(toUnread name: String, _ problem: Files.Unreadable) -> Answer {
    Answer(errors: problem.words, code: problem.exitCode)
  }

  var lessons: [UInt8] { [] }
  func keep(_ lessons: [[UInt8]]) {}
}

/// How several files are kept apart.
struct IsolationOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Judge each file in a process that may fail alone; so it is with more than one file.")
  var isolate: Bool?

  /// Whether it is such a process itself.
  @Flag(help: .private)
  var worker = false
}

extension HomeworkCommand {
  func check(_ names: [String]) throws {}
  func chosen(among names: [String]) -> [String] { names }
  func known(of input: HomeworkInput) -> Answer? { nil }

  func show(_ answers: [Answer]) throws {
    for answer in answers where !answer.output.isEmpty { try Files.print(answer.output) }
  }

  /// Does its work, and exits with the worst of the codes.
  func judge() throws {
    guard !isolation.worker else { return try serve() }
    let assignmentInput = try assignment.map { try HomeworkInput(path: $0) }
    let assignment = try assignmentInput?.assignment()
    let names = try Files.homework(at: paths, isSubmissions: assignment != nil)
    let inputs = try chosen(among: names).map { try HomeworkInput(path: $0) }
    try check(inputs.map(\.name))
    let known = inputs.map(known)
    let jobs = inputs.indices.filter { known[$0] == nil }.map { HomeworkJob(place: $0) }
    var judged = try self.answers(to: jobs, inputs, assignmentInput, assignment)[...]
    let answers = known.map { $0 ?? judged.removeFirst() }
    for answer in answers where !answer.errors.isEmpty { Files.printError(answer.errors) }
    try show(answers)
    if let code = answers.map(\.code).max(), code != 0 { throw ExitCode(code) }
  }

  private func answers(
    to jobs: [HomeworkJob], _ inputs: [HomeworkInput], _ assignmentInput: HomeworkInput?,
    _ assignment: Assignment?
  ) throws -> [Answer] {
    guard !jobs.isEmpty else { return [] }
    guard isolation.isolate ?? (jobs.count > 1) else {
      return try Work.onDeepStack {
        let clerk = try Clerk(for: self, experiments, assignment, inputs)
        defer { clerk.keepLessons() }
        return jobs.map(clerk.answer)
      }
    }
    let work = try work(against: assignment)
    let pool = WorkerPool(for: inputs, experiments, assignmentInput, limit: jobs.count)
    let answers = try pool.answers(to: jobs)
    work.keep(pool.finish())
    return answers
  }
}
