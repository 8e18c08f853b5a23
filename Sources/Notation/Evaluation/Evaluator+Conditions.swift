import NumericCore

extension Evaluator {
  func mask(_ conditions: [Syntax.Condition]) throws -> Mask {
    try conditions.reduce(.always) { all, condition in
      let one = try mask(condition)
      let place = condition.expressions.first?.span ?? Span(0..<0)
      _ = try bounded(all.lanes.union(one.lanes), at: place)
      return all.and(one)
    }
  }

  private func mask(_ condition: Syntax.Condition) throws -> Mask {
    switch condition {
    case .chain(let chain):
      var mask = Mask.always
      var left = chain.first
      for step in chain.steps {
        mask = mask.and(try compare(left, step.relation, step.expression))
        left = step.expression
      }
      return mask
    case .membership(let subject, .range(let lower, let upper)):
      return try compare(lower, .lessOrEqual, subject)
        .and(compare(subject, .lessOrEqual, upper))
        .and(isWhole(exact(subject)))
    case .membership(let subject, .interval(let interval)):
      return try compare(interval.lower, interval.isClosedBelow ? .lessOrEqual : .less, subject)
        .and(compare(subject, interval.isClosedAbove ? .lessOrEqual : .less, interval.upper))
    case .membership(let subject, .list(let values)):
      let masks = try values.map { try compare(subject, .equal, $0) }
      let lanes = masks.reduce(Lanes.single) { $0.union($1.lanes) }
      let positions = masks.map { lanes.positions(in: $0.lanes) }
      return Mask(
        lanes: lanes,
        holds: (0..<lanes.count).map { lane in
          masks.indices.contains { masks[$0].holds[positions[$0][lane]] }
        })
    case .membership(let subject, .naturals):
      return try isWhole(exact(subject)).and(
        compare(subject, .greaterOrEqual, .zero(at: subject.span)))
    case .membership(let subject, .reals), .membership(let subject, .oneHot),
      .membership(let subject, .power), .membership(let subject, .functions):
      throw Diagnostic(.conditionUnclear, at: subject.span)
    }
  }

  private func isWhole(_ number: Exact) -> Mask {
    Mask(lanes: number.lanes, holds: number.values.map { $0.isInteger })
  }

  private func compare(
    _ left: Syntax.Expression, _ relation: Syntax.Relation, _ right: Syntax.Expression
  ) throws -> Mask {
    try compare(
      value(left), value(right), ComparedValues(left: left, relation: relation, right: right))
  }

  private func compare(
    _ a: Value<S>, _ b: Value<S>, _ sides: ComparedValues
  ) throws -> Mask {
    let (relation, left, right) = (sides.relation, sides.left.span, sides.right.span)
    if case .exact(let x) = a, case .exact(let y) = b {
      let lanes = try bounded(x.lanes.union(y.lanes), at: left)
      let (p, q) = (lanes.positions(in: x.lanes), lanes.positions(in: y.lanes))
      if let number = x.faults.first ?? y.faults.first, fault(number).kind != .inadmissible {
        throw Diagnostic(.noValue("in this condition it \(fault(number).message)"), at: left)
      }
      return Mask(
        lanes: lanes,
        holds: p.indices.map { lane in
          x.faults[p[lane]] == 0 && y.faults[q[lane]] == 0
            && relation.holds(x.values[p[lane]], y.values[q[lane]])
        })
    }
    let mask = try order(batch(a, at: left), relation, batch(b, at: right), at: left)
    memo.comparisons[sides, default: []].formUnion(mask.holds)
    return mask
  }

  /// A relation between numbers that depend on the tensors.
  private func order(
    _ x: Batch<S>, _ relation: Syntax.Relation, _ y: Batch<S>, at span: Span
  ) throws -> Mask {
    guard x.own.isEmpty, y.own.isEmpty else {
      throw Diagnostic(.conditionUnclear, at: span)
    }
    if let number = x.faults.first ?? y.faults.first {
      throw Diagnostic(.noValue("in this condition it \(fault(number).message)"), at: span)
    }
    let lanes = x.lanes.union(y.lanes)
    let (p, q) = (lanes.positions(in: x.lanes), lanes.positions(in: y.lanes))
    let (left, right) = (x.variable.value.scalars, y.variable.value.scalars)
    return Mask(
      lanes: lanes,
      holds: try p.indices.map { try Self.holds(left[p[$0]], relation, right[q[$0]]) })
  }

  /// 1 where all conditions hold; entry by entry where one compares a tensor with a number or another.
  func indicator(_ conditions: [Syntax.Condition]) throws -> Value<S> {
    guard conditions.count == 1, case .chain(let chain) = conditions[0], chain.steps.count == 1
    else { return try indicator(mask(conditions)) }
    let (left, step) = (chain.first, chain.steps[0])
    let (a, b) = (try value(left), try value(step.expression))
    let sides = ComparedValues(left: left, relation: step.relation, right: step.expression)
    if case .tensor(let x) = a,
      let entries = try indicator(
        ofEntries: settled(x), step.relation, settled(batch(b, at: step.expression.span)),
        at: left.span)
    {
      memo.comparisons[sides, default: []].formUnion(
        entries.variable.value.scalars.map { $0 == .one })
      return .tensor(entries)
    }
    return try indicator(compare(a, b, sides))
  }

  private func indicator(_ mask: Mask) -> Value<S> {
    .exact(Exact(mask.lanes, mask.holds.map { Rational($0 ? 1 : 0) }, isIndicator: true))
  }

  private func indicator(
    ofEntries x: Batch<S>, _ relation: Syntax.Relation, _ y: Batch<S>, at span: Span
  ) throws -> Batch<S>? {
    guard !x.own.isEmpty, y.own.isEmpty || x.own == y.own else { return nil }
    let lanes = x.lanes.union(y.lanes)
    try charge(lanes.extents + x.own, at: span)
    let (p, q) = (try aligned(x, to: lanes, own: x.own), try aligned(y, to: lanes, own: x.own))
    let scalars = try zip(p.variable.value.scalars, q.variable.value.scalars).map {
      try Self.holds($0, relation, $1) ? S.one : S.zero
    }
    let tensor = Tensor(shape: lanes.extents + x.own, scalars: scalars)
    return Batch(
      lanes, Variable(constant: tensor), faults: p.faults.merging(q.faults),
      orientation: x.orientation)
  }

  private static func holds(_ a: S, _ relation: Syntax.Relation, _ b: S) throws -> Bool {
    switch relation {
    case .less: try a.isLess(than: b)
    case .greater: try b.isLess(than: a)
    case .lessOrEqual: try !b.isLess(than: a)
    case .greaterOrEqual: try !a.isLess(than: b)
    case .equal, .approximatelyEqual: try !a.isLess(than: b) && !b.isLess(than: a)
    case .unequal: try a.isLess(than: b) || b.isLess(than: a)
    }
  }

  /// The first branch whose guard holds; the others are not looked at there.
  func cases(_ branches: [Syntax.Branch], at span: Span) throws -> Value<S> {
    var open = Mask.always
    var result: Batch<S>?
    for branch in branches {
      let guarding = try branch.guards.map(mask) ?? .always
      let value = settled(try batch(branch.value))
      let chosen = open.and(guarding)
      open = open.and(Mask(lanes: guarding.lanes, holds: guarding.holds.map { !$0 }))
      result = try select(value, where: chosen, else: result, at: span)
    }
    guard var result else { throw Diagnostic(.conditionUnclear, at: span) }
    let lanes = result.lanes.union(open.lanes)
    result = try aligned(result, to: lanes, own: result.own)
    guard open.holds.contains(true) else { return .tensor(result) }
    let number = note(
      Fault(kind: .noBranch, message: "finds no line of the cases that applies", span: span))
    if result.faults.isEmpty { result.faults = Faults(lanes: lanes.count) }
    for (lane, position) in lanes.positions(in: open.lanes).enumerated() where open.holds[position]
    {
      result.faults[lane] = number
    }
    return .tensor(result)
  }

  private func select(
    _ value: Batch<S>, where mask: Mask, else other: Batch<S>?, at span: Span
  ) throws -> Batch<S> {
    let own = value.own.isEmpty ? other?.own ?? [] : value.own
    guard other == nil || other?.own == own || other?.own.isEmpty == true else {
      throw Diagnostic(
        .shapesDoNotFit("the lines of these cases have different shapes"), at: span)
    }
    let lanes = value.lanes.union(mask.lanes).union(other?.lanes ?? .single)
    let chosen = try aligned(value, to: lanes, own: own)
    let positions = lanes.positions(in: mask.lanes)
    let holds = positions.map { mask.holds[$0] }
    let faults = chosen.faults.filter { holds[$0] }
    guard let other else {
      return Batch(lanes, chosen.variable, faults: faults, orientation: value.orientation)
    }
    let rest = try aligned(other, to: lanes, own: own)
    let size = own.reduce(1, *)
    let selected = try Variable.apply(
      .select(holds.flatMap { Array(repeating: $0, count: size) }), to: chosen.variable,
      rest.variable)
    return Batch(
      lanes, selected,
      faults: rest.faults.filter { !holds[$0] }.merging(faults),
      orientation: value.own.isEmpty ? other.orientation : value.orientation)
  }
}

extension Syntax.Expression {
  package static func zero(at span: Span) -> Self { Self(.number(Rational(0)), at: span) }
}

extension Diagnostic.Message {
  static let conditionUnclear = Self(
    "condition-unclear", "this condition cannot be decided",
    hint: "compare indices and sizes only")
}
