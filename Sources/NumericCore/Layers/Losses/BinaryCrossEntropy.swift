import RealModule

/// `−t log σ(x) − (1 − t) log(1 − σ(x))`, the mean over all scalars, from the logits `x`.
///
/// It is computed as `max(x, 0) − x t + log(1 + e^−|x|)`, which overflows nowhere.
///
/// - Shapes: output and target are the same; targets are from 0 up to 1.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.2; as PyTorch's
///   `BCEWithLogitsLoss`.
public struct BinaryCrossEntropy<S: TrainingScalar>: Loss {
  public init() {}

  public func callAsFunction(
    _ output: Tensor<S>, _ target: Tensor<S>, cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S {
    try output.requireTarget(target.shape, "BinaryCrossEntropy")
    try cotangent.resize(to: output.shape)
    return Self.loss(
      output.scalars, target.scalars, &cotangent.scalars, output.scalars.count)
  }

  /// The part of the logits that are on the side of 0 of their target; `nil` where a target is
  /// neither 0 nor 1.
  public func accuracy(_ output: Tensor<S>, _ target: Tensor<S>) -> Double? {
    Self.hits(output.scalars, target.scalars, target.scalars.count).map {
      Double($0) / Double(target.scalars.count)
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func hits(
    _ x: UnsafePointer<S>, _ target: UnsafePointer<S>, _ count: Int
  ) -> Int? {
    var hits = 0
    for k in 0..<count {
      guard target[k] == 0 || target[k] == 1 else { return nil }
      if (x[k] > 0) == (target[k] == 1) { hits += 1 }
    }
    return hits
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func loss(
    _ x: UnsafePointer<S>, _ target: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ count: Int
  ) -> S {
    let weight = 1 / S(count)
    var total: S = 0
    for k in 0..<count {
      let rest = S.log(onePlus: S.fastExp(-x[k].magnitude))
      total += (x[k] < 0 ? 0 : x[k]) - x[k] * target[k] + rest
    }
    for k in 0..<count { dx[k] = weight * (S.fastSigmoid(x[k]) - target[k]) }
    return total * weight
  }
}
