import NumericCore

/// Powers: of a square matrix the product with itself and its inverse, of anything else element by
/// element.
extension Evaluator {
  func power(
    _ written: Syntax.Expression, _ exponent: Syntax.Expression, at span: Span
  ) throws -> Value<S> {
    if case .name("e") = written.kind, scope["e"] == nil, bindings["e"] == nil {
      return try call("exp", [exponent], [], at: span)
    }
    if case .number(let degree) = exponent.kind, degree == Rational(2),
      case .call(Norm.euclidean.name, let arguments, _) = written.kind, arguments.count == 1
    {
      return try located(at: span) { .tensor(try squares(of: arguments[0], at: span).summed()) }
    }
    let base = try value(written)
    if case .name("T") = exponent.kind, case .tensor(let tensor) = base, !tensor.own.isEmpty {
      return .tensor(try transposed(tensor, isElement: false, at: span))
    }
    guard case .exact(let exponents) = try value(exponent) else {
      return .tensor(try realPower(of: base, batch(exponent), at: span))
    }
    if case .exact(let numbers) = base, exponents.values.allSatisfy(\.isInteger) {
      return .exact(try powers(of: numbers, exponents, at: span))
    }
    guard exponents.values.allSatisfy({ $0.magnitude <= Rational(64) }) else {
      throw Diagnostic(.exponentTooHard, at: exponent.span)
    }
    let whole = try settled(batch(base, at: span))
    if case .call("abs", _, _) = written.kind, !whole.own.isEmpty {
      throw Diagnostic(.powerOfBars, at: span)
    }
    // A batch that is square here only has powers element by element.
    let isBatch = whole.isSquareMatrix && !isSquare(whole, written)
    let factor = isBatch ? try reshaped(whole, to: [whole.own[0] * whole.own[1]]) : whole
    let power: Batch<S>
    if exponents.values.allSatisfy(\.isInteger) {
      power = try wholePower(factor, exponents, at: span)
    } else {
      guard let constant = exponents.constant, !factor.isSquareMatrix else {
        throw Diagnostic(.exponentTooHard, at: exponent.span)
      }
      power = try realPower(factor, constant, at: span)
    }
    return .tensor(isBatch ? try reshaped(power, to: whole.own) : power)
  }

  private func squares(of written: Syntax.Expression, at span: Span) throws -> Batch<S> {
    let whole = settled(try batch(written))
    return try elementwise(.multiply, whole, whole, mayBroadcast: false, at: span)
  }

  /// Whether it is square by what its sizes are called, and not only by what they are here.
  func isSquare(_ batch: Batch<S>, _ expression: Syntax.Expression) -> Bool {
    guard batch.isSquareMatrix else { return false }
    guard let extents = scope.writtenExtents(of: expression), extents.count == 2 else {
      return true
    }
    return extents[0] == extents[1]
  }

  /// `2^k`, where k may run.
  private func powers(of bases: Exact, _ exponents: Exact, at span: Span) throws -> Exact {
    let lanes = try bounded(bases.lanes.union(exponents.lanes), at: span)
    let (a, b) = (lanes.positions(in: bases.lanes), lanes.positions(in: exponents.lanes))
    var faults = bases.faults.spread(over: a).merging(exponents.faults.spread(over: b))
    let values = try located(at: span) {
      try a.indices.map { lane in
        let base = bases.values[a[lane]]
        var exponent = exponents.values[b[lane]].integer ?? 0
        if base.magnitude == Rational(1) { exponent %= 2 }
        let power = try base.power(abs(exponent))
        guard exponent < 0 else { return power }
        guard !power.isZero else {
          if faults.isEmpty { faults = Faults(lanes: a.count) }
          faults[lane] = note(
            Fault(kind: .divisionByZero, message: "divides by zero", span: span))
          return Rational(0)
        }
        return try Rational(1).divided(by: power)
      }
    }
    return Exact(lanes, values, faults: faults)
  }

  /// A power of what may have any sign, another exponent in each lane.
  private func wholePower(
    _ factor: Batch<S>, _ exponents: Exact, at span: Span
  ) throws -> Batch<S> {
    let lanes = try bounded(factor.lanes.union(exponents.lanes), at: span)
    let powers = lanes.positions(in: exponents.lanes).map { exponents.values[$0].integer ?? 0 }
    var base = try aligned(factor, to: lanes, own: factor.own)
    base.faults = factor.faults.spread(over: lanes.positions(in: factor.lanes))
      .merging(exponents.faults.spread(over: lanes.positions(in: exponents.lanes)))
    if powers.contains(where: { $0 < 0 }) {
      base = try choosing(
        try reciprocal(of: base, where: powers.map { $0 < 0 }, at: span), over: base
      ) {
        powers[$0] < 0
      }
    }
    var result = try one(like: base)
    for bit in 0..<7 where powers.contains(where: { abs($0) >> bit > 0 }) {
      if bit > 0 { base = try squared(base, at: span) }
      let longer = try multiplied(result, base, at: span)
      result = try choosing(longer, over: result) { abs(powers[$0]) >> bit & 1 == 1 }
    }
    result.orientation = factor.orientation
    return result
  }

  private func squared(_ base: Batch<S>, at span: Span) throws -> Batch<S> {
    try multiplied(base, base, at: span)
  }

  private func multiplied(_ x: Batch<S>, _ y: Batch<S>, at span: Span) throws -> Batch<S> {
    x.isSquareMatrix
      ? try contracted(x, y, axes: 1, at: span)
      : try elementwise(.multiply, x, y, mayBroadcast: false, at: span)
  }

  /// Ones, or for square matrices the identity.
  private func one(like base: Batch<S>) throws -> Batch<S> {
    let size = base.own.reduce(1, *)
    let scalars = base.variable.value.scalars.indices.map { place in
      !base.isSquareMatrix || place % size % (base.own[1] + 1) == 0 ? S.one : .zero
    }
    let ones = Tensor(shape: base.variable.shape, scalars: scalars)
    return Batch(base.lanes, Variable(constant: ones), faults: base.faults)
  }

  /// What a value is divided into, or the inverse of a matrix, in the lanes that ask for it.
  private func reciprocal(
    of base: Batch<S>, where isAsked: [Bool], at span: Span
  ) throws -> Batch<S> {
    let one = try one(like: base)
    let divisor = try choosing(base, over: one) { isAsked[$0] }
    guard base.isSquareMatrix else {
      return try elementwise(.divide, one, divisor, mayBroadcast: false, at: span)
    }
    return try located(at: span) {
      Batch(base.lanes, try .apply(.inverse, to: divisor.variable), faults: base.faults)
    }
  }

  /// One batch in some lanes, the other elsewhere; both have the same lanes and axes.
  private func choosing(
    _ first: Batch<S>, over second: Batch<S>, where isFirst: (Int) -> Bool
  ) throws -> Batch<S> {
    let size = second.own.reduce(1, *)
    let mask = (0..<second.lanes.count).flatMap { Array(repeating: isFirst($0), count: size) }
    if mask.allSatisfy({ $0 }) { return first }
    return Batch(
      second.lanes, try .apply(.select(mask), to: first.variable, second.variable),
      faults: second.faults)
  }

  /// `(1 - p)^\gamma` with a real number γ, of what is positive.
  private func realPower(
    of base: Value<S>, _ exponent: Batch<S>, at span: Span
  ) throws -> Batch<S> {
    let (factor, slope) = (try settled(batch(base, at: span)), settled(exponent))
    guard slope.own.isEmpty, !factor.isSquareMatrix else {
      throw Diagnostic(.exponentTooHard, at: span)
    }
    return try located(at: span) {
      try elementwise(
        .multiply, slope, try factor.applying(.log), mayBroadcast: true, at: span
      ).applying(.exp)
    }
  }

  /// `x^{3/2}`, `x^{-0.7}`, of what is not negative.
  private func realPower(_ factor: Batch<S>, _ exponent: Rational, at span: Span) throws -> Batch<S>
  {
    guard exponent.denominator != 2 else {
      let root = try located(at: span) { try factor.applying(.sqrt) }
      let whole = try wholePower(factor, Exact(exponent.floor), at: span)
      return try elementwise(.multiply, whole, root, mayBroadcast: false, at: span)
    }
    return try realPower(of: .tensor(factor), batch(.exact(Exact(exponent)), at: span), at: span)
  }
}

extension Diagnostic.Message {
  static let exponentTooHard = Self(
    "unsupported",
    "an exponent is a whole number between −64 and 64, or for numbers that are positive a real number"
  )

  static let powerOfBars = Self(
    "ambiguous", "are these bars the norm of a vector, or the absolute value of each entry?",
    hint: "write \\|x\\| for the norm, and name the vector of absolute values")
}
