import Dispatch
import Experiments
import Foundation
import Notation
import Synchronization

/// Shows on standard error how far the runs are: a bar on a terminal, and elsewhere a line for each
/// run that took its time.
final class ProgressDisplay: Sendable {
  private struct State {
    /// The part of each run that is done.
    var done: [Double]
    var starts: [Int: Double] = [:]
    var lastShown = 0.0
  }

  private let weights: [Double]
  private let total: Double
  private let start = ProgressDisplay.now
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state: Mutex<State>

  init(weights: [Double]) {
    self.weights = weights
    total = max(weights.reduce(0, +), 1)
    state = Mutex(State(done: weights.map { _ in 0 }))
  }

  private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  func begin(_ run: Int) { state.withLock { $0.starts[run] = Self.now } }

  func show(_ run: Int, _ name: String, _ progress: RunProgress) {
    guard isTerminal else { return }
    state.withLock { state in
      state.done[run] = Double(progress.step) / Double(max(1, progress.steps))
      let now = Self.now
      guard now - state.lastShown > 0.1 else { return }
      state.lastShown = now
      write(bar(state, now - start, name, progress.loss))
    }
  }

  func end(_ run: Int, _ name: String, _ result: ExperimentLog.Run) {
    state.withLock { state in
      state.done[run] = 1
      let seconds = Self.now - (state.starts[run] ?? start)
      guard !isTerminal, seconds > 1 else { return }
      let end = result.failure == nil ? "finished in" : "stopped after"
      Files.printError("\(name.printable): \(end) \(String(format: "%.1f", seconds)) s")
    }
  }

  func clear() {
    guard isTerminal else { return }
    state.withLock { if $0.lastShown > 0 { write("") } }
  }

  /// Takes the place of what the line said.
  private func write(_ text: String) {
    Files.writeError("\r\u{1B}[K\(text)")
  }

  private func bar(_ state: State, _ elapsed: Double, _ name: String, _ loss: Double?) -> String {
    let part = zip(state.done, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let filled = Int(part * 20)
    let cells = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let left = part > 0.005 ? " · \(Self.words(elapsed * (1 - part) / part)) left" : ""
    let value = loss.map { String(format: " · loss %.4g", $0) } ?? ""
    return "\(cells) \(Int(part * 100)) % · \(name.prefix(24).printable)\(value)\(left)"
  }

  private static func words(_ seconds: Double) -> String {
    let count = Int(seconds.rounded(.up))
    return count < 100 ? "\(count) s" : "\((count + 59) / 60) min"
  }
}
