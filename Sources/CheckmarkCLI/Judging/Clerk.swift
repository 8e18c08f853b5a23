import ArgumentParser
import Homework
import Markup
import Notation

/// Judges one homework after another for a command.
struct Clerk {
  private let command: any HomeworkCommand.Type
  private let work: any FileWork
  private let experiments: ExperimentOptions
  private let assignment: Assignment?
  private let inputs: [HomeworkInput]
  private let memory = AssignmentMemory()

  /// - Parameters:
  ///   - assignment: what the files answer, if they have no annotations.
  ///   - inputs: all files that are judged, be it by others.
  init(
    for command: some HomeworkCommand, _ experiments: ExperimentOptions, _ assignment: Assignment?,
    _ inputs: [HomeworkInput]
  ) throws {
    self.command = type(of: command)
    work = try command.work(against: assignment)
    (self.experiments, self.assignment, self.inputs) = (experiments, assignment, inputs)
  }

  /// What is said of a homework, be it that it cannot be judged.
  func answer(to job: HomeworkJob) -> Answer {
    do {
      guard !job.hasFailed else {
        let input = inputs[job.place]
        var answer = try work.answer(to: .failed(on: input.name, ownedBy: input.owner))
        answer.code = ExitCode.fault
        return answer
      }
      return try work.answer(to: study(of: inputs[job.place]))
    } catch let problem as SubmissionFile.Unread {
      return record(of: problem, inputs[job.place])
    } catch let problem as Files.Unreadable {
      return work.answer(toUnread: inputs[job.place].name, problem)
    } catch {
      return Answer(
        errors: command.fullMessage(for: error), code: command.exitCode(for: error).rawValue)
    }
  }

  /// What the work has learnt for those who come after it.
  var lessons: [UInt8] { work.lessons }

  /// Keeps that for the next time.
  func keepLessons() { work.keep([lessons]) }

  /// A submission that cannot be read has its line among the others.
  private func record(of problem: SubmissionFile.Unread, _ input: HomeworkInput) -> Answer {
    do {
      var answer = try work.answer(
        to: .unread(input.name, ownedBy: input.owner, problem.diagnostic))
      answer.code = max(answer.code, problem.exitCode)
      return answer
    } catch {
      return Answer(errors: command.fullMessage(for: error), code: 74)
    }
  }

  private func study(of input: HomeworkInput) throws -> Study {
    if let assignment {
      return Study(
        of: try input.submission(), ownedBy: input.owner, against: assignment, recalling: memory)
    }
    let source = try input.source()
    let document = Document(parsing: source, beside: Files.companions(of: source))
    if !document.experiments.isEmpty { try refuseSharedLogs(input.name) }
    return try Study(of: document, experiments)
  }

  /// - Errors: exit code 64 where two documents would keep their logs in one place.
  private func refuseSharedLogs(_ name: String) throws {
    var others = inputs.filter { Files.stem(of: $0.name) == Files.stem(of: name) }
    others.firstIndex { $0.name == name }.map { _ = others.remove(at: $0) }
    for other in others {
      let source = try other.source()
      let document = Document(parsing: source, beside: Files.companions(of: source))
      guard document.experiments.isEmpty else { throw Files.collision(other.name, name) }
    }
  }
}
