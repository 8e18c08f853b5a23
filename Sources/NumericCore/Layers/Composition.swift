/// A layer that is composed of primitives, so that the tape finds its backward pass.
///
/// For layers that are being learnt about, or that nobody has written by hand; it is much slower
/// than those, and allocates in each pass.
///
/// - Shapes: what the function takes, which is given the input and then the parameters.
public struct Composition<S: TrainingScalar, Function: DifferentiableFunction & Sendable>: Layer {
  public let kind: String
  public let function: Function
  private var learnt: [Parameter<S>]

  public init(_ kind: String, _ function: Function, parameters: [Parameter<S>]) {
    self.kind = kind
    self.function = function
    learnt = parameters
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireFilled(input)
    return try value(Tensor(zeros: input)).shape
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError) {
    output = try value(input)
  }

  private func value(_ input: Tensor<S>) throws(ShapeError) -> Tensor<S> {
    do {
      return try function(([input] + learnt.map { $0.value }).map { Variable(constant: $0) }).value
    } catch let error as ShapeError {
      throw error
    } catch {
      throw .mismatch(layer: kind, detail: "\(error)")
    }
  }

  /// Runs the function once more, over a tape; where a derivative has no value, gradients are NaN.
  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let leaves = Variable.leaves([input] + learnt.map { $0.value })
    let cotangents =
      (try? function(leaves).pullback(cotangent, to: leaves))
      ?? leaves.map { $0.value.map { _ in .nan } }
    if !inputCotangent.isEmpty { inputCotangent = cotangents[0] }
    for (place, contribution) in cotangents.dropFirst().enumerated() {
      learnt[place].gradient = learnt[place].gradient.zipped(contribution, +)
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    for place in learnt.indices { body(&learnt[place]) }
  }
}
