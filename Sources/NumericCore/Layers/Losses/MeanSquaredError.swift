/// `(x − t)²`, the mean over all scalars.
///
/// - Shapes: output and target are the same.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 5.1.4; as PyTorch's
///   `MSELoss`.
public struct MeanSquaredError<S: TrainingScalar>: Loss {
  public init() {}

  public func callAsFunction(
    _ output: Tensor<S>, _ target: Tensor<S>, cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S {
    try output.requireTarget(target.shape, "MeanSquaredError")
    try cotangent.resize(to: output.shape)
    return Self.loss(
      output.scalars, target.scalars, &cotangent.scalars, output.scalars.count)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func loss(
    _ x: UnsafePointer<S>, _ target: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ count: Int
  ) -> S {
    let weight = 2 / S(count)
    var total: S = 0
    for k in 0..<count {
      let difference = x[k] - target[k]
      total += difference * difference
      dx[k] = weight * difference
    }
    return total / S(count)
  }
}
