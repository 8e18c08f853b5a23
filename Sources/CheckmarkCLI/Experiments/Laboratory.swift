import Experiments
import Foundation
import Markup
import Notation
import NumericCore
import Synchronization

/// Runs what the experiments of homework need, and keeps their logs in `output/data`.
struct Laboratory {
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

  private struct Bench {
    let plan: ExperimentPlan
    let shelf: Shelf
  }

  private let options: ExperimentOptions

  init(_ options: ExperimentOptions) { self.options = options }

  /// What becomes of the experiments of a homework.
  ///
  /// - Errors: exit code 130 after an interrupt, 74 where a log cannot be written.
  func run(_ document: Document) throws -> Findings {
    var findings = Findings()
    var benches: [Bench] = []
    var archives: [RunArchive] = []
    var data = DataShelf(document)
    let shelf = Shelf(document, output: options.output)
    for experiment in document.experiments {
      do throws(Diagnostic) {
        let (plan, archive) = try Self.prepare(experiment, &data, shelf, isFull: options.full)
        benches.append(Bench(plan: plan, shelf: shelf))
        archives.append(archive)
      } catch {
        findings.problems.append(error)
      }
    }
    for (bench, archive) in zip(benches, try run(benches, archives)) {
      let result = ExperimentResult(bench.plan, archive)
      findings.results.append(result)
      findings.problems += result.failures(at: bench.plan.place)
    }
    return findings
  }

  /// The findings of those experiments that are finished; nothing is run.
  static func finished(_ document: Document, output: String) -> Findings {
    var findings = Findings()
    var data = DataShelf(document)
    for experiment in document.experiments {
      do throws(Diagnostic) {
        let (plan, archive) = try prepare(
          experiment, &data, Shelf(document, output: output), isFull: false)
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
    _ experiment: Experiment, _ data: inout DataShelf, _ shelf: Shelf, isFull: Bool
  ) throws(Diagnostic) -> (ExperimentPlan, RunArchive) {
    if !isFull, experiment.hasShortForm,
      let plan = try? experiment.plan(
        isFull: true, files: data.files(of: experiment, isFull: true)),
      let archive = try? shelf.archive(of: plan), archive.missingSeeds.isEmpty
    {
      return (plan, archive)
    }
    let files = try data.files(of: experiment, isFull: isFull)
    let plan = try experiment.plan(isFull: isFull, files: files)
    return (plan, try shelf.archive(of: plan))
  }

  // MARK: - Running

  private struct Run {
    let bench: Int
    let seed: UInt64
  }

  private struct State {
    var archives: [RunArchive]
    var failure: (any Error)?
  }

  private func run(_ benches: [Bench], _ archives: [RunArchive]) throws -> [RunArchive] {
    let runs = archives.enumerated().flatMap { bench, archive in
      archive.missingSeeds.map { Run(bench: bench, seed: $0) }
    }
    guard !runs.isEmpty else { return archives }
    for bench in Set(runs.map(\.bench)).sorted() { try benches[bench].shelf.open() }
    let threads = Workers.shared.count
    if options.jobs > 1, runs.count > 1 { Workers.shared.count = 1 }
    defer { Workers.shared.count = threads }
    let state = Mutex(State(archives: archives))
    let progress = ProgressDisplay(weights: runs.map { benches[$0.bench].plan.weight })
    let interrupt = Interrupt()
    Work.forEach(runs.indices, threads: options.jobs) { number in
      let run = runs[number]
      let bench = benches[run.bench]
      let isStopped = { interrupt.hasHappened || state.withLock { $0.failure != nil } }
      guard !isStopped() else { return }
      let name = "\(bench.plan.name), seed \(run.seed)"
      progress.begin(number)
      let result = bench.plan.run(
        seed: run.seed, progress: { progress.show(number, name, $0) },
        isCancelled: { interrupt.hasHappened })
      guard let result else { return }
      progress.end(number, name, result.run)
      state.withLock { state in
        state.archives[run.bench].add(result)
        do {
          try bench.shelf.store(&state.archives[run.bench])
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
