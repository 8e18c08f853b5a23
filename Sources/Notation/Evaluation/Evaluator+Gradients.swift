import NumericCore

extension Evaluator {
  /// `∇_x y`: total, and in the shape of x whatever the layout.
  ///
  /// - Errors: a y that is neither a number nor itself a gradient.
  func gradient(
    of output: Syntax.Expression, by input: Syntax.Expression, at span: Span
  ) throws -> Value<S> {
    var gradient = try batch(
      derivative(of: output, by: input, isDirect: false, at: span), at: span)
    guard let axes = gradient.derivative else { return .tensor(gradient) }
    if case .gradient = output.kind {
    } else if axes.outputs > 0 {
      throw Diagnostic(.gradientOfTensor(output.text), at: span)
    }
    gradient.derivative = nil
    gradient.orientation = gradient.own.count == 1 ? axes.orientations.input : .column
    return .tensor(gradient)
  }
}

extension Diagnostic.Message {
  static func gradientOfTensor(_ output: String) -> Self {
    Self(
      .shapesDoNotFit, "∇ is the gradient of a number, and \(output) is none",
      hint: "write \\frac{\\partial y}{\\partial x} for a Jacobian")
  }
}
