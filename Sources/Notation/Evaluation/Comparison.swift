import NumericCore

/// A scalar of which two can be told apart; where they cannot, it says so.
package protocol DecidableScalar: Scalar {
  /// Whether both are one number, or lie no further apart than the tolerance.
  ///
  /// - Errors: ``DomainError/notExact(_:)`` where neither can be said.
  func equals(_ other: Self, within tolerance: Rational?) throws(DomainError) -> Bool
}

extension PrimeField: DecidableScalar {
  package func equals(_ other: Self, within tolerance: Rational?) throws(DomainError) -> Bool {
    guard tolerance == nil else { throw .notExact("an approximation") }
    return self == other
  }
}

extension Bounded: DecidableScalar {
  package func equals(_ other: Self, within tolerance: Rational?) throws(DomainError) -> Bool {
    try isIndistinguishable(from: other, tolerance: tolerance)
  }
}

extension Enclosure: DecidableScalar {
  package func equals(_ other: Self, within tolerance: Rational?) throws(DomainError) -> Bool {
    guard tolerance == nil else { throw .notExact("an approximation") }
    return try isEqual(to: other)
  }
}

extension Evaluator {
  /// The value of an expression that is the same everywhere.
  package func constant(_ expression: Syntax.Expression) throws -> Rational {
    guard let value = try exact(expression).constant else {
      throw Diagnostic(.notAWholeNumber, at: expression.span)
    }
    return value
  }

  /// The conditions of a claim, evaluated once.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  package func conditions(_ conditions: [Syntax.Condition]) throws -> LaneConditions {
    LaneConditions(mask: try mask(conditions))
  }
}

extension Evaluator where S: DecidableScalar {
  /// Compares two sides at every lane at which the conditions hold.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  package func compare(
    _ left: Syntax.Expression, _ relation: Syntax.Relation, _ right: Syntax.Expression,
    asShapes areShapes: Bool, leftIsAsked: Bool, where conditions: LaneConditions,
    within tolerance: Rational?
  ) throws -> Comparison {
    let (a, b) = try sides(left, right, leftIsAsked: leftIsAsked)
    if areShapes || a.isShape || b.isShape {
      return try compareShapes(
        try extents(left, a), try extents(right, b), relation, where: conditions.mask,
        at: right.span)
    }
    if case .exact(let x) = a, case .exact(let y) = b {
      return try compare(
        x, relation, y, where: conditions.mask, tolerance: tolerance, at: right.span)
    }
    return try compare(
      settled(batch(a, at: left.span)), relation, settled(batch(b, at: right.span)),
      where: conditions.mask, tolerance: tolerance, rightIsZero: b.isZero,
      firstIndex: (try? indexBase(of: left)) ?? 0, at: right.span)
  }

  /// Whether what is asked for has one value here and under another reading.
  package func finds(_ asked: Syntax.Expression, as other: Evaluator) -> Bool {
    guard let answer = answer(to: asked), let same = other.answer(to: asked) else { return false }
    return answer == same
  }

  private func answer(to asked: Syntax.Expression) -> Tensor<S>? {
    isAsked = true
    defer { isAsked = false }
    guard let answer = try? settled(batch(asked)), answer.faults.isEmpty else { return nil }
    return answer.variable.value
  }

  private func extents(_ expression: Syntax.Expression, _ value: Value<S>) throws -> [Exact] {
    if case .shape(let extents) = value { return extents }
    return try expression.shapeFactors.map(exact)
  }

  // MARK: - Numbers

  private func compare(
    _ x: Exact, _ relation: Syntax.Relation, _ y: Exact, where mask: Mask, tolerance: Rational?,
    at span: Span
  ) throws -> Comparison {
    let lanes = try bounded(x.lanes.union(y.lanes).union(mask.lanes), at: span)
    let (p, q) = (lanes.positions(in: x.lanes), lanes.positions(in: y.lanes))
    let included = lanes.positions(in: mask.lanes)
    var count = 0
    // Where both sides count placements, what one of them cannot count is no excuse.
    let bothCount = hasInadmissible(x) && hasInadmissible(y)
    for lane in p.indices where mask.holds[included[lane]] {
      let (left, right) = (x.values[p[lane]], y.values[q[lane]])
      let (leftFault, rightFault) = (x.faults[p[lane]], y.faults[q[lane]])
      if leftFault != 0 || rightFault != 0 {
        let kinds = [leftFault, rightFault].filter { $0 != 0 }.map { fault($0).kind }
        let isBoth = leftFault != 0 && rightFault != 0
        if kinds.contains(.inadmissible), isBoth || !bothCount { continue }
        if kinds == [.divisionByZero, .divisionByZero] { continue }
        if kinds == [.divisionByZero], hasZeroLetter(lane, lanes) { continue }
        if kinds == [.divisionByZero], !lanes.loops.isEmpty {
          throw Diagnostic(.dividesByZero(place(of: lane, lanes)), at: span)
        }
        let number = leftFault != 0 ? leftFault : rightFault
        // Without an index there is no place at which it could have had a value.
        if lanes.loops.isEmpty {
          throw Diagnostic(.noValue("it \(fault(number).message)"), at: span)
        }
        count += 1
        return disagreement(
          lanes, lane, "\(left)", "\(right)", fault(number), count, wasExact: true)
      }
      count += 1
      let holds =
        if let tolerance {
          try located(at: span) { try left.subtracting(right).magnitude <= tolerance }
        } else {
          relation.holds(left, right)
        }
      if !holds {
        return disagreement(lanes, lane, "\(left)", "\(right)", nil, count, wasExact: true)
      }
    }
    return try checked(count, wasExact: true, at: span)
  }

  private func compare(
    _ x: Batch<S>, _ relation: Syntax.Relation, _ y: Batch<S>, where mask: Mask,
    tolerance: Rational?, rightIsZero: Bool, firstIndex: Int, at span: Span
  ) throws -> Comparison {
    let (x, y, notes) = try fitted(x, y, rightIsZero: rightIsZero, at: span)
    let lanes = try bounded(x.lanes.union(y.lanes).union(mask.lanes), at: span)
    let a = try aligned(x, to: lanes, own: x.own)
    let b = try aligned(y, to: lanes, own: x.own)
    let included = lanes.positions(in: mask.lanes)
    let size = x.own.reduce(1, *)
    let (left, right) = (a.variable.value.scalars, b.variable.value.scalars)
    var count = 0
    var undecided: DomainError?
    for lane in included.indices where mask.holds[included[lane]] {
      if a.faults[lane] != 0 || b.faults[lane] != 0 {
        let number = a.faults[lane] != 0 ? a.faults[lane] : b.faults[lane]
        if fault(number).kind == .divisionByZero {
          throw Diagnostic(.dividesByZero(place(of: lane, lanes)), at: span)
        }
        return disagreement(lanes, lane, "", "", fault(number), count, wasExact: false)
      }
      for place in (lane * size)..<((lane + 1) * size) {
        count += 1
        do {
          if try holds(left[place], relation, right[place], tolerance) { continue }
          var found = disagreement(
            lanes, lane, left[place].description, right[place].description, nil, count,
            wasExact: false)
          found.notes = notes
          found.disagreement?.element = Tensor(shape: x.own, scalars: Array(left[..<size]))
            .index(of: place % size).map { $0 + firstIndex }
          return found
        } catch let error as DomainError {
          // What is false elsewhere is false.
          undecided = undecided ?? error
        }
      }
    }
    if let undecided { throw undecided }
    var comparison = try checked(count, wasExact: false, at: span)
    comparison.notes = notes
    return comparison
  }

  /// Both sides with one shape, and what a reader should know of that.
  private func fitted(
    _ left: Batch<S>, _ right: Batch<S>, rightIsZero: Bool, at span: Span
  ) throws -> (Batch<S>, Batch<S>, notes: [Note]) {
    var notes: [Note] = []
    var x = left
    if reading.multipliesLoosely, x.own.count == 2, right.own == [x.own[0]], isDiagonal(x) {
      notes.append(.diagonalOfJacobian)
      x = try x.diagonal(at: span)
    }
    if x.own == right.own {
      _ = try orientation(of: x, beside: right, at: span)
      return (x, right, notes)
    }
    if rightIsZero { return (x, try aligned(right, to: right.lanes, own: x.own), notes) }
    let differsInOnes =
      x.own.count != right.own.count && x.own.filter { $0 != 1 } == right.own.filter { $0 != 1 }
    guard leavesOutAxes(if: differsInOnes) else {
      throw Diagnostic(
        x.isSquareMatrix && right.own == [x.own[0]]
          ? .diagonalOnly(x.own[0]) : .sidesDiffer(x.own, right.own), at: span)
    }
    try refuseRowBesideColumn(x, right, at: span)
    notes.append(.axesLeftOut(x.own, right.own))
    return (x, try reshaped(right, to: x.own), notes)
  }

  private func holds(
    _ left: S, _ relation: Syntax.Relation, _ right: S, _ tolerance: Rational?
  ) throws -> Bool {
    switch relation {
    case .equal: try left.equals(right, within: tolerance)
    case .unequal: try !left.equals(right, within: nil)
    case .less: try left.isLess(than: right)
    case .greater: try right.isLess(than: left)
    case .lessOrEqual: try !right.isLess(than: left)
    case .greaterOrEqual: try !left.isLess(than: right)
    case .approximatelyEqual:
      throw DomainError.notExact("an approximation")
    }
  }

  private func hasInadmissible(_ number: Exact) -> Bool {
    number.values.indices.contains {
      number.faults[$0] != 0 && fault(number.faults[$0]).kind == .inadmissible
    }
  }

  private func isDiagonal(_ x: Batch<S>) -> Bool {
    let size = x.own[0]
    return x.own[1] == size
      && x.variable.value.scalars.enumerated().allSatisfy { place, scalar in
        place / size % size == place % size || scalar == .zero
      }
  }

  // MARK: - Shapes

  /// `f ∈ \R^{1 × 2}`: the extents, in order; the reading may leave out those that are 1.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  package func compareShape(
    of subject: Syntax.Expression, with claimed: [Syntax.Expression],
    where conditions: LaneConditions
  ) throws -> Comparison {
    let form = try form(of: subject)
    let claimed = try claimed.flatMap { $0.shapeFactors }.map(exact)
    try refuseOtherOrientation(form, claimed, at: subject.span)
    return try compareShapes(
      form.orientation == .row && claimed.count == 2 ? [Exact(1)] + form.extents : form.extents,
      claimed, .equal, where: conditions.mask, at: subject.span)
  }

  /// Of a vector the claimed shape must say, where it says it, how it lies.
  private func refuseOtherOrientation(
    _ form: (extents: [Exact], orientation: Orientation), _ claimed: [Exact], at span: Span
  ) throws {
    let one = Rational(1)
    let (actual, said) = (form.extents.map(\.constant), claimed.map(\.constant))
    let isOther =
      switch (actual.count, said.count) {
      case (1, 1): form.orientation == .row && actual[0] != one
      case (1, 2): form.orientation == .column && said[0] == one && said[1] != one
      default: false
      }
    guard isOther, !reading.multipliesLoosely else { return }
    let isColumn = actual.count == 1 && form.orientation == .column
    throw Diagnostic(
      isColumn
        ? .rowBesideColumn("a column", "the shape of a row")
        : .rowBesideColumn("a row", "the shape of a column"), at: span)
  }

  private func compareShapes(
    _ actual: [Exact], _ claimed: [Exact], _ relation: Syntax.Relation, where mask: Mask,
    at span: Span
  ) throws -> Comparison {
    guard relation == .equal else { throw Diagnostic(.conditionUnclear, at: span) }
    var (left, right) = (actual, claimed)
    var notes: [Note] = []
    let hasOnes = (left + right).contains { $0.constant == Rational(1) }
    if leavesOutAxes(if: left.count != right.count && hasOnes) {
      // Only where one side leaves out what the other says: 1 × 5 is not 5 × 1.
      left = left.filter { $0.constant != Rational(1) }
      right = right.filter { $0.constant != Rational(1) }
      notes = [.axesLeftOutOfShape(Self.text(actual))]
    }
    guard left.count == right.count else {
      var disagreement = Disagreement(
        indices: [], left: Self.text(actual), right: Self.text(claimed), fault: nil)
      disagreement.differsInShape = true
      disagreement.sizes = actual.count
      return Comparison(disagreement: disagreement, count: 1, wasExact: true)
    }
    var count = 0
    for (x, y) in zip(left, right) {
      let comparison = try compare(x, .equal, y, where: mask, tolerance: nil, at: span)
      count += comparison.count
      guard let part = comparison.disagreement else { continue }
      let isFixed = part.indices.isEmpty && part.fault == nil
      var whole = Disagreement(
        indices: part.indices, left: isFixed ? Self.text(actual) : part.left,
        right: isFixed ? Self.text(claimed) : part.right, fault: part.fault)
      whole.differsInShape = true
      whole.sizes = isFixed ? actual.count : nil
      return Comparison(disagreement: whole, count: count, wasExact: true)
    }
    var result = Comparison(disagreement: nil, count: max(count, 1), wasExact: true)
    result.notes = notes
    return result
  }

  private static func text(_ extents: [Exact]) -> String {
    extents.isEmpty
      ? "a scalar"
      : extents.map { $0.constant.map { $0.description } ?? "…" }.joined(separator: " × ")
  }

  // MARK: - Results

  private func checked(_ count: Int, wasExact: Bool, at span: Span) throws -> Comparison {
    guard count > 0 else { throw Diagnostic(.nothingCompared, at: span) }
    return Comparison(disagreement: nil, count: count, wasExact: wasExact)
  }

  /// The sizes and indices at a lane, in words.
  private func place(of lane: Int, _ lanes: Lanes) -> String {
    let indices = disagreement(lanes, lane, "", "", nil, 0, wasExact: true).disagreement?.indices
    let values =
      (indices ?? []).map { "\($0.name) = \($0.value)" }
      + sample.letters.sorted { $0.key < $1.key }.filter { $0.value.count == 1 }
      .map { "\($0.key) = \($0.value[0])" }
    return values.isEmpty ? "" : " at " + values.joined(separator: ", ")
  }

  /// Whether a letter in ℕ is 0 there: what divides by it says that it is not.
  private func hasZeroLetter(_ lane: Int, _ lanes: Lanes) -> Bool {
    let isTable = loops.first?.name.isEmpty ?? false
    let table = zip(lanes.loops, lanes.coordinates(of: lane)).first { isTable && $0.0 == 0 }?.1
    return sample.letters.values.contains { values in
      values.count == 1 ? values[0] == 0 : table.map { values[$0] == 0 } ?? false
    }
  }

  private func disagreement(
    _ lanes: Lanes, _ lane: Int, _ left: String, _ right: String, _ fault: Fault?, _ count: Int,
    wasExact: Bool
  ) -> Comparison {
    var indices: [(name: String, value: Int)] = []
    for (loop, position) in zip(lanes.loops, lanes.coordinates(of: lane)) {
      if loop == 0, loops[0].name.isEmpty {
        indices += sample.letters.sorted { $0.key < $1.key }.map { ($0.key, $0.value[position]) }
      } else {
        indices.append((loops[loop].name, loops[loop].values[position]))
      }
    }
    return Comparison(
      disagreement: Disagreement(
        indices: indices, left: left, right: right, fault: fault?.message,
        isFaultOfSum: fault?.kind == .outsideInSum,
        isFaultOfNumber: fault?.kind == .outsideByNumber),
      count: count, wasExact: wasExact)
  }
}

extension Value {
  var isShape: Bool { if case .shape = self { true } else { false } }

  var isZero: Bool {
    if case .exact(let exact) = self { exact.values.allSatisfy({ $0.isZero }) } else { false }
  }
}

extension Diagnostic.Message {
  static func sidesDiffer(_ left: Shape, _ right: Shape) -> Self {
    Self(
      .shapesDiffer,
      "the left side is \(left.shapeDescription), the right side \(right.shapeDescription)")
  }

  static func diagonalOnly(_ size: Int) -> Self {
    Self(
      .shapesDoNotFit, "the left side is \(size) × \(size), the right side \(size) numbers",
      hint: "write a matrix that has them on its diagonal, and 0 elsewhere, as \\operatorname{diag}"
    )
  }

  /// It may be meant for other sizes only.
  static func dividesByZero(_ place: String) -> Self {
    Self(
      "no-value", "this divides by zero\(place)",
      hint: "say where it holds, as in \\text{for } n \\ge 2")
  }

  package static let nothingCompared = Self(
    "nothing-compared", "no index and no size fulfils the conditions, so that nothing was compared")
}
