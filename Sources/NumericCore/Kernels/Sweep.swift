/// A window that moves along an axis.
struct Sweep: Hashable, Sendable {
  let window: Window
  /// The extent of the axis.
  let input: Int
  /// How many places the window takes.
  let output: Int

  /// Where a tap lies while the window is at a place; outside the axis it lies on padding.
  @inline(__always)
  func position(of tap: Int, at place: Int) -> Int {
    place * window.stride + tap * window.dilation - window.padding
  }

  /// The places of the window at which a tap lies on the axis.
  func places(of tap: Int) -> Range<Int> {
    let first = position(of: tap, at: 0)
    let before = first < 0 ? (window.stride - 1 - first) / window.stride : 0
    let end = first < input ? (input - 1 - first) / window.stride + 1 : 0
    let lower = min(before, output)
    return lower..<max(lower, min(end, output))
  }
}

/// A window that moves over the rows and columns of a plane; a line is a plane of one row.
struct PlaneSweep: Hashable, Sendable {
  let rows: Sweep
  let columns: Sweep

  /// For one axis or two.
  init(_ windows: [Window], inputs: [Int], outputs: [Int]) {
    let sweeps = windows.indices.map {
      Sweep(window: windows[$0], input: inputs[$0], output: outputs[$0])
    }
    rows = sweeps.count == 1 ? Sweep(window: Window(kernel: 1), input: 1, output: 1) : sweeps[0]
    columns = sweeps[sweeps.count - 1]
  }

  var taps: Int { rows.window.kernel * columns.window.kernel }
  var inputCount: Int { rows.input * columns.input }
  var outputCount: Int { rows.output * columns.output }

  /// Neighbouring places of the window in a row, at all of which one tap lies on the plane.
  struct Run {
    /// The first place.
    let output: Int
    /// Where the tap lies there.
    let input: Int
    let count: Int
  }

  /// Visits what each tap touches, tap by tap.
  @inline(__always)
  func forEachRun(_ body: (Run) -> Void) {
    for tapRow in 0..<rows.window.kernel {
      let places = rows.places(of: tapRow)
      for tapColumn in 0..<columns.window.kernel {
        let run = columns.places(of: tapColumn)
        let start = columns.position(of: tapColumn, at: run.lowerBound)
        for row in places {
          body(
            Run(
              output: row * columns.output + run.lowerBound,
              input: rows.position(of: tapRow, at: row) * columns.input + start,
              count: run.count))
        }
      }
    }
  }
}
