import NumericCore

extension Evaluator {
  /// Opens a loop for each free index of a claim, over its axis.
  ///
  /// - Errors: an index of which nothing says where it runs.
  ///
  /// - Returns: what a reader should know of the ranges that the claim states.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  package func openFreeIndices(
    _ names: [String], of expressions: [Syntax.Expression], conditions: [Syntax.Condition]
  ) throws -> [Note] {
    var notes: [Note] = []
    // A side that is one element of a tensor says best where its indices run.
    let ordered = expressions.filter { $0.isElement } + expressions.filter { !$0.isElement }
    for name in names {
      var axis = try Ranges(of: self).ofBareIndex(name, in: ordered)
      let stated = try range(of: name, in: conditions)
      if stated == nil,
        let existing = try Ranges(of: self).existing(name, in: axis, of: expressions)
      {
        axis = existing.range
        notes += existing.missing.map { .comparedWhereItExists($0.text) }
      }
      guard let range = try stated ?? axis ?? givenRange(of: name, in: expressions) else {
        let place = expressions.compactMap { $0.place(of: name) }.first ?? expressions[0].span
        throw Diagnostic(.unboundIndex(name), at: place)
      }
      if let axis, !range.overlaps(axis) {
        let place = expressions.compactMap { $0.place(of: name) }.first ?? expressions[0].span
        throw Diagnostic(.rangeBesideAxis(name, axis), at: place)
      }
      // What is stated wider than the axis is wrong outside it, and narrower it is incomplete.
      if let axis, range.lowerBound > axis.lowerBound || range.upperBound < axis.upperBound {
        notes.append(.statedInPart(name, range, of: axis))
      }
      let low = min(range.lowerBound, axis?.lowerBound ?? range.lowerBound)
      let high = max(range.upperBound, axis?.upperBound ?? range.upperBound)
      _ = try open(name, low...high, at: expressions[0].span)
    }
    return notes
  }

  /// What is given of a letter that indexes nothing here; of times without an end, as many as tell two
  /// formulas apart.
  private func givenRange(
    of name: String, in expressions: [Syntax.Expression]
  ) throws -> ClosedRange<Int>? {
    guard let condition = scope.givenRanges[name] else { return nil }
    if let range = try range(of: name, in: [condition]) { return range }
    guard case .chain(let chain) = condition, chain.steps.count == 1,
      chain.steps[0].relation == .greaterOrEqual, chain.first.kind == .name(name),
      case .number(let first) = chain.steps[0].expression.kind, let first = first.integer,
      let largest = expressions.map(\.largestWholeNumber).max(), largest < 1000
    else { return nil }
    return first...(first + largest + 40)
  }

  /// The range that `1 ≤ m ≤ 5`, `m ∈ {1, 2}` or `m = 1` states for an index.
  func range(
    of name: String, in conditions: [Syntax.Condition]
  ) throws -> ClosedRange<Int>? {
    var low: Int?
    var high: Int?
    func constant(_ expression: Syntax.Expression) -> Int? {
      (try? exact(expression))?.constant?.integer
    }
    func narrow(_ relation: Syntax.Relation, _ bound: Syntax.Expression) {
      guard let value = constant(bound) else { return }
      switch relation {
      case .lessOrEqual: high = value
      case .less: high = value - 1
      case .greaterOrEqual: low = value
      case .greater: low = value + 1
      case .equal: (low, high) = (value, value)
      case .unequal, .approximatelyEqual: break
      }
    }
    for condition in conditions {
      switch condition {
      case .chain(let chain):
        var left = chain.first
        for step in chain.steps {
          if step.expression.kind == .name(name) { narrow(step.relation.mirrored, left) }
          if left.kind == .name(name) { narrow(step.relation, step.expression) }
          left = step.expression
        }
      case .membership(let subject, .range(let lower, let upper))
      where subject.kind == .name(name):
        (low, high) = (constant(lower), constant(upper))
      case .membership(let subject, .interval(let interval)) where subject.kind == .name(name):
        low = constant(interval.lower).map { interval.isClosedBelow ? $0 : $0 + 1 }
        high = constant(interval.upper).map { interval.isClosedAbove ? $0 : $0 - 1 }
      case .membership(let subject, .list(let values)) where subject.kind == .name(name):
        let numbers = values.compactMap(constant)
        guard numbers.count == values.count else { return nil }
        (low, high) = (numbers.min(), numbers.max())
      case .membership: break
      }
    }
    guard let low, let high, low <= high, high - low < ShapeError.elementLimit else { return nil }
    return low...high
  }
}

extension Syntax.Expression {
  fileprivate var isElement: Bool {
    switch kind {
    case .indexed, .derivative: true
    default: false
    }
  }

  fileprivate var largestWholeNumber: Int {
    let own = if case .number(let number) = kind { number.integer.map(abs) ?? 0 } else { 0 }
    return children.reduce(own) { max($0, $1.largestWholeNumber) }
  }

  /// Where a name stands.
  package func place(of name: String) -> Span? {
    if case .name(name) = kind { return span }
    return children.firstResult { $0.place(of: name) }
  }
}

extension Diagnostic.Message {
  static func unboundIndex(_ name: String) -> Self {
    if Library.contains(name) {
      return Self(
        "missing-argument", "'\(name)' is a function, and its argument is not clear here",
        hint: "put the argument in brackets, \(name)(…)")
    }
    return Self(
      .unboundIndex, "nothing says what '\(name)' is here",
      hint: "declare it, sum over it, or use it as an index on the left side")
  }

  static func rangeBesideAxis(_ name: String, _ axis: ClosedRange<Int>) -> Self {
    Self(
      "index-outside",
      "the axis of \(name) runs from \(axis.lowerBound) to \(axis.upperBound), and no value that is "
        + "stated for it lies there",
      hint: "say where indices begin: 'index base 0' or 'index base 1'")
  }
}
