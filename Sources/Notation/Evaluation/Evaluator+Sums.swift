import NumericCore

extension Evaluator {
  func reduce(
    _ reduction: Syntax.Reduction, _ binder: Syntax.Binder, _ body: Syntax.Expression, at span: Span
  ) throws -> Value<S> {
    let (outer, outerValue) = (bindings[binder.name], fixed[binder.name])
    try refuseTwoMeanings(of: binder, in: body)
    let wasSummed = summed.contains(binder.name)
    let bounds = try bounds(of: binder, in: body)
    guard let low = bounds.lower.min(), let high = bounds.upper.max(),
      high - low < 100_000
    else { throw Diagnostic(.sumTooLong, at: binder.span) }
    let last = bounds.lanes.loops.isEmpty ? lastWorthALook(binder, body, low, high) : high
    let range = low...max(low, last)
    if bounds.lanes.loops.isEmpty { try refuseHiddenTerms(of: binder, range, in: body) }
    let loop = try open(binder.name, range, at: binder.span)
    summed.insert(binder.name)
    // The index of the sum hides a time of the same name.
    fixed[binder.name] = nil
    defer {
      bindings[binder.name] = outer
      fixed[binder.name] = outerValue
      if !wasSummed { summed.remove(binder.name) }
    }
    _ = try bounded(
      bounds.lanes.union(Lanes(loops: [loop], extents: [range.count])), at: binder.span)
    boundsOfSums[loop] = bounds
    let included = try bounds.mask(over: range, loop: loop)
    switch try value(body) {
    case let terms where reduction == .list:
      guard included.holds.allSatisfy({ $0 }), high >= low else {
        throw Diagnostic(.listOfNothing, at: binder.span)
      }
      return .tensor(try listed(settled(batch(terms, at: body.span)), loop, at: body.span))
    case .exact(let exact): return .exact(try folded(exact, reduction, loop, included, at: span))
    case .tensor(let batch):
      return .tensor(try folded(settled(batch), reduction, loop, included, at: span))
    case .shape: throw Diagnostic(.shapeIsNoNumber, at: body.span)
    }
  }

  /// `\sum_i s` where s is defined by an i that is given: is it another one for each i?
  private func refuseTwoMeanings(
    of binder: Syntax.Binder, in body: Syntax.Expression
  ) throws {
    // `\mathbf{i}_t` is no index.
    switch scope[binder.name]?.kind {
    case .number, .tensor(extents: []): break
    default: return
    }
    let names = body.namesWithoutArguments.subtracting([binder.name])
    guard let name = names.sorted().first(where: { scope.depends($0, on: binder.name) }) else {
      return
    }
    throw Diagnostic(.twoMeanings(binder.name, name), at: binder.span)
  }

  /// A sum that runs far beyond the axis of a tensor is wrong at its first step outside; the
  /// thousands behind that say nothing more.
  private func lastWorthALook(
    _ binder: Syntax.Binder, _ body: Syntax.Expression, _ low: Int, _ high: Int
  ) -> Int {
    guard high - low > 256, body.readsEveryFactor,
      let axis = try? Ranges(of: self).ofBareIndex(binder.name, in: [body])
    else { return high }
    return min(high, max(low, axis.upperBound + 1))
  }

  /// A delta picks terms, and says nothing of an axis that a sum leaves: it would only hide that the sum
  /// has the wrong bounds.
  private func refuseHiddenTerms(
    of binder: Syntax.Binder, _ range: ClosedRange<Int>, in body: Syntax.Expression
  ) throws {
    guard reading.outside != .zero, binder.upper != nil, body.isPicked(by: binder.name) else {
      return
    }
    let ranges = Ranges(of: self)
    for access in try ranges.accesses(in: body, known: [:])
    where access.index.freeNames() == [binder.name] && !access.isGuarded(against: binder.name) {
      for end in [range.lowerBound, range.upperBound] {
        guard let place = ranges.interval(of: access.index, [binder.name: end...end]) else {
          continue
        }
        if !access.axis.contains(place.lowerBound) {
          throw Diagnostic(.hiddenTerm(binder.name, end, access.axis), at: binder.span)
        }
      }
    }
  }

  private func bounds(of binder: Syntax.Binder, in body: Syntax.Expression) throws -> SumBounds {
    guard let lower = binder.lower, let upper = binder.upper else {
      guard binder.lower == nil, binder.upper == nil,
        let range = try Ranges(of: self).ofBareIndex(binder.name, in: [body])
          ?? rangeGiven(of: binder.name)
      else { throw Diagnostic(.sumWithoutBounds(binder.name), at: binder.span) }
      return SumBounds(lanes: .single, lower: [range.lowerBound], upper: [range.upperBound])
    }
    let (low, high) = (try exact(lower), try exact(upper))
    let lanes = low.lanes.union(high.lanes)
    func whole(_ exact: Exact, _ span: Span) throws -> [Int] {
      try lanes.positions(in: exact.lanes).map { position in
        guard let value = exact.values[position].integer, exact.faults[position] == 0 else {
          throw Diagnostic(.notAWholeNumber, at: span)
        }
        return value
      }
    }
    return SumBounds(
      lanes: lanes, lower: try whole(low, lower.span), upper: try whole(high, upper.span))
  }

  /// `\sum_a \pi(a \mid s)` over the values that are given of a, `a \in \{1, \dots, K\}`. Where they begin
  /// is where indices begin: else a would count something else than the axes do.
  private func rangeGiven(of name: String) throws -> ClosedRange<Int>? {
    let isNumber = scope[name]?.kind == .number(value: nil)
    let condition = scope.constraints.first { condition in
      guard isNumber, case .membership(let subject, .range) = condition else { return false }
      return subject.kind == .name(name)
    }
    let given = condition ?? scope.givenRanges[name]
    let range = try given.flatMap { try self.range(of: name, in: [$0]) }
    return commonIndexBase == range?.lowerBound ? range : nil
  }

  /// The loop of a number becomes the axis of a vector; vectors stand side by side.
  private func listed(_ body: Batch<S>, _ loop: Int, at span: Span) throws -> Batch<S> {
    guard body.own.count <= 1 else { throw Diagnostic(.cellIsNoNumber, at: span) }
    let count = loops[loop].values.count
    let axis = Lanes(loops: [loop], extents: [count])
    let all = try bounded(body.lanes.union(axis), at: span)
    let lanes = all.removing(loop)
    let (targets, steps) = (all.positions(in: lanes), all.positions(in: axis))
    let terms = all.positions(in: body.lanes)
    let size = body.own.reduce(1, *)
    try charge(lanes.extents + body.own + [count], at: span)
    var places = Array(repeating: 0, count: all.count * size)
    var faults = Faults(lanes: lanes.count)
    for lane in terms.indices {
      for place in 0..<size {
        places[(targets[lane] * size + place) * count + steps[lane]] = terms[lane] * size + place
      }
      if faults[targets[lane]] == 0 { faults[targets[lane]] = body.faults[terms[lane]] }
    }
    let vector = try Variable.apply(
      .gather(places, shape: lanes.extents + body.own + [count]), to: body.variable)
    return Batch(lanes, vector, faults: faults.trimmed)
  }

  /// Folds the loop of an exact number.
  private func folded(
    _ body: Exact, _ reduction: Syntax.Reduction, _ loop: Int, _ included: Mask, at span: Span
  ) throws -> Exact {
    let all = try bounded(
      body.lanes.union(included.lanes)
        .union(Lanes(loops: [loop], extents: [loops[loop].values.count])), at: span)
    let lanes = all.removing(loop)
    let (terms, masks) = (all.positions(in: body.lanes), all.positions(in: included.lanes))
    var faults = body.faults.isEmpty ? Faults.none : Faults(lanes: lanes.count)
    var values = Array(repeating: Rational(reduction == .product ? 1 : 0), count: lanes.count)
    var isBegun = Array(repeating: false, count: lanes.count)
    for (lane, target) in all.positions(in: lanes).enumerated() where included.holds[masks[lane]] {
      if !faults.isEmpty, faults[target] == 0 { faults[target] = body.faults[terms[lane]] }
      let term = body.values[terms[lane]]
      do {
        switch reduction {
        case .sum: values[target] = try values[target].adding(term)
        case .product, .list: values[target] = try values[target].multiplied(by: term)
        case .maximum: values[target] = isBegun[target] ? max(values[target], term) : term
        case .minimum: values[target] = isBegun[target] ? min(values[target], term) : term
        }
        isBegun[target] = true
      } catch { throw Diagnostic(.noValue("\(error)"), at: span) }
    }
    if reduction == .maximum || reduction == .minimum, isBegun.contains(false) {
      throw Diagnostic(.listOfNothing, at: span)
    }
    return Exact(lanes, values, faults: faults.trimmed)
  }

  private func folded(
    _ body: Batch<S>, _ reduction: Syntax.Reduction, _ loop: Int, _ included: Mask, at span: Span
  ) throws -> Batch<S> {
    let count = loops[loop].values.count
    let all = try bounded(
      body.lanes.union(included.lanes).union(Lanes(loops: [loop], extents: [count])), at: span)
    let lanes = all.removing(loop)
    let size = body.own.reduce(1, *)
    let last = Lanes(loops: [loop], extents: [count])
    let (terms, masks) = (all.positions(in: body.lanes), all.positions(in: included.lanes))
    let (targets, steps) = (all.positions(in: lanes), all.positions(in: last))
    try charge(lanes.extents + body.own + [count], at: span)
    return try located(at: span) {
      let shape = lanes.extents + body.own + [count]
      var places = Array(repeating: -1, count: try shape.elementCount())
      var faults = body.faults.isEmpty ? Faults.none : Faults(lanes: lanes.count)
      for lane in terms.indices where included.holds[masks[lane]] {
        if !faults.isEmpty, faults[targets[lane]] == 0 {
          faults[targets[lane]] = body.faults[terms[lane]]
        }
        for place in 0..<size {
          places[(targets[lane] * size + place) * count + steps[lane]] = terms[lane] * size + place
        }
      }
      if reduction == .maximum || reduction == .minimum {
        let isMaximum = reduction == .maximum
        return Batch(
          lanes,
          try extremum(of: places, count, body.variable, lanes.extents + body.own, isMaximum),
          faults: faults.trimmed, orientation: body.orientation)
      }
      let terms = try Variable.apply(.gather(places, shape: shape), to: body.variable)
      guard reduction == .product else {
        return Batch(
          lanes, try .apply(.sum(last: 1), to: terms), faults: faults.trimmed,
          orientation: body.orientation)
      }
      if body.own.count == 2, body.own[0] == body.own[1] {
        return try productOfMatrices(body, lanes, loop, included, at: span)
      }
      guard body.own.isEmpty, included.holds.allSatisfy({ $0 }) else {
        throw Diagnostic(.productOfTensors, at: span)
      }
      return Batch(lanes, try product(of: terms, lanes, count), faults: faults)
    }
  }

  /// The largest or smallest of the terms at each place, those that are left out (-1) aside.
  private func extremum(
    of places: [Int], _ count: Int, _ terms: Variable<S>, _ shape: Shape, _ isMaximum: Bool
  ) throws -> Variable<S> {
    let columns = stride(from: 0, to: places.count, by: count).map { first in
      places[first..<(first + count)].filter { $0 >= 0 }
    }
    guard let longest = columns.map(\.count).max(), columns.allSatisfy({ !$0.isEmpty }) else {
      throw DomainError.outOfDomain(function: isMaximum ? "max" : "min", argument: "")
    }
    func term(_ step: Int) throws -> Variable<S> {
      let chosen = columns.map { $0[min(step, $0.count - 1)] }
      return try .apply(.gather(chosen, shape: shape), to: terms)
    }
    return try (1..<max(1, longest)).reduce(term(0)) { best, step in
      let other = try term(step)
      let (high, low) = isMaximum ? (best, other) : (other, best)
      let rest = try Variable.apply(
        .elementary(.relu), to: Variable.apply(.subtract, to: high, low))
      return try .apply(isMaximum ? .add : .subtract, to: other, rest)
    }
  }

  /// The product of square matrices, the last index first unless declared otherwise; what is not included is the identity.
  private func productOfMatrices(
    _ body: Batch<S>, _ outer: Lanes, _ loop: Int, _ included: Mask, at span: Span
  ) throws -> Batch<S> {
    let count = loops[loop].values.count
    let size = body.own[0]
    let identity = Variable(
      constant: Tensor<S>(
        shape: outer.extents + body.own,
        scalars: (0..<(outer.count * size * size)).map { place in
          place / size % size == place % size ? .one : .zero
        }))
    let all = outer.union(Lanes(loops: [loop], extents: [count]))
    let (terms, masks) = (all.positions(in: body.lanes), all.positions(in: included.lanes))
    let targets = all.positions(in: outer)
    var lanesOfSteps = Array(repeating: [Int](), count: count)
    for (lane, step) in all.positions(in: Lanes(loops: [loop], extents: [count])).enumerated() {
      lanesOfSteps[step].append(lane)
    }
    var faults = Faults(lanes: outer.count)
    let factors = try lanesOfSteps.map { lanesOfStep in
      // The multiplications of a product of two.
      try charge([outer.count, size, size, size], at: span)
      var places = Array(repeating: -1, count: outer.count * size * size)
      var isIncluded = Array(repeating: false, count: outer.count)
      for lane in lanesOfStep where included.holds[masks[lane]] {
        isIncluded[targets[lane]] = true
        if faults[targets[lane]] == 0 { faults[targets[lane]] = body.faults[terms[lane]] }
        for place in 0..<(size * size) {
          places[targets[lane] * size * size + place] = terms[lane] * size * size + place
        }
      }
      let chosen = try Variable.apply(
        .gather(places, shape: outer.extents + body.own), to: body.variable)
      let mask = isIncluded.flatMap { Array(repeating: $0, count: size * size) }
      return Batch(outer, try .apply(.select(mask), to: chosen, identity))
    }
    let order = scope.conventions.value(of: ProductOrder.self)
    let ordered = order == .ascending ? factors.reversed() : factors
    guard var product = try orderedProduct(of: ordered, at: span) else {
      throw Diagnostic(.productOfTensors, at: span)
    }
    product.faults = faults.trimmed
    return product
  }

  /// The product along the last axis.
  private func product(
    of terms: Variable<S>, _ lanes: Lanes, _ count: Int
  ) throws -> Variable<S> {
    var result: Variable<S>?
    for step in 0..<count {
      let factor = try Variable.apply(
        .gather((0..<lanes.count).map { $0 * count + step }, shape: lanes.extents), to: terms)
      result = try result.map { try .multiply($0, factor) } ?? factor
    }
    return result ?? terms
  }
}

/// The bounds of a sum at each lane; equal everywhere in most sums.
struct SumBounds {
  let lanes: Lanes
  let lower: [Int]
  let upper: [Int]

  /// At which combinations of lane and index the term counts.
  func mask(over range: ClosedRange<Int>, loop: Int) throws -> Mask {
    if lanes.loops.isEmpty, lower[0] <= upper[0] { return .always }
    let index = Lanes(loops: [loop], extents: [range.count])
    let union = lanes.union(index)
    let (outer, inner) = (union.positions(in: lanes), union.positions(in: index))
    return Mask(
      lanes: union,
      holds: outer.indices.map {
        let index = range.lowerBound + inner[$0]
        return lower[outer[$0]] <= index && index <= upper[outer[$0]]
      })
  }
}

extension Syntax.Expression {
  /// Whether it is a product of elements only, none of which a zero beside it could shield.
  fileprivate var readsEveryFactor: Bool {
    switch kind {
    case .indexed(let base, _): base.isPlain
    case .binary(let sign, let left, let right) where sign.isProduct:
      left.readsEveryFactor && right.readsEveryFactor
    default: false
    }
  }

  /// Whether an equation of indices, as that of a Kronecker delta, chooses among the terms of a sum.
  fileprivate func isPicked(by index: String) -> Bool {
    if case .indicator(let conditions) = kind {
      return conditions.allSatisfy { condition in
        if case .chain(let chain) = condition {
          chain.steps.allSatisfy { $0.relation == .equal }
            && chain.expressions.contains { $0.freeNames().contains(index) }
        } else {
          false
        }
      }
    }
    return children.contains { $0.isPicked(by: index) }
  }

  private var isPlain: Bool {
    switch kind {
    case .name, .derivative: true
    case .indexed(let base, _): base.isPlain
    default: false
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let cellIsNoNumber = Self(
    .shapesDoNotFit, "each element of a list must be a number")

  static let listOfNothing = Self(
    "ellipsis", "this list has another length at each index, or none")

  static let sumTooLong = Self("sum-too-long", "a sum of more than 100,000 terms")

  static let productOfTensors = Self(
    "unsupported", "a product over an index needs numbers, and bounds that are fixed")

  static func hiddenTerm(_ name: String, _ outside: Int, _ axis: ClosedRange<Int>) -> Self {
    Self(
      "outside-of-axis",
      "with \(name) = \(outside) this sum leaves an axis, which runs from \(axis.lowerBound) to "
        + "\(axis.upperBound); a delta does not mend that",
      hint: "end the sum with the axis")
  }

  fileprivate static func twoMeanings(_ index: String, _ name: String) -> Self {
    Self(
      "ambiguous",
      "'\(name)' rests on the '\(index)' that is given, and this sum has a '\(index)' of its own",
      hint: "give one of them another letter, or write \(name)(\(index))")
  }

  static func sumWithoutBounds(_ name: String) -> Self {
    Self(
      "sum-without-bounds", "nothing here says over which \(name) to sum",
      hint: "write the bounds, \\sum_{\(name)=0}^{2}")
  }
}
