import NumericCore

/// The derivative of a function of one number, at its argument: `\sigma'(z)`, `f''(x)`.
extension Evaluator {
  /// A function of a number acts on each element by itself, and so does its slope.
  func slope(of call: Syntax.Expression, order: Int, at span: Span) throws -> Batch<S> {
    guard case .call(let name, let arguments, let options) = call.kind, arguments.count == 1 else {
      throw Diagnostic(.slopeOfSeveral, at: span)
    }
    try refuseOrder(at: span)
    let parameter = try parameter(ofFunction: name, at: span)
    let argument = settled(try batch(arguments[0]))
    let point = elementsAsLanes(argument)
    let inner = lifted()
    let ones = Tensor(
      shape: point.variable.shape, scalars: point.variable.value.scalars.map { _ in S.one })
    inner.loops = loops
    inner.overrides[parameter] = point.lifted(along: ones)
    let letter = Syntax.Expression(.name(parameter), at: span)
    let function = Syntax.Expression(.call(name, [letter], options), at: span)
    let next =
      order > 1 ? Syntax.Expression(.slope(of: function, order: order - 1), at: span) : function
    if !argument.own.isEmpty, scope[name] != nil, !isGivenAsNumber(parameter) {
      try refuseMixing(name, at: arguments[0], argument, point, by: parameter)
    }
    let value = try inner.withoutBindings { inner.settled(try inner.batch(next)) }
    faults = inner.faults
    guard value.own.isEmpty else { throw Diagnostic(.slopeOfTensor(name), at: span) }
    let slopes = Batch(
      value.lanes, Variable(constant: value.variable.value.tangents()), faults: value.faults)
    let aligned = try aligned(slopes, to: point.lanes, own: [])
    guard !argument.own.isEmpty else { return aligned }
    return Batch(
      argument.lanes, aligned.variable, faults: argument.faults, orientation: argument.orientation)
  }

  /// The one letter that a function is defined with; one that nobody can write for those of the library.
  private func parameter(ofFunction name: String, at span: Span) throws -> String {
    guard let declaration = scope[name] else { return Scope.hidden("argument", of: name) }
    guard case .definition(let parameters, let indices, _) = declaration.kind, indices.isEmpty,
      parameters.count == 1
    else { throw Diagnostic(.slopeOfSeveral, at: span) }
    if case .tensor = scope[parameters[0]]?.kind, !isGivenAsNumber(parameters[0]) {
      throw Diagnostic(.slopeOfTensor(name), at: span)
    }
    return parameters[0]
  }

  private func isGivenAsNumber(_ name: String) -> Bool {
    if case .tensor(let extents) = scope[name]?.kind { extents.isEmpty } else { false }
  }

  /// Where nothing says that a function takes numbers, it must do the same to a tensor as to each of
  /// its elements.
  private func refuseMixing(
    _ function: String, at expression: Syntax.Expression, _ argument: Batch<S>, _ point: Batch<S>,
    by parameter: String
  ) throws {
    let span = expression.span
    let whole = settled(
      try batch(Syntax.Expression(.call(function, [expression], []), at: span)))
    let inner = Evaluator(scope, reading: reading, sample: sample, memo: memo)
    (inner.loops, inner.faults) = (loops, faults)
    inner.overrides = overrides.merging([parameter: point]) { $1 }
    let single = try inner.batch(Syntax.Expression(.name(function), at: span))
    faults = inner.faults
    guard whole.own == argument.own, single.own.isEmpty,
      try aligned(single, to: point.lanes, own: []).variable.value.scalars
        == aligned(whole, to: argument.lanes, own: whole.own).variable.value.scalars
    else { throw Diagnostic(.slopeOfTensor(function), at: span) }
  }

  /// The elements of a tensor, each in a lane of its own.
  private func elementsAsLanes(_ source: Batch<S>) -> Batch<S> {
    guard !source.own.isEmpty else { return source }
    let added = source.own.map { extent in
      loops.append(Loop(name: "", values: Array(0..<extent)))
      return loops.count - 1
    }
    let lanes = Lanes(
      loops: source.lanes.loops + added, extents: source.lanes.extents + source.own)
    return Batch(
      lanes, source.variable, faults: source.faults.spread(over: lanes.positions(in: source.lanes)))
  }
}

extension Diagnostic.Message {
  static let slopeOfSeveral = Self(
    "not-differentiable", "a prime is the derivative of a function of one number",
    hint: "write \\frac{\\partial f}{\\partial x}")

  static func slopeOfTensor(_ name: String) -> Self {
    Self(
      "not-differentiable",
      "\(name) is no function of one number, of which a prime is the derivative",
      hint: "write \\nabla_x f, or \\frac{\\partial f}{\\partial x}")
  }
}
