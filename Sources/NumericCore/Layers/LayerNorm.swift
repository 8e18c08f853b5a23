import RealModule

/// Each example with mean 0 and deviation 1 over its last axes, then scaled and shifted:
/// `y = (x − mean) / √(variance + ε) ⊙ weight + bias`.
///
/// - Shapes: `[…, shape…]` gives the same; `weight` and `bias` have the shape.
/// - Source: Ba, Kiros, Hinton, *Layer Normalization* (2016), eq. 4; the variance is that of the
///   whole, divided by the number of scalars.
public struct LayerNorm<S: TrainingScalar>: Layer {
  public let kind = "LayerNorm"
  public let shape: Shape
  public let epsilon: Double
  public var weight: Parameter<S>
  public var bias: Parameter<S>
  /// The input with mean 0 and deviation 1, and what each row was multiplied by for it.
  private var normalized: [S] = []
  private var scales: [S] = []

  /// - Errors: ``ShapeError`` where the shape is that of a scalar, or an extent is below 1.
  public init(_ shape: Shape, epsilon: Double = 1e-5) throws(ShapeError) {
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
      throw .mismatch(
        layer: kind, detail: "normalises axes of extents from 1 up, not \(shape.shapeDescription)")
    }
    self.shape = shape
    self.epsilon = epsilon
    weight = try Parameter("weight", shape, standard: .constant(1))
    bias = try Parameter("bias", shape, standard: .constant(0))
    weight.value.scalars.withUnsafeMutableBufferPointer { $0.update(repeating: 1) }
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard Array(input.suffix(shape.count)) == shape else {
      throw .mismatch(
        layer: kind,
        detail: "takes last axes of \(shape.shapeDescription), not those of "
          + input.shapeDescription)
    }
    try requireFilled(input)
    return input
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let count = try outputShape(for: input).storageCount()
    guard normalized.count != count else { return }
    normalized = Array(repeating: 0, count: count)
    scales = Array(repeating: 0, count: count / weight.value.scalars.count)
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    precondition(
      normalized.count == input.scalars.count, "a layer is prepared for the shape of its input")
    LayerNormKernel.forward(
      input.scalars, weight.value.scalars, bias.value.scalars, S(epsilon), &normalized, &scales,
      &output.scalars, scales.count, weight.value.scalars.count)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let (rows, count) = (scales.count, weight.value.scalars.count)
    bias.addToGradient(rows: cotangent.scalars, rows)
    LayerNormKernel.addProducts(
      cotangent.scalars, normalized, &weight.gradient.scalars, rows, count)
    if !inputCotangent.isEmpty {
      LayerNormKernel.backward(
        cotangent.scalars, weight.value.scalars, normalized, scales, &inputCotangent.scalars, rows,
        count)
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    body(&weight)
    body(&bias)
  }
}

private enum LayerNormKernel {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func forward<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ weight: UnsafePointer<S>, _ bias: UnsafePointer<S>, _ epsilon: S,
    _ normalized: UnsafeMutablePointer<S>, _ scales: UnsafeMutablePointer<S>,
    _ y: UnsafeMutablePointer<S>, _ rows: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let (x, y) = (x + row * count, y + row * count)
      let normalized = normalized + row * count
      let mean = Rows.sum(x, count) / S(count)
      for k in 0..<count { normalized[k] = x[k] - mean }
      let variance = Rows.dot(normalized, normalized, count) / S(count)
      let scale = 1 / (variance + epsilon).squareRoot()
      scales[row] = scale
      for k in 0..<count { normalized[k] *= scale }
      for k in 0..<count { y[k] = normalized[k] * weight[k] + bias[k] }
    }
  }

  /// `dw += Σ dy ⊙ n`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func addProducts<S: TrainingScalar>(
    _ dy: UnsafePointer<S>, _ normalized: UnsafePointer<S>, _ dw: UnsafeMutablePointer<S>,
    _ rows: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let (dy, normalized) = (dy + row * count, normalized + row * count)
      for k in 0..<count { dw[k] += dy[k] * normalized[k] }
    }
  }

  /// With `g = dy ⊙ weight` and the normalised `n`: `dx = scale (g − mean g − n mean(g n))`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func backward<S: TrainingScalar>(
    _ dy: UnsafePointer<S>, _ weight: UnsafePointer<S>, _ normalized: UnsafePointer<S>,
    _ scales: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ rows: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let (dy, dx) = (dy + row * count, dx + row * count)
      let (normalized, scale) = (normalized + row * count, scales[row])
      for k in 0..<count { dx[k] = dy[k] * weight[k] }
      let mean = Rows.sum(dx, count) / S(count)
      let slope = Rows.dot(dx, normalized, count) / S(count)
      for k in 0..<count { dx[k] = scale * (dx[k] - mean - normalized[k] * slope) }
    }
  }
}
