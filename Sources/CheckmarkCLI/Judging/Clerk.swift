import ArgumentParser
import Homework
import Notation

/// Judges one homework after another for a command.
struct Clerk {
  private let work: any FileWork
  private let assignment: Assignment?
  private let experiments: ExperimentOptions

  /// - Parameter assignment: what the files answer, if they have no annotations.
  init(
    for command: some HomeworkCommand, _ experiments: ExperimentOptions, _ assignment: Assignment?
  ) throws {
    work = try command.work()
    (self.experiments, self.assignment) = (experiments, assignment)
  }

  /// What is said of a homework, be it that it cannot be judged.
  func answer(to job: HomeworkJob) -> Answer {
    do {
      guard !job.hasFailed else {
        var answer = try work.answer(to: .failed(on: job.input.name))
        answer.code = ExitCode.fault
        return answer
      }
      return try work.answer(to: study(of: job))
    } catch let problem as InvalidText {
      return Answer(errors: problem.words(for: job.input.name), code: 2)
    } catch {
      return Answer(
        errors: Checkmark.fullMessage(for: error), code: Checkmark.exitCode(for: error).rawValue)
    }
  }

  /// What the work has learnt for those who come after it.
  var lessons: [UInt8] { work.lessons }

  private func study(of job: HomeworkJob) throws -> Study {
    let source = try job.input.source()
    if let assignment { return Study(of: source, against: assignment) }
    let document = Document(parsing: source, beside: Files.companions(of: source))
    if !document.experiments.isEmpty { try refuseSharedLogs(job) }
    return try Study(of: document, experiments)
  }

  /// - Errors: exit code 64 where two documents would keep their logs in one place.
  private func refuseSharedLogs(_ job: HomeworkJob) throws {
    for other in job.namesakes {
      let source = try other.source()
      let document = Document(parsing: source, beside: Files.companions(of: source))
      guard document.experiments.isEmpty else {
        throw Files.collision(other.name, job.input.name)
      }
    }
  }
}

extension ExitCode {
  /// That of a fault of Checkmark's own.
  static let fault: Int32 = 70
}
