import ArgumentParser
import Foundation
import NumericCore

/// A share of the students, by their ids: whoever joins the class moves nobody else.
struct Shard: ExpressibleByArgument, CustomStringConvertible {
  static let whole = Shard(number: 1, count: 1)

  /// From 1.
  let number: Int
  let count: Int

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// `2/8`, or `auto` for what the scheduler says of this job.
  init?(argument: String) {
    if argument == "auto" {
      guard let shard = Self.scheduled(ProcessInfo.processInfo.environment) else { return nil }
      self = shard
      return
    }
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1],
      let shard = Self.valid(number, count)
    else { return nil }
    self = shard
  }

  private static func valid(_ number: Int, _ count: Int) -> Shard? {
    (1...10_000).contains(count) && (1...count).contains(number)
      ? Shard(number: number, count: count) : nil
  }

  /// Slurm counts from what the array begins with, GitLab from 1, Kubernetes from 0.
  private static func scheduled(_ environment: [String: String]) -> Shard? {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    if let task = number("SLURM_ARRAY_TASK_ID"), let count = number("SLURM_ARRAY_TASK_COUNT") {
      return valid(task - (number("SLURM_ARRAY_TASK_MIN") ?? 1) + 1, count)
    }
    if let node = number("CI_NODE_INDEX"), let count = number("CI_NODE_TOTAL") {
      return valid(node, count)
    }
    if let index = number("JOB_COMPLETION_INDEX"), let count = number("CHECKMARK_SHARDS") {
      return valid(index + 1, count)
    }
    return nil
  }

  var description: String { "\(number)/\(count)" }

  func holds(_ student: String) -> Bool {
    UInt64(hashing: student.utf8) % UInt64(count) == UInt64(number - 1)
  }
}
