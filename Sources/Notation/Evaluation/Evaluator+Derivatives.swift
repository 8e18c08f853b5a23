import NumericCore

extension Evaluator {
  /// `∂y/∂x`: all other inputs fixed; an `x` that is itself defined is cut loose. `∂⁺y/∂x` is direct
  /// whatever the reading says.
  func derivative(
    of output: Syntax.Expression, by input: Syntax.Expression, isWrittenDirect: Bool, at span: Span
  ) throws -> Value<S> {
    if isWrittenDirect, !isThroughTime(output, input) {
      throw Diagnostic(.directWithoutTime, at: span)
    }
    let isDirect = isWrittenDirect || isReadDirect(output, input)
    return try derivative(of: output, by: input, isDirect: isDirect, at: span)
  }

  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func derivative(
    of output: Syntax.Expression, by input: Syntax.Expression, isDirect: Bool, at span: Span
  ) throws -> Value<S> {
    let times = timeLoops(in: output, input, isDirect: isDirect)
    if !times.isEmpty {
      // `o_i^{(t)}`: the entry, too, is another at each index.
      let open = output.freeNames().union(input.freeNames()).filter { bindings[$0] != nil }
      return .tensor(
        try laneByLane(times.union(open), of: output, by: input, at: span) {
          try batch(
            derivative(of: output, by: input, isDirect: isDirect, at: span), at: span)
        }
      )
    }
    let (variable, indices) = try differentiated(input)
    if !indices.isEmpty, case .tensor(let whole) = try value(variable.expression),
      indices.count > whole.own.count
    {
      // `∂f/∂W[a, b, c]` in plain text: the list is too long for W, so it is the derivative's.
      let derivative = Syntax.Expression(
        .derivative(output, by: variable.expression, isDirect: isDirect), at: span)
      return try indexed(derivative, by: indices, at: span)
    }
    let (inner, outerIndices) = output.strippingIndices(
      isDeclared: { scope[$0] != nil },
      rank: { scope.family($0)?.rank ?? (isDirect ? timeAxis(of: $0).map { $0 + 1 } ?? 0 : 0) })
    let whole = try wholeDerivative(of: inner, by: variable, isDirect: isDirect, at: span)
    if outerIndices.isEmpty, indices.isEmpty { return .tensor(whole) }
    return .tensor(
      try indexedDerivative(whole, outerIndices, indices, inner, variable.expression, at: span))
  }

  struct Input {
    let name: String
    let expression: Syntax.Expression
    /// The one value that is meant, where the name is a family.
    var element: Element?
  }

  private func differentiated(_ input: Syntax.Expression) throws -> (Input, [Syntax.Expression]) {
    var indices: [Syntax.Expression] = []
    var base = input
    while case .indexed(let inner, let list) = base.kind {
      indices = list + indices
      base = inner
    }
    switch base.kind {
    case .name(let name) where bindings[name] == nil && scope.family(name) != nil:
      guard let rank = scope.family(name)?.rank, indices.count >= rank else {
        throw Diagnostic(.fewerIndices(name, 1), at: input.span)
      }
      let index = try indices.prefix(rank).map { try exact($0).whole(at: $0.span) }
      let whole = Syntax.Expression(
        .indexed(base, Array(indices.prefix(rank))), at: input.span)
      return (
        Input(name: whole.text, expression: whole, element: Element(name: name, index: index)),
        Array(indices.dropFirst(rank))
      )
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
    of output: Syntax.Expression, by input: Input, isDirect: Bool, at span: Span
  ) throws -> Batch<S> {
    if case .call(let name, let arguments, _) = output.kind, let declaration = scope[name] {
      if let body = body(of: declaration, at: arguments) {
        return try wholeDerivative(of: body, by: input, isDirect: isDirect, at: span)
      }
      try refuseOtherArguments(of: declaration, arguments, at: output.span)
    }
    let key = DerivativeKey(
      text: Syntax.Expression.derivativeText(output, input.expression), fixed: fixed,
      isDirect: isDirect)
    let isClosed =
      scope[output.withoutArguments] != nil || output.freeNames().isDisjoint(with: bindings.keys)
    let layout = reading.layout(
      of: Syntax.Expression.derivativeText(ofBases: output, input.expression))
    if isClosed, let known = derivatives[key] { return known }
    let names = output.freeNames().union(input.expression.freeNames()).subtracting(fixed.keys)
    let place =
      isClosed
      ? sharedMemory.map {
        Memory.Values<S>.Derivative(key: key, meanings: $0.scoped.meanings(of: names))
      } : nil
    if let place, let known = remembered?.derivatives[place] {
      var derivative = known
      derivative.derivative = known.derivative.map { $0.laidOut(layout) }
      derivatives[key] = derivative
      return derivative
    }
    let derivative = try computed(of: output, by: input, isDirect: isDirect, layout, at: span)
    if isClosed {
      derivatives[key] = derivative
      if let place, derivative.isMemorable { remembered?.derivatives[place] = derivative }
    }
    return derivative
  }

  private func computed(
    of output: Syntax.Expression, by input: Input, isDirect: Bool, _ layout: Layout, at span: Span
  ) throws -> Batch<S> {
    guard case .tensor(let source) = try value(input.expression), source.lanes.loops.isEmpty else {
      throw Diagnostic(.notDifferentiable, at: input.expression.span)
    }
    try refuseFaults(of: source, at: input.expression.span)
    try refuseValueBeside(output, input, at: span)
    let result =
      scope.isMadeOfDerivatives(output)
      ? try forwards(output, by: input, source, isDirect: isDirect, at: span)
      : try backwards(output, by: input, source, isDirect: isDirect, at: span)
    var derivative = result.jacobian
    derivative.derivative = DerivativeAxes(
      output: output.withoutArguments, input: input.name, outputs: result.outputs,
      inputs: source.own.count, layout: layout,
      orientations: (result.orientation, source.orientation))
    return derivative
  }

  /// Every derivative of an output by an input, its axes in natural order.
  struct Jacobian {
    let jacobian: Batch<S>
    /// How many of the axes are the output's.
    let outputs: Int
    let orientation: Orientation
  }

  /// Each output goes back over the whole tape.
  private func backwards(
    _ output: Syntax.Expression, by input: Input, _ source: Batch<S>, isDirect: Bool, at span: Span
  ) throws -> Jacobian {
    guard !isOnTape else { throw Diagnostic(.derivativeOfDerivative, at: span) }
    let leaf = Variable(leaf: source.variable.value)
    let varied = Batch(.single, leaf, orientation: source.orientation)
    let inner = try differentiating(by: input, varied, isDirect: isDirect, of: output)
    let result = inner.settled(try inner.batch(output))
    faults = inner.faults
    let outputs = result.variable.value.scalars.count
    try charge([outputs, result.variable.recordedScalars + leaf.value.scalars.count], at: span)
    let jacobian = try located(at: span) {
      _ = try (result.variable.shape + leaf.shape).elementCount()
      return try result.variable.jacobian(by: leaf)
    }
    return Jacobian(
      jacobian: Batch(result.lanes, Variable(constant: jacobian), faults: result.faults),
      outputs: result.own.count, orientation: result.orientation)
  }

  /// What is defined is cut loose where it is varied: that asks nothing of what does not go through it.
  private func refuseValueBeside(
    _ output: Syntax.Expression, _ input: Input, at span: Span
  ) throws {
    guard case .name(let name) = input.expression.chainedIndices.0.kind,
      scope[name]?.isDefined == true,
      !scope.closure(of: output.freeNames()).contains(name)
    else { return }
    throw Diagnostic(.doesNotGoThrough(output.text, name), at: span)
  }

  /// An evaluator in which the input is varied by itself.
  private func differentiating(
    by input: Input, _ leaf: Batch<S>, isDirect: Bool, of output: Syntax.Expression
  ) throws -> Evaluator {
    let inner = Evaluator(scope, reading: reading, sample: sample, memo: memo)
    inner.overrides = overrides
    inner.elementOverrides = elementOverrides
    if input.element == nil { inner.overrides[input.name] = leaf }
    if let element = input.element {
      inner.elementOverrides[element] = leaf
      if let time = element.index.last, isCausal(element.name) {
        inner.earlier = Earlier(evaluator: self, time: time)
      }
    }
    if isDirect { inner.frozen = Frozen(evaluator: self, time: try time(of: output)) }
    inner.loops = loops
    inner.bindings = bindings
    // The loss may share its letter with an index: above the line it is the loss.
    if case .name(let name) = output.kind, scope[name] != nil { inner.bindings[name] = nil }
    inner.fixed = fixed
    inner.summed = summed
    inner.faults = faults
    return inner
  }

  // MARK: - Lanes

  /// What stands for a derivative that exists at no index, as in a product of no factors: zeros of the
  /// shape that it would have.
  private func nowhere(
    _ output: Syntax.Expression, by input: Syntax.Expression, at span: Span
  ) throws -> Batch<S>? {
    guard let outputs = try shapeOfElement(output), let inputs = try shapeOfElement(input) else {
      return nil
    }
    let shape = outputs + inputs
    let zeros = Tensor<S>(
      shape: shape, scalars: Array(repeating: .zero, count: try shape.elementCount()))
    var batch = Batch(.single, Variable(constant: zeros))
    let text = Syntax.Expression.derivativeText(ofBases: output, input)
    batch.derivative = DerivativeAxes(
      output: output.text, input: input.text, outputs: outputs.count, inputs: inputs.count,
      layout: reading.layout(of: text))
    return batch
  }

  private func shapeOfElement(_ expression: Syntax.Expression) throws -> Shape? {
    let (base, indices) = expression.chainedIndices
    guard case .name(let name) = base.kind, let family = scope.family(name),
      indices.count >= family.rank
    else { return nil }
    return Array(try shapeOfFirst(name, family).dropFirst(indices.count - family.rank))
  }

  /// Evaluates once for each combination of the values of some loops; where nothing defines what is
  /// read, that lane is at fault.
  private func laneByLane(
    _ names: Set<String>, of output: Syntax.Expression, by input: Syntax.Expression, at span: Span,
    _ body: () throws -> Batch<S>
  ) throws -> Batch<S> {
    let numbers = names.compactMap { bindings[$0] }.sorted()
    let lanes = try bounded(
      Lanes(loops: numbers, extents: numbers.map { loops[$0].values.count }), at: span)
    let outer = (bindings, fixed)
    defer { (bindings, fixed) = outer }
    for name in names { bindings[name] = nil }
    var results: [Batch<S>?] = []
    var faults = Faults(lanes: lanes.count)
    for lane in 0..<lanes.count {
      for (number, position) in zip(numbers, lanes.coordinates(of: lane)) {
        fixed[loops[number].name] = loops[number].values[position]
      }
      do {
        results.append(try body())
      } catch let diagnostic as Diagnostic where diagnostic.message.cause == .faultInDefinition {
        results.append(nil)
        faults[lane] = note(
          Fault(
            kind: .outside, message: "has no value: \(diagnostic.message.text)",
            span: diagnostic.span))
      }
    }
    guard let first = try results.compactMap({ $0 }).first ?? nowhere(output, by: input, at: span)
    else { throw Diagnostic(.noValue("this derivative exists at no index"), at: span) }
    guard results.allSatisfy({ $0.map { $0.lanes.loops.isEmpty && $0.own == first.own } ?? true })
    else { throw Diagnostic(.derivativeOfLanes, at: span) }
    for (lane, result) in results.enumerated() where faults[lane] == 0 {
      faults[lane] = result?.faults[0] ?? 0
    }
    let none = Variable(constant: first.variable.value.map { _ in .zero })
    let stacked = try Variable.apply(.stack, toAll: results.map { $0?.variable ?? none })
    let shaped = try Variable.apply(
      .gather(Array(0..<stacked.value.scalars.count), shape: lanes.extents + first.own),
      to: stacked)
    var result = Batch(lanes, shaped, faults: faults.trimmed)
    result.derivative = first.derivative
    result.orientation = first.orientation
    return result
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
    } else {
      let text = Syntax.Expression(.indexed(output, outputs), at: output.span).text
      result.derivative = DerivativeAxes(
        output: text, input: axes.input, outputs: rank, inputs: axes.inputs, layout: axes.layout,
        orientations: (
          rank == axes.outputs ? axes.orientations.output : .column,
          axes.orientations.input
        ))
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
    if leavesOutAxes(if: long.count == indices.count && long.count != axes.count) {
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
  /// `f[a][b]` as `f` and `[a, b]`; the indices that choose a value of a family stay with it.
  fileprivate func strippingIndices(
    isDeclared: (String) -> Bool, rank: (String) -> Int
  ) -> (Syntax.Expression, [Syntax.Expression]) {
    let (base, indices) = chainedIndices
    switch base.kind {
    case .name(let name), .call(let name, _, _):
      guard isDeclared(name), indices.count >= rank(name) else { return (self, []) }
      let chosen = Array(indices.prefix(rank(name)))
      let inner = chosen.isEmpty ? base : Syntax.Expression(.indexed(base, chosen), at: span)
      return (inner, Array(indices.dropFirst(chosen.count)))
    default: return (self, [])
    }
  }
}

extension Diagnostic.Message {
  static let notDifferentiable = Self(
    "not-differentiable", "a derivative is by a tensor of the homework or an element of one",
    hint: "write \\partial W or \\partial W[i, j] below the line")

  static func doesNotGoThrough(_ output: String, _ input: String) -> Self {
    Self(
      "not-differentiable", "\(output) does not go through \(input)",
      hint: "define one by the other, or differentiate by what it is defined by")
  }

  static let directWithoutTime = Self(
    "not-differentiable", "∂⁺ follows nothing through time, and nothing here runs through time",
    hint: "write ∂")

  static let derivativeOfLanes = Self(
    "unsupported", "this derivative has another shape at each index")
}
