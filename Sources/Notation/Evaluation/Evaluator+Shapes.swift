import NumericCore

extension Evaluator {
  /// The extents of an expression, found without its values, so that they may hold letters.
  func shape(of expression: Syntax.Expression) throws -> [Exact] {
    try form(of: expression).extents
  }

  /// The extents, and how it lies where it is a vector.
  func form(
    of expression: Syntax.Expression
  ) throws -> (extents: [Exact], orientation: Orientation) {
    switch expression.kind {
    case .name(let name):
      guard let declaration = scope[name], overrides[name] == nil else { break }
      switch declaration.kind {
      case .tensor(let extents): return (try extents.map(exact), .column)
      case .definition(_, let indices, let body) where indices.isEmpty: return try form(of: body)
      case .definition, .family, .loss, .number: break
      }
    case .call(let name, let arguments, let options):
      if let declaration = scope[name] {
        try refuseOtherArguments(of: declaration, arguments, at: expression.span)
        return try form(of: Syntax.Expression(.name(name), at: expression.span))
      }
      guard let function = function(named: name) else { break }
      let call = try FunctionCall(
        of: function, as: name, to: arguments, options, at: expression.span, in: self)
      if let shape = try function.shape(of: call) { return (shape, .column) }
    case .derivative(let output, let input, _):
      let (outputs, inputs) = (try form(of: output), try form(of: input))
      let natural = outputs.extents + inputs.extents
      let axes = DerivativeAxes(
        output: "", input: "", outputs: outputs.extents.count, inputs: inputs.extents.count,
        layout: reading.layout(of: Syntax.Expression.derivativeText(output, input)),
        orientations: (outputs.orientation, inputs.orientation))
      return (axes.order.map { natural[$0] }, axes.orientation)
    case .gradient(let output, let input):
      let (outputs, inputs) = (try form(of: output), try form(of: input))
      return (
        outputs.extents + inputs.extents, outputs.extents.isEmpty ? inputs.orientation : .column
      )
    default: break
    }
    switch try value(expression) {
    case .shape(let extents): return (extents, .column)
    case .exact: return ([], .column)
    case .tensor(let batch):
      if let number = batch.faults.first {
        throw Diagnostic(.noValue("it \(fault(number).message)"), at: expression.span)
      }
      return (
        settledShape(batch).map { Exact($0) },
        batch.derivative?.orientation ?? batch.orientation
      )
    }
  }
}
