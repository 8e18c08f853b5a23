import NumericCore

extension Evaluator {
  /// `∂y/∂x`: all other inputs fixed; an `x` that is itself defined is cut loose.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func derivative(
    of output: Syntax.Expression, by input: Syntax.Expression, at span: Span
  ) throws -> Value<S> {
    let (variable, indices) = try differentiated(input)
    if !indices.isEmpty, case .tensor(let whole) = try value(variable.expression),
      indices.count > whole.own.count
    {
      // `∂f/∂W[a, b, c]` in plain text: the list is too long for W, so it is the derivative's.
      let derivative = Syntax.Expression(.derivative(output, by: variable.expression), at: span)
      return try indexed(derivative, by: indices, at: span)
    }
    let (inner, outerIndices) = output.strippingIndices(isDeclared: { scope[$0] != nil })
    let whole = try wholeDerivative(of: inner, by: variable, at: span)
    if outerIndices.isEmpty, indices.isEmpty { return .tensor(whole) }
    return .tensor(
      try indexedDerivative(whole, outerIndices, indices, inner, variable.expression, at: span))
  }

  private struct Input {
    let name: String
    let expression: Syntax.Expression
  }

  private func differentiated(_ input: Syntax.Expression) throws -> (Input, [Syntax.Expression]) {
    var indices: [Syntax.Expression] = []
    var base = input
    while case .indexed(let inner, let list) = base.kind {
      indices = list + indices
      base = inner
    }
    switch base.kind {
    case .name(let name) where bindings[name] == nil:
      return (Input(name: name, expression: base), indices)
    case .call(let name, _, _) where scope[name] != nil:
      _ = try value(base)
      let plain = Syntax.Expression(.name(name), at: base.span)
      return (Input(name: name, expression: plain), indices)
    default: throw Diagnostic(.notDifferentiable, at: input.span)
    }
  }

  /// The derivative with all its axes, in natural order.
  private func wholeDerivative(
    of output: Syntax.Expression, by input: Input, at span: Span
  ) throws -> Batch<S> {
    let key = Syntax.Expression.derivativeText(output, input.expression)
    let isClosed =
      scope[output.withoutArguments] != nil || output.freeNames().isDisjoint(with: bindings.keys)
    if isClosed, let known = derivatives[key] { return known }
    guard case .tensor(let source) = try value(input.expression), source.lanes.loops.isEmpty else {
      throw Diagnostic(.notDifferentiable, at: input.expression.span)
    }
    guard overrides.isEmpty else { throw Diagnostic(.derivativeOfDerivative, at: span) }
    let leaf = Variable(leaf: source.variable.value)
    let inner = Evaluator(
      scope, reading: reading, sample: sample, overrides: [input.name: leaf], memo: memo)
    inner.loops = loops
    inner.bindings = bindings
    // The loss may share its letter with an index: above the line it is the loss.
    if case .name(let name) = output.kind, scope[name] != nil { inner.bindings[name] = nil }
    inner.summed = summed
    inner.allowance = allowance
    let result = inner.settled(try inner.batch(output))
    allowance = inner.allowance
    try charge(result.variable.shape + leaf.shape, at: span)
    let jacobian = try located(at: span) {
      _ = try (result.variable.shape + leaf.shape).elementCount()
      return try result.variable.jacobian(by: leaf)
    }
    var derivative = Batch(result.lanes, Variable(constant: jacobian), faults: result.faults)
    derivative.derivative = DerivativeAxes(
      output: output.withoutArguments, input: input.name, outputs: result.own.count,
      inputs: leaf.shape.count, layout: reading.layout(of: key))
    if isClosed { derivatives[key] = derivative }
    return derivative
  }

  /// `∂y[i]/∂x[j]`: these indices count the tensors' own axes, whatever the layout.
  private func indexedDerivative(
    _ whole: Batch<S>, _ outputs: [Syntax.Expression], _ inputs: [Syntax.Expression],
    _ output: Syntax.Expression, _ input: Syntax.Expression, at span: Span
  ) throws -> Batch<S> {
    guard let axes = whole.derivative else { return whole }
    var natural = whole
    natural.derivative = nil
    let shape = natural.own
    var result = natural
    var rank = axes.outputs
    if !outputs.isEmpty {
      result = try access(
        result, Array(0..<axes.outputs), outputs, base: indexBase(of: output), output.text, at: span
      )
      rank -= shape.count - result.own.count
    }
    if !inputs.isEmpty {
      let own = result.own
      result = try access(
        result, Array(rank..<own.count), inputs, base: indexBase(of: input), input.text, at: span)
    }
    return result
  }

  /// Indexes some of the axes; the reading may let the list leave out those of size 1.
  private func access(
    _ source: Batch<S>, _ axes: [Int], _ indices: [Syntax.Expression], base: Int, _ text: String,
    at span: Span
  ) throws -> Batch<S> {
    let long = axes.filter { source.own[$0] != 1 }
    let chosen: [Int]
    if reading.squeezesAxes, long.count == indices.count {
      chosen = axes
    } else if indices.count <= axes.count {
      chosen = Array(axes.prefix(indices.count))
    } else {
      throw Diagnostic(
        .tooManyIndices(indices.count, shape: axes.map { source.own[$0] }), at: span)
    }
    let skipped = chosen.count > indices.count
    let first = Syntax.Expression(.number(Rational(base)), at: span)
    var remaining = indices[...]
    let complete = chosen.map { axis in
      skipped && source.own[axis] == 1 ? first : remaining.popFirst() ?? first
    }
    return try gather(
      source, complete.map(exact),
      Access(base: base, axes: chosen, text: text, indices: complete, span: span))
  }
}

extension Syntax.Expression {
  /// `f[a][b]` as `f` and `[a, b]`.
  fileprivate func strippingIndices(
    isDeclared: (String) -> Bool
  ) -> (Syntax.Expression, [Syntax.Expression]) {
    guard case .indexed(let base, let indices) = kind else { return (self, []) }
    let (inner, leading) = base.strippingIndices(isDeclared: isDeclared)
    switch inner.kind {
    case .name(let name), .call(let name, _, _):
      return isDeclared(name) ? (inner, leading + indices) : (self, [])
    default: return (self, [])
    }
  }
}

extension Diagnostic.Message {
  static let notDifferentiable = Self(
    "not-differentiable", "a derivative is by a tensor of the homework or an element of one",
    hint: "write \\partial W or \\partial W[i, j] below the line")

  static let derivativeOfDerivative = Self(
    "unsupported", "second derivatives are not supported", hint: "write first derivatives only")
}
