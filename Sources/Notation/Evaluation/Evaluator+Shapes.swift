import NumericCore

extension Evaluator {
  /// The extents of an expression, found without its values, so that they may hold letters.
  func shape(of expression: Syntax.Expression) throws -> [Exact] {
    switch expression.kind {
    case .name(let name):
      guard let declaration = scope[name], overrides[name] == nil else { break }
      switch declaration.kind {
      case .tensor(let extents): return try extents.map(exact)
      case .definition(_, let indices, let body) where indices.isEmpty: return try shape(of: body)
      case .definition, .family, .loss, .number: break
      }
    case .call(let name, let arguments, let options):
      if let declaration = scope[name] {
        try refuseOtherArguments(of: declaration, arguments, at: expression.span)
        return try shape(of: Syntax.Expression(.name(name), at: expression.span))
      }
      guard let function = function(named: name) else { break }
      let call = try FunctionCall(
        of: function, as: name, to: arguments, options, at: expression.span, in: self)
      if let shape = try function.shape(of: call) { return shape }
    case .derivative(let output, let input, _):
      let (outputs, inputs) = (try shape(of: output), try shape(of: input))
      let natural = outputs + inputs
      let layout = reading.layout(of: Syntax.Expression.derivativeText(output, input))
      return layout.axes(outputs: outputs.count, inputs: inputs.count).map { natural[$0] }
    default: break
    }
    switch try value(expression) {
    case .shape(let extents): return extents
    case .exact: return []
    case .tensor(let batch):
      if let number = batch.faults.first {
        throw Diagnostic(.noValue("it \(fault(number).message)"), at: expression.span)
      }
      return settledShape(batch).map { Exact($0) }
    }
  }
}
