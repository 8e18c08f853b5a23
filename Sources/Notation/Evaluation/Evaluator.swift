import NumericCore

/// Computes expressions, with any scalar, under one reading, at one sample.
///
/// Everything is computed at all lanes at once: an expression that depends on indices i and j is a
/// tensor whose first axes run over i and j. So one walk over the tree is enough for every index.
package final class Evaluator<S: Scalar> {
  let scope: Scope
  let reading: Reading
  let sample: Sample<S>
  var loops: [Loop] = []
  /// The loop of each index name.
  var bindings: [String: Int] = [:]
  /// The indices that have one value here.
  var fixed: [String: Int] = [:]
  /// The indices that the sums around the current place run over.
  var summed: Set<String> = []
  /// The bounds of the loops of these sums.
  var boundsOfSums: [Int: SumBounds] = [:]
  /// Names that are varied by themselves: the inputs of derivatives.
  var overrides: [String: Batch<S>]
  /// What is wrong somewhere; the lanes' faults are places in this list.
  var faults: [Fault] = []
  package let memo: RangeMemo
  var cache: [String: Value<S>] = [:]
  var derivatives: [DerivativeKey: Batch<S>] = [:]
  var inProgress: [String] = []
  /// Values of families: those known, those varied by themselves, those being computed.
  var elements: [Element: Batch<S>] = [:]
  var elementOverrides: [Element: Batch<S>] = [:]
  var elementsInProgress: [Element] = []
  /// Whether the values of a family are being computed in the order of time.
  var goesThroughTime = false
  var frozen: Frozen?
  /// How many derivatives are being taken forwards.
  var order = 0
  var earlier: Earlier?
  /// What is known of earlier claims, at this sample and at all of these sizes.
  let remembered: Memory.Values<S>?
  let rememberedSizes: Memory.Sizes?
  /// The shape that fits what is computed now, where what stands beside it tells.
  package var fittingShape: Shape?
  /// Whether the left side of a claim is looked at.
  var isAsked = false
  /// The forms of the values of families that are tried out.
  var assumedForms: [String: Form] = [:]

  package init(
    _ scope: Scope, reading: Reading, sample: Sample<S>, overrides: [String: Variable<S>] = [:],
    memo: RangeMemo = RangeMemo()
  ) {
    self.scope = scope
    self.reading = reading
    self.sample = sample
    self.overrides = overrides.mapValues { Batch(.single, $0) }
    self.memo = memo
    let readingOfValues = reading.ofValues
    remembered = sample.memory?.values(under: readingOfValues)
    rememberedSizes = sample.memory?.sizes(under: readingOfValues)
    if let count = sample.letters.values.first?.count, count > 1 {
      loops.append(Loop(name: "", values: Array(0..<count)))
    }
  }

  /// Forgets the indices of the last expression, to evaluate another; what was found out of names
  /// and derivatives is kept.
  package func forgetIndices() {
    bindings = [:]
    summed = []
  }

  /// Whether the reading leaves out axes of size 1 where it could.
  func leavesOutAxes(if couldLeaveOut: Bool) -> Bool {
    if couldLeaveOut {
      memo.meetsAxesOfOne = true
      rememberedSizes?.meetsAxesOfOne = true
    }
    return couldLeaveOut && reading.squeezesAxes
  }

  /// Whether a reading that leaves out axes of size 1 could find something else.
  package var meetsAxesOfOne: Bool {
    memo.meetsAxesOfOne || rememberedSizes?.meetsAxesOfOne == true
  }

  // Everything below is compiled once more for the scalars of nearly every claim.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  #if arch(x86_64)
    @_specialize(where S == Bounded<Float80>)
  #endif
  func value(_ expression: Syntax.Expression) throws -> Value<S> {
    memo.depth += 1
    defer { memo.depth -= 1 }
    guard memo.depth <= RangeMemo.deepest else {
      throw Diagnostic(.definitionsTooDeep, at: expression.span)
    }
    switch expression.kind {
    case .number(let number): return .exact(Exact(number))
    case .name(let name): return try value(of: name, at: expression.span)
    case .negated(let inner): return try negated(value(inner), at: expression.span)
    case .binary(let sign, let left, let right):
      return try binary(sign, left, right, at: expression.span)
    case .power(let base, let exponent):
      return try power(base, exponent, at: expression.span)
    case .transposed(let list) where list.isListOfPattern:
      // Numbers that are set upright are a column.
      let values = try batch(list)
      return .tensor(
        values.own.count == 1
          ? values : try transposed(values, isElement: false, at: expression.span))
    case .transposed(let inner):
      let isElement = if case .indexed = inner.kind { true } else { false }
      fittingShape?.reverse()
      defer { fittingShape?.reverse() }
      return .tensor(
        try transposed(batch(inner), isElement: isElement, at: expression.span))
    case .call(let name, let arguments, let options):
      return try call(name, arguments, options, at: expression.span)
    case .indexed(let base, let indices):
      return try indexed(base, by: indices, at: expression.span)
    case .reduction(let reduction, let binder, let body):
      return try reduce(reduction, binder, body, at: expression.span)
    case .indicator(let conditions): return try indicator(conditions)
    case .cases(let branches): return try cases(branches, at: expression.span)
    case .derivative(let output, let input, let isDirect):
      return try derivative(
        of: output, by: input, isWrittenDirect: isDirect, at: expression.span)
    case .gradient(let output, let input):
      return try gradient(of: output, by: input, at: expression.span)
    case .slope(let call, let order):
      return .tensor(try slope(of: call, order: order, at: expression.span))
    case .matrix(let rows): return .tensor(try matrix(rows))
    case .tuple(let parts): return .shape(try parts.map(exact))
    }
  }

  /// A number that must be known exactly: an index, a size, a bound.
  func exact(_ expression: Syntax.Expression) throws -> Exact {
    let value = try value(expression)
    guard let exact = try exact(value) ?? labels(value, of: expression) else {
      throw Diagnostic(.notAWholeNumber, at: expression.span)
    }
    return exact
  }

  private func exact(_ value: Value<S>) -> Exact? {
    if case .exact(let exact) = value { exact } else { nil }
  }

  /// The entries of what is given as whole numbers, `w_{y_i}`.
  private func labels(_ value: Value<S>, of expression: Syntax.Expression) throws -> Exact? {
    guard case .name(let name) = expression.chainedIndices.0.kind, overrides[name] == nil,
      case .tensor(let batch) = value, case let entries = settled(batch), entries.own.isEmpty,
      let values = scope.wholeValues(ofEntries: name, at: sample.letters)
    else { return nil }
    let whole = entries.variable.value.scalars.compactMap { entry in
      values.first { S($0) == entry }
    }
    guard whole.count == entries.lanes.count else { return nil }
    return Exact(entries.lanes, whole.map { Rational($0) }, faults: entries.faults)
  }

  func batch(_ expression: Syntax.Expression) throws -> Batch<S> {
    try batch(value(expression), at: expression.span)
  }

  func batch(_ value: Value<S>, at span: Span) throws -> Batch<S> {
    switch value {
    case .tensor(let batch): return batch
    case .shape: throw Diagnostic(.shapeIsNoNumber, at: span)
    case .exact(let exact):
      var scalars: [S] = []
      scalars.reserveCapacity(exact.values.count)
      for number in exact.values {
        guard let scalar = S(number) else { throw DomainError.notExact("\(number)") }
        scalars.append(scalar)
      }
      let tensor = Tensor(shape: exact.lanes.extents, scalars: scalars)
      return Batch(exact.lanes, Variable(constant: tensor), faults: exact.faults)
    }
  }

  // MARK: - Faults

  /// Notes a fault and gives it a number.
  func note(_ fault: Fault) -> Int32 {
    faults.append(fault)
    return Int32(faults.count)
  }

  func fault(_ number: Int32) -> Fault { faults[Int(number) - 1] }

  /// - Errors: a place at which a definition has no value.
  func refuseFaults(of batch: Batch<S>, at span: Span? = nil) throws {
    guard let fault = batch.faults.first.map(fault(_:)) else { return }
    throw Diagnostic(.faultInDefinition(fault), at: span ?? fault.span)
  }

  // MARK: - Loops

  /// Opens a loop for an index; the name means it until it is bound anew.
  ///
  /// - Errors: a range that is longer than the work of a claim may be.
  func open(_ name: String, _ range: ClosedRange<Int>, at span: Span) throws -> Int {
    try charge([range.count], at: span)
    loops.append(Loop(name: name, values: Array(range)))
    bindings[name] = loops.count - 1
    return loops.count - 1
  }

  /// Runs something in which no index of the surroundings is known.
  func withoutBindings<Result>(
    fixing letters: [String: Int] = [:], _ body: () throws -> Result
  ) rethrows -> Result {
    let outer = (bindings, fixed, summed, fittingShape)
    (bindings, fixed, summed, fittingShape) = ([:], letters, [], nil)
    defer { (bindings, fixed, summed, fittingShape) = outer }
    return try body()
  }

  /// The same lanes, if they are few enough to be looked at.
  func bounded(_ lanes: Lanes, at span: Span) throws -> Lanes {
    try charge(lanes.extents, at: span)
    return lanes
  }

  /// Counts the scalars of a shape among the work of the claim.
  func charge(_ shape: Shape, at span: Span) throws {
    memo.work += try located(at: span) { try shape.elementCount() }
    guard memo.work <= memo.mostWork else { throw Diagnostic(.tooMuchWork, at: span) }
  }

  var commonIndexBase: Int? {
    let bases = Set(
      scope.declarations.values.filter { $0.isTensor && $0.mayHaveAxes }.map(indexBase(of:)))
    return bases.count == 1 ? bases.first : nil
  }

  /// The first index of a tensor's axes.
  func indexBase(of declaration: Declaration) -> Int {
    declaration.indexBase ?? reading.indexBases[declaration.section] ?? 0
  }
}

extension Diagnostic.Message {
  static let definitionsTooDeep = Self(
    "nested-too-deeply", "the definitions that this needs are nested too deeply",
    hint: "define with fewer steps between")
  package static let tooMuchWork = Self(
    .tooMuchWork, "this takes more than 100 million operations",
    hint: "claim it for smaller tensors")

  static let shapeIsNoNumber = Self(.shapesDoNotFit, "this is a shape and not a number")

  static func faultInDefinition(_ fault: Fault) -> Self {
    Self(.faultInDefinition, "this \(fault.message)")
  }
}
