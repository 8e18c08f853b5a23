/// The mean of each window; padding counts as zeros.
///
/// - Shapes: `[batch, channels, size…]` gives `[batch, channels, placements…]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.3; padding as in
///   `torch.nn.AvgPool2d`.
public struct AvgPool<S: TrainingScalar, Axes: SpatialAxes>: Layer {
  private var pooling: PoolingWindows

  /// One for each axis.
  public var windows: [Window] { pooling.windows }
  public var kind: String { Self.kind }
  private static var kind: String { "AvgPool\(Axes.count)d" }

  /// A window for each axis.
  ///
  /// - Errors: ``ShapeError`` where a window is none, or padded by more than half of its kernel.
  public init(windows: [Window]) throws(ShapeError) {
    pooling = try PoolingWindows(windows, Axes.self, in: Self.kind)
  }

  /// The same window along every axis; without a stride, the windows are side by side.
  ///
  /// - Errors: as ``init(windows:)``.
  public init(kernel: Int, stride: Int? = nil, padding: Int = 0) throws(ShapeError) {
    let window = Window(kernel: kernel, stride: stride ?? kernel, padding: padding)
    try self.init(windows: Array(repeating: window, count: Axes.count))
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: Axes.count + 2)
    return try pooling.outputShape(for: input, in: kind)
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    pooling.prepare(from: input, to: try outputShape(for: input))
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let sweep = pooling.sweep(of: input.scalars.count, output.scalars.count)
    AveragePooling.forward(pooling, sweep, input.scalars, &output.scalars)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let sweep = pooling.sweep(of: input.scalars.count, output.scalars.count)
    AveragePooling.backward(pooling, sweep, cotangent.scalars, &inputCotangent.scalars)
  }
}

/// Along one axis: `[batch, channels, length]`.
public typealias AvgPool1d<S: TrainingScalar> = AvgPool<S, Line>
/// Along two axes: `[batch, channels, height, width]`.
public typealias AvgPool2d<S: TrainingScalar> = AvgPool<S, Plane>

/// Adds up each window of some planes, or what each window hands back.
private struct AveragePooling<S: TrainingScalar>: PiecewiseWork {
  let sweep: PlaneSweep
  let planes: Int
  let pieces: Int
  let source: UnsafePointer<S>
  let target: UnsafeMutablePointer<S>
  let isBackward: Bool

  private init(
    _ pooling: PoolingWindows, _ sweep: PlaneSweep, _ source: UnsafePointer<S>,
    _ target: UnsafeMutablePointer<S>, isBackward: Bool
  ) {
    self.sweep = sweep
    planes = pooling.planes
    pieces = pooling.pieces
    self.source = source
    self.target = target
    self.isBackward = isBackward
  }

  static func forward(
    _ pooling: PoolingWindows, _ sweep: PlaneSweep, _ x: UnsafePointer<S>,
    _ y: UnsafeMutablePointer<S>
  ) {
    let work = Self(pooling, sweep, x, y, isBackward: false)
    Workers.shared.run(work.pieces, work)
  }

  static func backward(
    _ pooling: PoolingWindows, _ sweep: PlaneSweep, _ dy: UnsafePointer<S>,
    _ dx: UnsafeMutablePointer<S>
  ) {
    let work = Self(pooling, sweep, dy, dx, isBackward: true)
    Workers.shared.run(work.pieces, work)
  }

  func run(_ piece: Int) {
    for plane in Workers.piece(piece, of: pieces, in: planes) {
      let (input, output) = (plane * sweep.inputCount, plane * sweep.outputCount)
      if isBackward {
        pullBack(source + output, target + input)
      } else {
        average(source + input, target + output)
      }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func average(_ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>) {
    let (step, size) = (sweep.columns.window.stride, S(sweep.taps))
    y.update(repeating: 0, count: sweep.outputCount)
    sweep.forEachRun { run in
      for i in 0..<run.count { y[run.output + i] += x[run.input + i * step] }
    }
    for place in 0..<sweep.outputCount { y[place] /= size }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func pullBack(_ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>) {
    let (step, size) = (sweep.columns.window.stride, S(sweep.taps))
    dx.update(repeating: 0, count: sweep.inputCount)
    sweep.forEachRun { run in
      for i in 0..<run.count { dx[run.input + i * step] += dy[run.output + i] / size }
    }
  }
}
