import NumericCore

extension Evaluator {
  func binary(
    _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression,
    at span: Span
  ) throws -> Value<S> {
    let (a, b) = try operands(sign, left, right)
    if case .exact(let x) = a, case .exact(let y) = b {
      return .exact(try arithmetic(sign, x, y, at: span))
    }
    let x = try batch(a, at: left.span)
    let y = try batch(b, at: right.span)
    var result: Batch<S>
    switch sign {
    case .add, .subtract:
      let (x, y) = try withBias(left, x, right, y, at: span)
      result = try elementwise(
        sign == .add ? .add : .subtract, x, y, mayBroadcast: true, at: span)
    case .divide:
      guard !isSquare(y, right) else {
        throw Diagnostic(.divisionByMatrix(y.own), at: right.span)
      }
      result = try elementwise(.divide, x, y, mayBroadcast: true, at: span)
    case .hadamard:
      result = try hadamard(x, right, y, at: span)
    case .star where !x.own.isEmpty && !y.own.isEmpty:
      guard settledShape(x) == settledShape(y) else {
        throw Diagnostic(.starOfShapes(settled(x), settled(y)), at: span)
      }
      result = try elementwise(.multiply, x, y, mayBroadcast: false, at: span)
    case .juxtaposition, .dot, .times, .star: result = try product(sign, x, y, at: span)
    }
    if sign.isProduct || sign == .hadamard {
      forgiveFaults(beside: a, in: &result)
      forgiveFaults(beside: b, in: &result)
    }
    return .tensor(result)
  }

  /// An indicator that is 0 shields what it multiplies: `W[k] 𝟙[1 ≤ k ≤ 3]` reads no other k.
  private func forgiveFaults(beside value: Value<S>, in result: inout Batch<S>) {
    guard case .exact(let indicator) = value, indicator.isIndicator, !result.faults.isEmpty
    else { return }
    let positions = result.lanes.positions(in: indicator.lanes)
    result.faults = result.faults.filter { lane in
      indicator.faults[positions[lane]] != 0 || !indicator.values[positions[lane]].isZero
    }
  }

  /// One element against one, where the shapes are equal or one side is a number.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func elementwise(
    _ primitive: Primitive<S>, _ left: Batch<S>, _ right: Batch<S>, mayBroadcast: Bool,
    at span: Span
  ) throws -> Batch<S> {
    let (x, y) = try withoutAxesOfOne(settled(left), settled(right), at: span)
    guard x.own == y.own || (mayBroadcast && (x.own.isEmpty || y.own.isEmpty)) else {
      throw Diagnostic(.shapesDiffer(x.own, y.own), at: span)
    }
    let orientation = try orientation(of: x, beside: y, at: span)
    let lanes = x.lanes.union(y.lanes)
    let own = x.own.isEmpty ? y.own : x.own
    try charge(lanes.extents + own, at: span)
    return try located(at: span) {
      let a = try aligned(x, to: lanes, own: own)
      let b = try aligned(y, to: lanes, own: own)
      return Batch(
        lanes, try Variable.apply(primitive, to: a.variable, b.variable),
        faults: a.faults.merging(b.faults), orientation: orientation)
    }
  }

  /// A row of a matrix beside a vector, 1 × 3 beside 3, where the reading leaves out the 1.
  private func withoutAxesOfOne(
    _ x: Batch<S>, _ y: Batch<S>, at span: Span
  ) throws -> (Batch<S>, Batch<S>) {
    let differInOnes =
      x.own.count != y.own.count && !x.own.isEmpty && !y.own.isEmpty
      && x.own.filter({ $0 != 1 }) == y.own.filter({ $0 != 1 })
    guard leavesOutAxes(if: differInOnes) else { return (x, y) }
    try refuseRowBesideColumn(x, y, at: span)
    return x.own.count < y.own.count
      ? (try reshaped(x, to: y.own), y) : (x, try reshaped(y, to: x.own))
  }

  // MARK: - Products

  /// A product as the shapes allow: by a number, of matrices and vectors, of two derivatives.
  func product(
    _ sign: Syntax.BinaryOperator, _ left: Batch<S>, _ right: Batch<S>, at span: Span
  ) throws -> Batch<S> {
    if let outer = left.derivative, let inner = right.derivative, outer.input == inner.output {
      return try chainRule(left, outer, right, inner, at: span)
    }
    let (x, y) = (settled(left), settled(right))
    if reading.multipliesLoosely, let loose = try looseProduct(x, y, at: span) { return loose }
    switch (x.own.count, y.own.count) {
    case (0, _), (_, 0): return try elementwise(.multiply, x, y, mayBroadcast: true, at: span)
    case (1, 1): return try productOfVectors(sign, x, y, at: span)
    case (2, 1) where y.orientation == .row && x.own[1] == 1:
      return try contracted(reshaped(x, to: [x.own[0]]), y, axes: 0, at: span)
    case (1, 2) where x.orientation == .column && y.own[0] == 1:
      return try contracted(x, reshaped(y, to: [y.own[1]]), axes: 0, at: span)
    case (1, 2) where x.orientation != .column:
      var row = try contracted(x, y, axes: 1, at: span)
      row.orientation = .row
      return row
    case (1, 3...), (2..., 2...):
      return try contracted(x, y, axes: 1, at: span)
    case (2..., 1) where y.orientation != .row:
      return try contracted(x, y, axes: 1, at: span)
    default: throw Diagnostic(.noProduct(x, y), at: span)
    }
  }

  /// A number, or a matrix, as the vectors lie; where they lie alike only a dot says which.
  private func productOfVectors(
    _ sign: Syntax.BinaryOperator, _ x: Batch<S>, _ y: Batch<S>, at span: Span
  ) throws -> Batch<S> {
    switch (x.orientation, y.orientation) {
    case (.row, .column), (.row, .either), (.either, .column):
      return try contracted(x, y, axes: 1, at: span)
    case (.column, .row), (.either, .row): return try contracted(x, y, axes: 0, at: span)
    case (.column, .either) where sign != .dot: return try contracted(x, y, axes: 0, at: span)
    default:
      guard sign == .dot else { throw Diagnostic(.productNeedsSign, at: span) }
      return try contracted(x, y, axes: 1, at: span)
    }
  }

  /// Two derivatives side by side are summed over the axes of the variable between them.
  private func chainRule(
    _ left: Batch<S>, _ outer: DerivativeAxes, _ right: Batch<S>, _ inner: DerivativeAxes,
    at span: Span
  ) throws -> Batch<S> {
    var result = try contracted(left, right, axes: inner.outputs, at: span)
    result.derivative = DerivativeAxes(
      output: outer.output, input: inner.input, outputs: outer.outputs, inputs: inner.inputs,
      layout: inner.layout)
    return result
  }

  /// Sums over the last `axes` of the left and the first of the right.
  func contracted(
    _ x: Batch<S>, _ y: Batch<S>, axes: Int, at span: Span
  ) throws -> Batch<S> {
    let shared = Array(x.own.suffix(axes))
    guard shared == Array(y.own.prefix(axes)) else {
      throw Diagnostic(.noProduct(x, y), at: span)
    }
    let lanes = x.lanes.union(y.lanes)
    let rows = Array(x.own.dropLast(axes))
    let columns = Array(y.own.dropFirst(axes))
    let shape = lanes.extents + rows + columns + shared
    try charge(shape, at: span)
    return try located(at: span) {
      let (rowCount, columnCount) = (rows.reduce(1, *), columns.reduce(1, *))
      let sharedCount = shared.reduce(1, *)
      var left: [Int] = []
      var right: [Int] = []
      for (xLane, yLane) in zip(lanes.positions(in: x.lanes), lanes.positions(in: y.lanes)) {
        for row in 0..<rowCount {
          for column in 0..<columnCount {
            for k in 0..<sharedCount {
              left.append((xLane * rowCount + row) * sharedCount + k)
              right.append((yLane * sharedCount + k) * columnCount + column)
            }
          }
        }
      }
      let products = try Variable.multiply(
        .apply(.gather(left, shape: shape), to: x.variable),
        .apply(.gather(right, shape: shape), to: y.variable))
      let xFaults = x.faults.spread(over: lanes.positions(in: x.lanes))
      let yFaults = y.faults.spread(over: lanes.positions(in: y.lanes))
      return Batch(
        lanes, try .apply(.sum(last: shared.count), to: products),
        faults: xFaults.merging(yFaults))
    }
  }

  // MARK: - Exact numbers

  func arithmetic(
    _ sign: Syntax.BinaryOperator, _ left: Exact, _ right: Exact, at span: Span
  ) throws -> Exact {
    let lanes = try bounded(left.lanes.union(right.lanes), at: span)
    let (a, b) = (lanes.positions(in: left.lanes), lanes.positions(in: right.lanes))
    var faults = left.faults.spread(over: a).merging(right.faults.spread(over: b))
    let isProduct = sign.isProduct || sign == .hadamard
    var zeroDivision: Int32?
    var values: [Rational] = []
    values.reserveCapacity(a.count)
    for lane in a.indices {
      let (x, y) = (left.values[a[lane]], right.values[b[lane]])
      if isProduct, !faults.isEmpty, shields(left, a[lane]) || shields(right, b[lane]) {
        faults[lane] = 0
      }
      do {
        switch sign {
        case .add: values.append(try x.adding(y))
        case .subtract: values.append(try x.subtracting(y))
        case .divide: values.append(try x.divided(by: y))
        default: values.append(try x.multiplied(by: y))
        }
      } catch DomainError.divisionByZero {
        values.append(Rational(0))
        if faults.isEmpty { faults = Faults(lanes: a.count) }
        if faults[lane] == 0 {
          zeroDivision =
            zeroDivision
            ?? note(Fault(kind: .divisionByZero, message: "divides by zero", span: span))
          faults[lane] = zeroDivision ?? 0
        }
      } catch {
        throw Diagnostic(.noValue("\(error)"), at: span)
      }
    }
    return Exact(
      lanes, values, faults: faults,
      isIndicator: isProduct && left.isIndicator && right.isIndicator)
  }

  private func shields(_ factor: Exact, _ lane: Int) -> Bool {
    factor.isIndicator && factor.values[lane].isZero && factor.faults[lane] == 0
  }

  func negated(_ value: Value<S>, at span: Span) throws -> Value<S> {
    switch value {
    case .exact(let exact):
      return .exact(Exact(exact.lanes, exact.values.map { $0.negated }, faults: exact.faults))
    case .tensor(var batch):
      let negated = try Variable.apply(.negate, to: batch.variable)
      var result = Batch(batch.lanes, negated, faults: batch.faults)
      result.derivative = batch.derivative
      result.orientation = batch.orientation
      batch = result
      return .tensor(batch)
    case .shape: throw Diagnostic(.shapeIsNoNumber, at: span)
    }
  }
}

extension Diagnostic.Message {
  static func shapesDiffer(_ left: Shape, _ right: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "\(left.shapeDescription) and \(right.shapeDescription) do not fit together")
  }

  static let productNeedsSign = Self(
    .shapesDoNotFit, "two vectors side by side have no product",
    hint: "write \\odot for the product element by element, \\cdot or ^\\top for the number")

  static func divisionByMatrix(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "a division by \(shape.shapeDescription) has no meaning")
  }

  static func starOfShapes<S>(_ left: Batch<S>, _ right: Batch<S>) -> Self {
    Self(
      .shapesDoNotFit, "\(left.form) times \(right.form), element by element, has no meaning",
      hint: "write the product of matrices without a sign, and define a convolution with \\sum")
  }

  static func noProduct<S>(_ left: Batch<S>, _ right: Batch<S>) -> Self {
    Self(
      .shapesDoNotFit, "the product of \(left.form) and \(right.form) has no meaning",
      hint: "transpose a factor, or write \\odot for a product element by element")
  }
}
