import ArgumentParser
import Foundation
import Synchronization

/// Has homework judged by processes of this program: a homework that brings one down takes no other
/// with it.
final class WorkerPool: Sendable {
  private let briefing: WorkerBriefing
  private let workers: Int
  private let state = Mutex(State())

  /// What any homework may take, in bytes.
  private static let leastMemory: UInt64 = 2 << 30

  private struct State {
    var idle: [WorkerProcess] = []
    var busy: [ObjectIdentifier: WorkerProcess] = [:]
    var isOver = false
  }

  /// - Parameter limit: how many processes there may be at the same time.
  init(
    for inputs: [HomeworkInput], _ experiments: ExperimentOptions, _ assignment: HomeworkInput?,
    limit: Int = .max
  ) {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    workers = max(1, min(inputs.count, cores, limit))
    briefing = WorkerBriefing(
      assignment: assignment, inputs: inputs, jobs: max(1, experiments.jobs / workers),
      threads: max(1, cores / workers),
      memory: max(Self.leastMemory, ProcessInfo.processInfo.physicalMemory / UInt64(workers)))
  }

  /// What is said of each.
  ///
  /// - Parameter keep: is told of each as soon as it is there, by several threads.
  /// - Errors: exit code 130 after an interrupt, 70 where no process can be started.
  func answers(
    to jobs: [HomeworkJob],
    keep: @escaping @Sendable (HomeworkJob, Answer) throws -> Void = { _, _ in }
  ) throws -> [Answer] {
    let interrupt = Interrupt()
    passOn(interrupt)
    defer {
      state.withLock { $0.isOver = true }
      interrupt.stopNoting()
    }
    return try Work.inParallel(jobs, threads: workers) { job in
      let answer = try interrupt.hasHappened ? nil : self.answer(to: job, unless: interrupt)
      guard let answer, !interrupt.hasHappened else { throw ExitCode(130) }
      try keep(job, answer)
      return answer
    }
  }

  /// What the processes have learnt; they end.
  func finish() -> [[UInt8]] {
    let idle = state.withLock { state in
      defer { state.idle = [] }
      return state.idle
    }
    idle.forEach { $0.dismiss() }
    return idle.compactMap { $0.lessons() }
  }

  /// Others may have left a process weak, so that only what a new one falls over is at fault itself.
  private func answer(to job: HomeworkJob, unless interrupt: Interrupt) throws -> Answer? {
    var job = job
    while !interrupt.hasHappened {
      let worker = try hire(isNew: job.hasFailed)
      let wasUsed = worker.isUsed
      if let answer = worker.answer(to: job) {
        release(worker)
        return answer
      }
      _ = state.withLock { $0.busy.removeValue(forKey: ObjectIdentifier(worker)) }
      if wasUsed { continue }
      guard !job.hasFailed else {
        throw Files.fault("no process that is started lives long enough to judge a homework")
      }
      job.hasFailed = true
    }
    return nil
  }

  private func hire(isNew: Bool) throws -> WorkerProcess {
    let idle = isNew ? nil : state.withLock { $0.idle.popLast() }
    let worker = try idle ?? WorkerProcess(briefing)
    state.withLock { $0.busy[ObjectIdentifier(worker)] = worker }
    return worker
  }

  private func release(_ worker: WorkerProcess) {
    state.withLock { state in
      state.busy[ObjectIdentifier(worker)] = nil
      state.idle.append(worker)
    }
  }

  /// The processes are of groups of their own, so that an interrupt comes to each of them once.
  private func passOn(_ interrupt: Interrupt) {
    Thread.detachNewThread {
      while !self.state.withLock({ $0.isOver }) {
        if interrupt.hasHappened {
          return self.state.withLock { state in
            state.busy.values.forEach { $0.interrupt() }
          }
        }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }
}
