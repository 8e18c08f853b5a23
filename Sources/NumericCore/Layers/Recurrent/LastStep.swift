/// The last step of a sequence, for what follows a recurrent layer that reads to the end.
///
/// - Shapes: `[batch, time, features]` gives `[batch, features]`.
public struct LastStep<S: TrainingScalar>: Layer {
  public let kind = "LastStep"

  public init() {}

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: 3)
    return [input[0], input[2]]
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let (batch, time, features) = (input.shape[0], input.shape[1], input.shape[2])
    Rows.copy(
      input.scalars, from: (time - 1) * features, every: time * features, to: &output.scalars,
      from: 0, every: features, batch, features)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let (batch, time, features) = (input.shape[0], input.shape[1], input.shape[2])
    Elementwise.clear(&inputCotangent.scalars, count: input.scalars.count)
    Rows.copy(
      cotangent.scalars, from: 0, every: features, to: &inputCotangent.scalars,
      from: (time - 1) * features, every: time * features, batch, features)
  }
}
