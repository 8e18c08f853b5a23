/// A function of each scalar.
///
/// - Shapes: the output has the shape of the input.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.3.
public struct Activation<S: TrainingScalar>: Layer {
  public enum Function: String, CaseIterable, Hashable, Sendable {
    case relu = "ReLU"
    case tanh = "Tanh"
    case sigmoid = "Sigmoid"
  }

  public let function: Function

  public init(_ function: Function) { self.function = function }

  public static var relu: Self { Self(.relu) }
  public static var tanh: Self { Self(.tanh) }
  public static var sigmoid: Self { Self(.sigmoid) }

  public var kind: String { function.rawValue }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireFilled(input)
    return input
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let count = input.scalars.count
    switch function {
    case .relu: Elementwise.relu(input.scalars, &output.scalars, count: count)
    case .tanh: Elementwise.tanh(input.scalars, &output.scalars, count: count)
    case .sigmoid: Elementwise.sigmoid(input.scalars, &output.scalars, count: count)
    }
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    let (y, dy, count) = (output.scalars, cotangent.scalars, output.scalars.count)
    switch function {
    case .relu: Elementwise.reluPullback(y, dy, &inputCotangent.scalars, count: count)
    case .tanh: Elementwise.tanhPullback(y, dy, &inputCotangent.scalars, count: count)
    case .sigmoid: Elementwise.sigmoidPullback(y, dy, &inputCotangent.scalars, count: count)
    }
  }
}
