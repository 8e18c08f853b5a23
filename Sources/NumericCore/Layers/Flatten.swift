/// All axes behind the batch as one.
///
/// - Shapes: `[batch, …]` gives `[batch, features]`.
public struct Flatten<S: TrainingScalar>: Layer {
  public let kind = "Flatten"

  public init() {}

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !input.isEmpty else {
      throw .mismatch(layer: kind, detail: "takes an input with a batch axis, not a scalar")
    }
    try requireFilled(input)
    return [input[0], try Array(input.dropFirst()).storageCount()]
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    output.scalars.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: input.scalars) }
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    inputCotangent.scalars.withUnsafeMutableBufferPointer {
      _ = $0.update(fromContentsOf: cotangent.scalars)
    }
  }
}
