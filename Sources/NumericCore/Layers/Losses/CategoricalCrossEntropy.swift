import RealModule

/// `−Σ p log softmax(x)`, the mean over all rows, for targets `p` that are one-hot or any other
/// probabilities of the classes.
///
/// With smoothing ε the targets are `(1 − ε) p + ε / classes`.
///
/// - Shapes: output and target are `[…, classes]`.
/// - Source: as ``CrossEntropy``; Keras gives it this name.
public struct CategoricalCrossEntropy<S: TrainingScalar>: Loss {
  public let labelSmoothing: S

  public init(labelSmoothing: S = 0) { self.labelSmoothing = labelSmoothing }

  public func callAsFunction(
    _ output: Tensor<S>, _ target: Tensor<S>, cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S {
    try output.requireTarget(target.shape, "CategoricalCrossEntropy")
    guard let classes = output.shape.last else {
      throw .mismatch(layer: "CategoricalCrossEntropy", detail: "the output has no axis of classes")
    }
    try cotangent.resize(to: output.shape)
    return Self.loss(
      output.scalars, target.scalars, &cotangent.scalars, output.scalars.count / classes, classes,
      labelSmoothing)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func loss(
    _ x: UnsafePointer<S>, _ target: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ rows: Int,
    _ classes: Int, _ smoothing: S
  ) -> S {
    let weight = 1 / S(rows)
    let share = smoothing / S(classes)
    var total: S = 0
    for row in 0..<rows {
      let (x, target, dx) = (x + row * classes, target + row * classes, dx + row * classes)
      var largest = x[0]
      for k in 1..<classes where x[k] > largest { largest = x[k] }
      var sum: S = 0
      for k in 0..<classes { dx[k] = S.fastExp(x[k] - largest) }
      for k in 0..<classes { sum += dx[k] }
      let logarithm = S.log(sum)
      var mass: S = 0
      for k in 0..<classes {
        let p = (1 - smoothing) * target[k] + share
        mass += p
        total += p * (logarithm + (largest - x[k]))
      }
      // The probabilities may be given with so few digits that they do not add up to 1.
      let scale = weight * mass / sum
      for k in 0..<classes {
        dx[k] = dx[k] * scale - weight * ((1 - smoothing) * target[k] + share)
      }
    }
    return total * weight
  }
}
