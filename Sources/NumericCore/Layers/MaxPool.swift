/// The largest of each window; padding is smaller than every number.
///
/// Of equals the first takes the gradient; NaN is the largest.
///
/// - Shapes: `[batch, channels, size…]` gives `[batch, channels, placements…]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.3.
public struct MaxPool<S: TrainingScalar, Axes: SpatialAxes>: Layer {
  private var pooling: PoolingWindows
  /// Where in its plane the largest of each window was.
  private var places: [Int] = []

  /// One for each axis.
  public var windows: [Window] { pooling.windows }
  public var kind: String { Self.kind }
  private static var kind: String { "MaxPool\(Axes.count)d" }

  /// A window for each axis.
  ///
  /// - Errors: ``ShapeError`` where a window is none, or padded by more than half of its kernel.
  public init(windows: [Window]) throws(ShapeError) {
    pooling = try PoolingWindows(windows, Axes.self, in: Self.kind)
  }

  /// The same window along every axis; without a stride, the windows are side by side.
  ///
  /// - Errors: as ``init(windows:)``.
  public init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1
  ) throws(ShapeError) {
    let window = Window(
      kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation)
    try self.init(windows: Array(repeating: window, count: Axes.count))
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: Axes.count + 2)
    return try pooling.outputShape(for: input, in: kind)
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let output = try outputShape(for: input)
    let count = try output.storageCount()
    if places.count != count { places = Array(repeating: 0, count: count) }
    pooling.prepare(from: input, to: output)
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let sweep = pooling.sweep(of: input.scalars.count, output.scalars.count)
    Self.forward(pooling, sweep, input.scalars, &output.scalars, &places)
  }

  private static func forward(
    _ pooling: PoolingWindows, _ sweep: PlaneSweep, _ x: UnsafePointer<S>,
    _ y: UnsafeMutablePointer<S>, _ places: UnsafeMutablePointer<Int>
  ) {
    Workers.shared.run(
      pooling.pieces,
      Maxima(
        sweep: sweep, planes: pooling.planes, pieces: pooling.pieces, x: x, y: y, places: places))
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let sweep = pooling.sweep(of: input.scalars.count, output.scalars.count)
    MaxPooling.pullBack(
      cotangent.scalars, places, &inputCotangent.scalars, sweep.inputCount, sweep.outputCount,
      planes: pooling.planes)
  }
}

/// Along one axis: `[batch, channels, length]`.
public typealias MaxPool1d<S: TrainingScalar> = MaxPool<S, Line>
/// Along two axes: `[batch, channels, height, width]`.
public typealias MaxPool2d<S: TrainingScalar> = MaxPool<S, Plane>

private struct Maxima<S: TrainingScalar>: PiecewiseWork {
  let sweep: PlaneSweep
  let planes: Int
  let pieces: Int
  let x: UnsafePointer<S>
  let y: UnsafeMutablePointer<S>
  let places: UnsafeMutablePointer<Int>

  func run(_ piece: Int) {
    for plane in Workers.piece(piece, of: pieces, in: planes) {
      MaxPooling.maxima(
        sweep, x + plane * sweep.inputCount, y + plane * sweep.outputCount,
        places + plane * sweep.outputCount)
    }
  }
}

private enum MaxPooling {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func maxima<S: TrainingScalar>(
    _ sweep: PlaneSweep, _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>,
    _ places: UnsafeMutablePointer<Int>
  ) {
    places.update(repeating: -1, count: sweep.outputCount)
    let step = sweep.columns.window.stride
    sweep.forEachRun { run in
      for i in 0..<run.count {
        let (output, input) = (run.output + i, run.input + i * step)
        let candidate = x[input]
        if places[output] < 0 || candidate > y[output] || candidate.isNaN {
          y[output] = candidate
          places[output] = input
        }
      }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func pullBack<S: TrainingScalar>(
    _ dy: UnsafePointer<S>, _ places: UnsafePointer<Int>, _ dx: UnsafeMutablePointer<S>,
    _ inputCount: Int, _ outputCount: Int, planes: Int
  ) {
    dx.update(repeating: 0, count: planes * inputCount)
    for plane in 0..<planes {
      let dx = dx + plane * inputCount
      for place in (plane * outputCount)..<((plane + 1) * outputCount) {
        dx[places[place]] += dy[place]
      }
    }
  }
}
