import NumericCore

/// A value that a function of the library computes with: its body reads as the formula does, over every
/// scalar, and gradients follow from what it is composed of.
struct Operand<Context: EvaluationContext> {
  let batch: Batch<Context.S>
  let call: FunctionCall<Context>

  var shape: Shape { batch.own }

  private func with(_ batch: Batch<Context.S>) -> Self { Self(batch: batch, call: call) }

  // MARK: - Element by element

  static func + (left: Self, right: Self) throws -> Self { try left.combined(.add, right) }
  static func - (left: Self, right: Self) throws -> Self { try left.combined(.subtract, right) }
  static func * (left: Self, right: Self) throws -> Self { try left.combined(.multiply, right) }
  static func / (left: Self, right: Self) throws -> Self { try left.combined(.divide, right) }

  /// Of one shape, or a number beside anything.
  private func combined(_ primitive: Primitive<Context.S>, _ other: Self) throws -> Self {
    with(
      try call.context.elementwise(
        primitive, batch, other.batch, mayBroadcast: true, at: call.span))
  }

  func applying(_ function: ElementaryFunction) throws -> Self {
    with(try batch.applying(function))
  }

  // MARK: - Sums

  /// The sum of all entries.
  func sum() throws -> Self { with(try batch.summed()) }

  /// The sum along an axis, which disappears.
  func sum(along axis: Int) throws -> Self {
    var order = Array(shape.indices)
    order.append(order.remove(at: axis))
    let turned = axis == shape.count - 1 ? batch : call.context.permuted(batch, order)
    return with(
      Batch(turned.lanes, try .apply(.sum(last: 1), to: turned.variable), faults: turned.faults))
  }

  func mean(along axis: Int) throws -> Self {
    try sum(along: axis) / call.number(shape[axis])
  }

  /// The mean of all entries.
  func mean() throws -> Self {
    try sum() / call.number(shape.reduce(1, *))
  }

  // MARK: - Axes

  /// The same along a new axis.
  func repeated(_ count: Int, along axis: Int) throws -> Self {
    let inner = shape[axis...].reduce(1, *)
    let outer = shape[..<axis].reduce(batch.lanes.count, *)
    var wide = shape
    wide.insert(count, at: axis)
    try call.context.charge(batch.lanes.extents + wide, at: call.span)
    return try gathered(
      (0..<outer * count * inner).map { $0 / (count * inner) * inner + $0 % inner }, shape: wide)
  }

  /// A matrix with its axes exchanged.
  func transposed() -> Self { with(call.context.permuted(batch, [1, 0])) }

  /// Some columns of a matrix.
  func columns(_ range: Range<Int>) throws -> Self {
    let all = shape[1]
    return try gathered(
      (0..<batch.lanes.count * shape[0] * range.count).map {
        $0 / range.count * all + range.lowerBound + $0 % range.count
      }, shape: [shape[0], range.count])
  }

  /// A matrix as these columns of a wider one, which is 0 elsewhere.
  func padded(to range: Range<Int>, of count: Int) throws -> Self {
    let own = shape[1]
    return try gathered(
      (0..<batch.lanes.count * shape[0] * count).map {
        range.contains($0 % count) ? $0 / count * own + $0 % count - range.lowerBound : -1
      }, shape: [shape[0], count])
  }

  private func gathered(_ places: [Int], shape: Shape) throws -> Self {
    _ = try (batch.lanes.extents + shape).elementCount()
    return with(
      Batch(
        batch.lanes,
        try .apply(.gather(places, shape: batch.lanes.extents + shape), to: batch.variable),
        faults: batch.faults))
  }

  /// The product of two matrices, or of a matrix and a vector.
  func times(_ other: Self) throws -> Self {
    with(try call.context.contracted(batch, other.batch, axes: 1, at: call.span))
  }
}

extension FunctionCall {
  /// The value of an argument, to compute with.
  func operand(_ place: Int) throws -> Operand<Context> {
    Operand(batch: try tensor(place), call: self)
  }

  /// The value of an option, where it is given.
  func operand(_ option: String...) throws -> Operand<Context>? {
    guard let expression = option.firstResult(of: { options[$0] }) else { return nil }
    return Operand(batch: context.settled(try context.batch(expression)), call: self)
  }

  /// A number as an operand.
  func number(_ value: Int) throws -> Operand<Context> { try number(Rational(value)) }

  func number(_ value: Rational) throws -> Operand<Context> {
    Operand(batch: try context.batch(.exact(Exact(value)), at: span), call: self)
  }
}

/// A function of the library that is composed of others.
protocol ComposedFunction: LibraryFunction {
  /// - Errors: arguments whose shapes do not fit.
  func output<C>(of call: FunctionCall<C>) throws -> Operand<C>
}

extension ComposedFunction {
  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    try located(at: call.span) { .tensor(try output(of: call).batch) }
  }
}
