/// What training makes small: a number for an output and what it should have been.
public protocol Loss<S>: Sendable {
  associatedtype S: TrainingScalar
  /// What the output is compared with.
  associatedtype Target: Sendable

  /// The mean loss over the batch; writes its derivative by the output into `cotangent`.
  ///
  /// - Errors: ``ShapeError`` where the target does not fit the output.
  func callAsFunction(
    _ output: Tensor<S>, _ target: Target, cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S

  /// The part of the predictions that are right; `nil` where the target is no choice.
  func accuracy(_ output: Tensor<S>, _ target: Target) -> Double?
}

extension Loss {
  public func accuracy(_ output: Tensor<S>, _ target: Target) -> Double? { nil }
}

extension Tensor {
  /// A target must have the shape of the output, and neither may be empty.
  func requireTarget(_ target: Shape, _ loss: String) throws(ShapeError) {
    guard shape == target, !isEmpty else {
      throw .mismatch(
        layer: loss,
        detail: "a target of \(target.shapeDescription) does not fit an output of "
          + shape.shapeDescription)
    }
  }
}
