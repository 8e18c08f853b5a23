import NumericCore

/// Derivatives of what derivatives are needed for: they are taken forwards, over dual numbers, and
/// those inside of them backwards as ever.
///
/// - Source: Pearlmutter, *Fast Exact Multiplication by the Hessian* (1994).
extension Evaluator {
  /// One evaluation for each element of the input.
  func forwards(
    _ output: Syntax.Expression, by input: Input, _ source: Batch<S>, isDirect: Bool, at span: Span
  ) throws -> Jacobian {
    guard !isDirect else { throw Diagnostic(.derivativeOfDerivative, at: span) }
    try refuseOrder(at: span)
    try refuseValueBetween(output, input, at: span)
    let inputs = source.variable.value
    var columns: [Tensor<S>] = []
    var last: Batch<Dual<S>>?
    for place in inputs.scalars.indices {
      let direction = Tensor(
        shape: inputs.shape,
        scalars: inputs.scalars.indices.map { $0 == place ? S.one : .zero })
      let inner = lifted()
      let moved = source.lifted(along: direction)
      if let element = input.element {
        inner.elementOverrides[.init(name: element.name, index: element.index)] = moved
      } else {
        inner.overrides[input.name] = moved
      }
      let result = inner.settled(try inner.batch(output))
      faults = inner.faults
      try charge(result.variable.shape, at: span)
      columns.append(result.variable.value.tangents())
      last = result
    }
    guard let last else { throw Diagnostic(.notDifferentiable, at: span) }
    let rows = last.variable.value.scalars.indices.flatMap { row in columns.map { $0.scalars[row] }
    }
    let jacobian = Tensor(shape: last.variable.shape + inputs.shape, scalars: rows)
    return Jacobian(
      jacobian: Batch(last.lanes, Variable(constant: jacobian), faults: last.faults),
      outputs: last.own.count, orientation: last.orientation)
  }

  /// More is not written, and each order takes several times as long as the one before.
  func refuseOrder(at span: Span) throws {
    guard !isOnTape else { throw Diagnostic(.derivativeOfDerivative, at: span) }
    guard order < 3 else { throw Diagnostic(.higherDerivative, at: span) }
  }

  /// The same evaluator of dual numbers, none of which moves.
  func lifted() -> Evaluator<Dual<S>> {
    let inner = Evaluator<Dual<S>>(scope, reading: reading, sample: sample.lifted, memo: memo)
    inner.overrides = overrides.mapValues { $0.lifted() }
    inner.elementOverrides = elementOverrides.reduce(into: [:]) {
      $0[.init(name: $1.key.name, index: $1.key.index)] = $1.value.lifted()
    }
    inner.order = order + 1
    inner.loops = loops
    inner.bindings = bindings
    inner.fixed = fixed
    inner.summed = summed
    inner.faults = faults
    return inner
  }

  /// A value that is cut loose must not stand between a derivative and what that is taken by: then
  /// nothing says what moves with what.
  private func refuseValueBetween(
    _ output: Syntax.Expression, _ input: Input, at span: Span
  ) throws {
    guard case .name(let name) = input.expression.chainedIndices.0.kind,
      scope[name]?.isDefined == true
    else { return }
    for inner in scope.differentiated(in: output) {
      guard case .name(let other) = inner.chainedIndices.0.kind else { continue }
      let isBetween = other == name ? input.element != nil : scope.depends(name, on: other)
      if isBetween { throw Diagnostic(.derivativeThroughValue(name, other), at: span) }
    }
  }
}

extension Sample {
  /// The same values, as dual numbers that do not move.
  fileprivate var lifted: Sample<Dual<S>> {
    Sample<Dual<S>>(letters: letters) { Tensor(lifting: tensor($0, $1)) }
  }
}

extension Batch {
  /// The same values as dual numbers, which move along a direction if there is one.
  func lifted(along direction: Tensor<S>? = nil) -> Batch<Dual<S>> {
    let values = variable.value
    let moved: Tensor<Dual<S>> =
      direction.map { Tensor(lifting: values, tangent: $0) } ?? Tensor(lifting: values)
    var result = Batch<Dual<S>>(
      lanes, Variable(constant: moved), faults: faults, orientation: orientation)
    result.rowOrientation = rowOrientation
    return result
  }
}

extension Diagnostic.Message {
  static func derivativeThroughValue(_ name: String, _ input: String) -> Self {
    Self(
      "unsupported",
      "\(name) itself changes with \(input), by which the derivative inside is taken",
      hint: "differentiate by what is given")
  }
}
