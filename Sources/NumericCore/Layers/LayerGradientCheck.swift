/// The gradients of a layer by its input and by each parameter, as its backward pass computes them,
/// compared with differences of its forward pass.
///
///     Linear, 3 × 5: gradients agree
///             elements  worst at    backward  difference    error  step
///     input         15    [0, 3]  0.77161913  0.77161913  8.6e-16   0.1  ✓
///     weight        10    [1, 4]  -3.1027149  -3.1027149    3e-15   0.1  ✓
///     bias           2       [1]   1.0251446   1.0251446        0   0.1  ✓
public struct LayerGradientCheck: Sendable {
  public struct Row: Sendable {
    /// `input`, or the name of the parameter.
    public let name: String
    public let check: GradientCheck
  }

  public let kind: String
  public let shape: Shape
  public let rows: [Row]

  public var passed: Bool { rows.allSatisfy { $0.check.passed } }
}

extension Layer where S == Double {
  /// Checks the backward pass at every element of the input and of every parameter.
  ///
  /// The check is in double precision by its type: a layer that runs in `Float` is checked through a
  /// twin in `Double` with the same parameters, ``copyParameters(from:)``. A layer that draws, as
  /// dropout does, draws the same for every difference.
  ///
  /// - Parameter includesInput: false where the input is indices, which no one differentiates by.
  /// - Errors: ``ShapeError`` where the input does not fit; ``GradientCheckError`` where an output
  ///   or a gradient is not finite.
  public func checkGradients(
    at input: Tensor<Double>, mode: Mode = .training, includesInput: Bool = true,
    tolerance: Double = 1e-7
  ) throws -> LayerGradientCheck {
    let pass = try LayerPass(self, input, mode)
    let names = ["input"] + parameters.map { $0.name }
    let rows = try names.indices.dropFirst(includesInput ? 0 : 1).map { tensor in
      let gradient = LayerGradient(pass, tensor: tensor, name: names[tensor])
      return LayerGradientCheck.Row(
        name: names[tensor], check: try GradientCheck.run(gradient, tolerance: tolerance))
    }
    return LayerGradientCheck(kind: kind, shape: input.shape, rows: rows)
  }
}

/// A layer with its input, forwards and backwards.
private struct LayerPass<L: Layer> where L.S == Double {
  var layer: L
  var input: Tensor<Double>
  let mode: Mode
  let output: Tensor<Double>
  let cotangent: Tensor<Double>
  /// By the input, then by each parameter.
  let gradients: [Tensor<Double>]
  /// Two passes differ: each is to start from a copy of the layer.
  let draws: Bool

  init(_ layer: L, _ input: Tensor<Double>, _ mode: Mode) throws {
    var layer = layer
    try layer.prepare(for: input.shape)
    var output = try Tensor<Double>(zeros: layer.outputShape(for: input.shape))
    let cotangent = LayerGradient<L>.weights(for: output.shape)
    var used = layer
    try used.forward(input, into: &output, mode: mode)
    let gradients = used.gradients(for: cotangent, input: input, output: output)
    var again = output
    try used.forward(input, into: &again, mode: mode)
    draws = again != output
    (self.layer, self.input, self.mode) = (layer, input, mode)
    (self.output, self.cotangent, self.gradients) = (output, cotangent, gradients)
  }

  mutating func evaluate(into output: inout Tensor<Double>) throws(ShapeError) {
    if draws {
      var copy = layer
      try copy.forward(input, into: &output, mode: mode)
    } else {
      try layer.forward(input, into: &output, mode: mode)
    }
  }

  /// The gradients for another cotangent.
  func gradients(for cotangent: Tensor<Double>) throws(ShapeError) -> [Tensor<Double>] {
    var (used, output) = (layer, output)
    try used.forward(input, into: &output, mode: mode)
    return used.gradients(for: cotangent, input: input, output: output)
  }
}

extension Layer where S == Double {
  /// By the input, then by each parameter; a scalar that the pass does not write is not a number.
  fileprivate mutating func gradients(
    for cotangent: Tensor<Double>, input: Tensor<Double>, output: Tensor<Double>
  ) -> [Tensor<Double>] {
    var inputCotangent = input.map { _ in .nan }
    clearGradients()
    backward(cotangent, input: input, output: output, into: &inputCotangent)
    return [inputCotangent] + parameters.map { $0.gradient }
  }
}

/// The gradient by the input, which is tensor 0, or by a parameter.
private struct LayerGradient<L: Layer>: CheckedGradient where L.S == Double {
  static var hasForwardMode: Bool { false }

  let name: String
  let point: Tensor<Double>
  let gradient: Tensor<Double>
  let weights: [Double]
  private var pass: LayerPass<L>
  private let tensor: Int

  init(_ pass: LayerPass<L>, tensor: Int, name: String) {
    self.pass = pass
    self.tensor = tensor
    self.name = name
    point = tensor == 0 ? pass.input : pass.layer.parameters[tensor - 1].value
    gradient = pass.gradients[tensor]
    weights = pass.cotangent.scalars
  }

  var outputs: Tensor<Double> { pass.output }

  mutating func move(_ element: Int, to coordinate: Double) {
    guard tensor > 0 else {
      pass.input.scalars[element] = coordinate
      return
    }
    let tensor = tensor
    var number = 0
    pass.layer.forEachParameter { parameter in
      number += 1
      if number == tensor { parameter.value.scalars[element] = coordinate }
    }
  }

  mutating func evaluate(into outputs: inout Tensor<Double>) throws {
    try pass.evaluate(into: &outputs)
  }

  /// By a backward pass for each output.
  mutating func derivatives(by element: Int) throws -> [Double] {
    var basis = pass.cotangent.map { _ in 0 }
    return try weights.indices.map { output in
      basis.scalars[output] = 1
      defer { basis.scalars[output] = 0 }
      return try pass.gradients(for: basis)[tensor].scalars[element]
    }
  }
}

extension LayerGradientCheck: CustomStringConvertible {
  public var description: String {
    let heading = ["", "elements", "worst at", "backward", "difference", "error", "step", ""]
    let cells = [heading] + rows.map { $0.cells }
    let widths = heading.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { line in
      var text = line[0] + String(repeating: " ", count: widths[0] - line[0].count)
      for column in line.indices.dropFirst().dropLast() {
        text += String(repeating: " ", count: 2 + widths[column] - line[column].count)
        text += line[column]
      }
      return line[line.count - 1].isEmpty ? text : text + "  " + line[line.count - 1]
    }
    let outcome = passed ? "gradients agree" : "gradients differ"
    return (["\(kind), \(shape.shapeDescription): \(outcome)"] + lines).joined(separator: "\n")
  }
}

extension LayerGradientCheck.Row {
  fileprivate var cells: [String] {
    let worst = check.worst
    let mark = check.passed ? "✓" : "✗"
    let note = check.kinks.isEmpty ? "" : ", \(check.kinks.count) at a kink"
    return [
      name, "\(check.elements)", "\(worst.index)", worst.reverse.significant(8),
      worst.difference.significant(8), worst.relativeError.significant(2),
      worst.step.significant(2), mark + note,
    ]
  }
}
