import RealModule

/// `y = x Wᵀ + b`.
///
/// - Shapes: `[…, inputs]` gives `[…, outputs]`; `weight: [outputs, inputs]`, `bias: [outputs]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.1; initialised as
///   `torch.nn.Linear`.
public struct Linear<S: TrainingScalar>: Layer {
  public let kind = "Linear"
  public let inputs: Int
  public let outputs: Int
  public var weight: Parameter<S>
  public var bias: Parameter<S>?

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(_ inputs: Int, _ outputs: Int, bias: Bool = true) throws(ShapeError) {
    guard inputs > 0, outputs > 0 else {
      throw .mismatch(
        layer: kind, detail: "sizes are at least 1, not \([outputs, inputs].shapeDescription)")
    }
    self.inputs = inputs
    self.outputs = outputs
    let standard = Distribution.uniform(1 / .sqrt(Double(inputs)))
    weight = try Parameter(
      "weight", [outputs, inputs], standard: standard, fans: (inputs, outputs))
    self.bias = bias ? try Parameter("bias", [outputs], standard: standard) : nil
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.last == inputs else {
      throw .mismatch(
        layer: kind,
        detail: "takes \(inputs) features on the last axis, not those of \(input.shapeDescription)")
    }
    try requireFilled(input)
    return input.dropLast() + [outputs]
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let rows = input.scalars.count / inputs
    if let bias { Rows.fill(&output.scalars, with: bias.value.scalars, rows, outputs) }
    MatrixProduct(
      rows: rows, columns: outputs, depth: inputs, transposesRight: true, accumulates: bias != nil)(
        input.scalars, weight.value.scalars, &output.scalars)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let rows = input.scalars.count / inputs
    MatrixProduct(
      rows: outputs, columns: inputs, depth: rows, transposesLeft: true, accumulates: true)(
        cotangent.scalars, input.scalars, &weight.gradient.scalars)
    bias?.addToGradient(rows: cotangent.scalars, rows)
    if !inputCotangent.isEmpty {
      MatrixProduct(rows: rows, columns: inputs, depth: outputs)(
        cotangent.scalars, weight.value.scalars, &inputCotangent.scalars)
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    body(&weight)
    bias?.visit(body)
  }
}
