import Experiments
import Foundation
import Markup
import Notation
import NumericCore
import Synchronization

/// Runs what the experiments of homework need, and keeps their logs in `output/data`.
struct ExperimentRunner {
  /// What became of the experiments of one homework.
  struct Findings {
    var results: [ExperimentResult] = []
    var problems: [Diagnostic] = []

    var logs: [String: ExperimentLog] {
      Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0.log) })
    }
    /// The tables that plots can name.
    var tables: [String: String] {
      results.reduce(into: [:]) { $0.merge($1.tables) { first, _ in first } }
    }
  }

  private let options: ExperimentOptions

  init(_ options: ExperimentOptions) { self.options = options }

  /// What becomes of the experiments of a homework.
  ///
  /// - Errors: exit code 130 after an interrupt, 74 where a log cannot be written.
  func run(_ document: Document) throws -> Findings {
    var findings = Findings()
    var plans: [ExperimentPlan] = []
    var archives: [RunArchive] = []
    var data = DataFileReader(document)
    let store = RunStore(document, output: options.output)
    for experiment in document.experiments {
      do throws(Diagnostic) {
        let (plan, archive) = try Self.prepare(experiment, &data, store, isFull: options.full)
        plans.append(plan)
        archives.append(archive)
      } catch {
        findings.problems.append(error)
      }
    }
    for (plan, archive) in zip(plans, try run(plans, archives, store)) {
      let result = ExperimentResult(plan, archive)
      findings.results.append(result)
      findings.problems += result.failures(at: plan.place)
    }
    return findings
  }

  /// The findings of those experiments that are finished; nothing is run.
  static func finished(_ document: Document, output: String) -> Findings {
    var findings = Findings()
    var data = DataFileReader(document)
    for experiment in document.experiments {
      do throws(Diagnostic) {
        let (plan, archive) = try prepare(
          experiment, &data, RunStore(document, output: output), isFull: false)
        guard archive.missingSeeds.isEmpty else {
          throw Diagnostic(.notRunYet(plan.name), at: plan.place, severity: .note)
        }
        let result = ExperimentResult(plan, archive)
        findings.results.append(result)
        findings.problems += result.failures(at: plan.place)
      } catch {
        findings.problems.append(error)
      }
    }
    return findings
  }

  /// What is to be run: in full, if so asked or if that was done before.
  private static func prepare(
    _ experiment: Experiment, _ data: inout DataFileReader, _ store: RunStore, isFull: Bool
  ) throws(Diagnostic) -> (ExperimentPlan, RunArchive) {
    if !isFull, experiment.hasShortForm,
      let plan = try? experiment.plan(
        isFull: true, files: data.files(of: experiment, isFull: true)),
      let archive = try? store.archive(of: plan), archive.missingSeeds.isEmpty
    {
      return (plan, archive)
    }
    let files = try data.files(of: experiment, isFull: isFull)
    let plan = try experiment.plan(isFull: isFull, files: files)
    return (plan, try store.archive(of: plan))
  }

  // MARK: - Running

  private struct PlannedRun {
    let plan: Int
    let seed: UInt64
  }

  private struct State {
    var archives: [RunArchive]
    var failure: (any Error)?
  }

  private func run(
    _ plans: [ExperimentPlan], _ archives: [RunArchive], _ store: RunStore
  ) throws -> [RunArchive] {
    let runs = archives.enumerated().flatMap { plan, archive in
      archive.missingSeeds.map { PlannedRun(plan: plan, seed: $0) }
    }
    guard !runs.isEmpty else { return archives }
    try store.open()
    let threads = Workers.shared.count
    if options.jobs > 1, runs.count > 1 { Workers.shared.count = 1 }
    defer { Workers.shared.count = threads }
    let state = Mutex(State(archives: archives))
    let progress = ProgressDisplay(weights: runs.map { plans[$0.plan].weight })
    let interrupt = Interrupt()
    Work.forEach(runs.indices, threads: options.jobs) { number in
      let run = runs[number]
      let plan = plans[run.plan]
      let isStopped = { interrupt.hasHappened || state.withLock { $0.failure != nil } }
      guard !isStopped() else { return }
      let name = "\(plan.name), seed \(run.seed)"
      progress.begin(number)
      let result = plan.run(
        seed: run.seed, progress: { progress.show(number, name, $0) },
        isCancelled: { interrupt.hasHappened })
      guard let result else { return }
      progress.end(number, name, result.run)
      state.withLock { state in
        state.archives[run.plan].add(result)
        do {
          try store.store(&state.archives[run.plan])
        } catch {
          state.failure = error
        }
      }
    }
    interrupt.stopNoting()
    progress.clear()
    let (finished, failure) = state.withLock { ($0.archives, $0.failure) }
    if let failure { throw failure }
    if interrupt.hasHappened {
      let missing = finished.map(\.missingSeeds.count).reduce(0, +)
      throw interrupt.exit(kept: runs.count - missing, of: runs.count)
    }
    return finished
  }
}

extension ExperimentResult {
  /// Runs that stopped before their end.
  fileprivate func failures(at place: Span) -> [Diagnostic] {
    log.runs.compactMap { run in
      run.failure.map { reason in
        Diagnostic(.runStopped(name, run.seed, reason), at: place, severity: .warning)
      }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func notRunYet(_ name: String) -> Self {
    Self(
      "not-run", "'\(name)' was not run as it stands here, and a preview runs no experiments",
      hint: "run 'checkmark build'; the page then shows what came out")
  }

  fileprivate static func runStopped(_ name: String, _ seed: UInt64, _ reason: String) -> Self {
    Self("run-stopped", "'\(name)' with seed \(seed) stopped: \(reason)")
  }
}
