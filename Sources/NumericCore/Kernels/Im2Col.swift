/// What the taps of a kernel's row meet in some rows of the input.
///
/// It has a row for each channel and each tap of a row, and a column for each row of the input and
/// each place of the window in it. Rows of the input a stride apart follow each other, those
/// between them come behind: so the rows that a row of taps meets, one for each row of the output,
/// are neighbours.
struct Im2Col: Hashable, Sendable {
  let channels: Int
  let sweep: PlaneSweep
  /// How many rows of the output it is for, at most.
  let blockRows: Int

  /// Rows of the input that follow each other a stride apart, and how many such sequences there are.
  private let phaseRows: Int
  private let phases: Int

  init(channels: Int, sweep: PlaneSweep, blockRows: Int) {
    self.channels = channels
    self.sweep = sweep
    self.blockRows = blockRows
    let window = sweep.rows.window
    phaseRows = blockRows + (window.span - 1) / window.stride
    phases = min(window.stride, window.span)
  }

  private var window: Window { sweep.rows.window }
  private var width: Int { sweep.columns.output }
  private var taps: Int { sweep.columns.window.kernel }

  var rows: Int { channels * taps }
  var columns: Int { phases * phaseRows * width }
  var count: Int { rows * columns }
  /// Its extents, of which the products may be too large.
  var shape: Shape { [channels, taps, phases, phaseRows, width] }
  /// The places of the window in a block.
  var places: Int { blockRows * width }

  /// The first column of what a row of taps meets.
  @inline(__always)
  func start(of tapRow: Int) -> Int {
    let (row, phase) = (tapRow * window.dilation).quotientAndRemainder(dividingBy: window.stride)
    return (phase * phaseRows + row) * width
  }

  /// Copies the input of a block of rows of the output; padding is 0.
  @inline(__always)
  func fill<S: TrainingScalar>(
    _ matrix: UnsafeMutablePointer<S>, from x: UnsafePointer<S>, rows: Range<Int>
  ) {
    let step = sweep.columns.window.stride
    forEachTap { tap, run, start in
      for channel in 0..<channels {
        let row = matrix + (channel * taps + tap) * columns
        let plane = x + channel * sweep.inputCount + start
        forEachInputRow(of: rows) { place, input in
          let row = row + place * width
          guard let input else { return Strided.fill(row, with: 0, count: width) }
          Strided.fill(row, with: 0, count: run.lowerBound)
          Strided.copy(
            plane + input * sweep.columns.input, step: step, to: row + run.lowerBound,
            count: run.count)
          Strided.fill(row + run.upperBound, with: 0, count: width - run.upperBound)
        }
      }
    }
  }

  /// Adds each scalar to where ``fill(_:from:rows:)`` would have taken it from.
  @inline(__always)
  func add<S: TrainingScalar>(
    _ matrix: UnsafePointer<S>, to x: UnsafeMutablePointer<S>, rows: Range<Int>
  ) {
    let step = sweep.columns.window.stride
    forEachTap { tap, run, start in
      for channel in 0..<channels {
        let row = matrix + (channel * taps + tap) * columns + run.lowerBound
        let plane = x + channel * sweep.inputCount + start
        forEachInputRow(of: rows) { place, input in
          guard let input else { return }
          Strided.add(
            row + place * width, to: plane + input * sweep.columns.input, step: step,
            count: run.count)
        }
      }
    }
  }

  /// Copies what each row of taps meets, `count` places of the window, one below the other.
  @inline(__always)
  func stack<S: TrainingScalar>(
    _ matrix: UnsafePointer<S>, into stack: UnsafeMutablePointer<S>, _ count: Int
  ) {
    forEachStackedRow { source, target in
      (stack + target).update(from: matrix + source, count: count)
    }
  }

  /// Adds what was stacked to where it came from.
  @inline(__always)
  func unstack<S: TrainingScalar>(
    _ stack: UnsafePointer<S>, into matrix: UnsafeMutablePointer<S>, _ count: Int
  ) {
    forEachStackedRow { source, target in
      Strided.add(stack + target, to: matrix + source, step: 1, count: count)
    }
  }

  @inline(__always)
  private func forEachStackedRow(_ body: (_ source: Int, _ target: Int) -> Void) {
    for tapRow in 0..<window.kernel {
      let start = start(of: tapRow)
      for channel in 0..<channels {
        for tap in 0..<taps {
          body(
            (channel * taps + tap) * columns + start,
            ((channel * window.kernel + tapRow) * taps + tap) * places)
        }
      }
    }
  }

  /// Visits the taps of a row, with the places at which each lies on the plane, and where it lies
  /// at the first of them.
  @inline(__always)
  private func forEachTap(_ body: (_ tap: Int, _ run: Range<Int>, _ start: Int) -> Void) {
    for tap in 0..<taps {
      let run = sweep.columns.places(of: tap)
      body(tap, run, sweep.columns.position(of: tap, at: run.lowerBound))
    }
  }

  /// Visits the rows of the input that a block meets, `nil` where these are padding.
  @inline(__always)
  private func forEachInputRow(
    of rows: Range<Int>, _ body: (_ place: Int, _ input: Int?) -> Void
  ) {
    let count = rows.count + phaseRows - blockRows
    for phase in 0..<phases {
      var input = rows.lowerBound * window.stride + phase - window.padding
      for row in 0..<count {
        body(phase * phaseRows + row, (0..<sweep.rows.input).contains(input) ? input : nil)
        input += window.stride
      }
    }
  }
}
