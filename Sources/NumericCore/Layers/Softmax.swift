import RealModule

/// `eˣ / Σ eˣ` along the last axis.
///
/// - Shapes: the output has the shape of the input, `[…, classes]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3.
public struct Softmax<S: TrainingScalar>: Layer {
  public let kind = "Softmax"

  public init() {}

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireRows(input)
    return input
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let (count, classes) = rows(of: input)
    SoftmaxKernel.forward(input.scalars, &output.scalars, count, classes)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let (count, classes) = rows(of: input)
    SoftmaxKernel.backward(
      output.scalars, cotangent.scalars, &inputCotangent.scalars, count, classes)
  }
}

/// `x − log Σ eˣ` along the last axis.
///
/// - Shapes: the output has the shape of the input, `[…, classes]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3.
public struct LogSoftmax<S: TrainingScalar>: Layer {
  public let kind = "LogSoftmax"

  public init() {}

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireRows(input)
    return input
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let (count, classes) = rows(of: input)
    SoftmaxKernel.logForward(input.scalars, &output.scalars, count, classes)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let (count, classes) = rows(of: input)
    SoftmaxKernel.logBackward(
      output.scalars, cotangent.scalars, &inputCotangent.scalars, count, classes)
  }
}

extension Layer {
  /// There must be a last axis, and no axis may be empty.
  fileprivate func requireRows(_ input: Shape) throws(ShapeError) {
    guard !input.isEmpty else {
      throw .mismatch(layer: kind, detail: "takes rows, not a scalar")
    }
    try requireFilled(input)
  }

  fileprivate func rows(of input: Tensor<S>) -> (count: Int, classes: Int) {
    let classes = input.shape[input.shape.count - 1]
    return (input.scalars.count / classes, classes)
  }
}

/// Row after row; the largest is subtracted first, so that nothing overflows.
private enum SoftmaxKernel {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func forward<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ rows: Int, _ classes: Int
  ) {
    for row in 0..<rows {
      let (x, y) = (x + row * classes, y + row * classes)
      let largest = maximum(x, classes)
      for k in 0..<classes { y[k] = S.fastExp(x[k] - largest) }
      let scale = 1 / Rows.sum(y, classes)
      for k in 0..<classes { y[k] *= scale }
    }
  }

  /// `dx = y (dy − Σ y dy)`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func backward<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ rows: Int,
    _ classes: Int
  ) {
    for row in 0..<rows {
      let (y, dy, dx) = (y + row * classes, dy + row * classes, dx + row * classes)
      for k in 0..<classes { dx[k] = y[k] * dy[k] }
      let mean = Rows.sum(dx, classes)
      for k in 0..<classes { dx[k] = y[k] * (dy[k] - mean) }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func logForward<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ rows: Int, _ classes: Int
  ) {
    for row in 0..<rows {
      let (x, y) = (x + row * classes, y + row * classes)
      let largest = maximum(x, classes)
      for k in 0..<classes { y[k] = S.fastExp(x[k] - largest) }
      let logarithm = S.log(Rows.sum(y, classes))
      for k in 0..<classes { y[k] = x[k] - largest - logarithm }
    }
  }

  /// `dx = dy − eʸ Σ dy`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func logBackward<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ rows: Int,
    _ classes: Int
  ) {
    for row in 0..<rows {
      let (y, dy, dx) = (y + row * classes, dy + row * classes, dx + row * classes)
      let total = Rows.sum(dy, classes)
      for k in 0..<classes { dx[k] = dy[k] - S.fastExp(y[k]) * total }
    }
  }

  @inline(__always)
  private static func maximum<S: TrainingScalar>(_ x: UnsafePointer<S>, _ count: Int) -> S {
    var largest = x[0]
    for k in 1..<count where x[k] > largest { largest = x[k] }
    return largest
  }
}
