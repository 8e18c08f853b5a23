import NumericCore

/// Finds over which values an index runs, from the tensors that it indexes.
package struct Ranges<S: Scalar> {
  let evaluator: Evaluator<S>

  package init(of evaluator: Evaluator<S>) { self.evaluator = evaluator }

  /// One index place of a tensor: the expression there, and the indices of its axis.
  struct Access {
    let index: Syntax.Expression
    let axis: ClosedRange<Int>
    /// The ranges of the sums around it.
    let known: [String: ClosedRange<Int>]
    /// What holds, or does not, where it is read: the guards of the lines of `cases` around it.
    var guards: [(conditions: [Syntax.Condition], hold: Bool)] = []

    /// Whether the index stands there alone, which says where it runs, guarded or not.
    func isBare(_ name: String) -> Bool { index.kind == .name(name) }

    /// Whether a line of `cases` chooses by an index whether it is read.
    func isGuarded(against name: String) -> Bool {
      guards.flatMap(\.conditions).flatMap(\.expressions).contains { $0.freeNames().contains(name) }
    }
  }

  /// The axis that an index runs over where it stands alone in an index place; the first such
  /// place counts.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  package func ofBareIndex(
    _ name: String, in expressions: [Syntax.Expression]
  ) throws -> ClosedRange<Int>? {
    for expression in expressions {
      for access in try accesses(in: expression, known: [:]) {
        if case .name(name) = access.index.kind { return access.axis }
      }
    }
    return nil
  }

  /// The ranges of the free indices of a definition: from the base, the largest for which every
  /// access lies inside its tensor.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func inferred(
    for names: [String], in body: Syntax.Expression, within conditions: [Syntax.Condition] = [],
    from base: Int, at span: Span
  ) throws -> [ClosedRange<Int>] {
    let accesses = try accesses(in: body, known: [:])
    var ranges: [String: ClosedRange<Int>] = [:]
    for name in names { ranges[name] = try evaluator.range(of: name, in: conditions) }
    var waiting = names.filter { ranges[$0] == nil }
    while !waiting.isEmpty {
      let found = try waiting.first { name in
        guard let range = try range(of: name, accesses, ranges, from: base, at: span) else {
          return false
        }
        ranges[name] = range
        return true
      }
      guard let found else { throw Diagnostic(.rangeUnknown(waiting[0]), at: span) }
      waiting.removeAll { $0 == found }
    }
    return names.compactMap { ranges[$0] }
  }

  /// The largest range with which no access leaves its axis; `nil` where no access tells.
  private func range(
    of name: String, _ accesses: [Access], _ ranges: [String: ClosedRange<Int>], from base: Int,
    at span: Span
  ) throws -> ClosedRange<Int>? {
    let telling = accesses.filter { access in
      var known = ranges.merging(access.known) { _, inner in inner }
      guard known[name] == nil, access.index.freeNames().contains(name) else { return false }
      known[name] = base...base
      guard let first = interval(of: access.index, known) else { return false }
      // With a stride of 0 it never leaves its axis.
      known[name] = (base + 1)...(base + 1)
      return interval(of: access.index, known) != first
    }
    guard !telling.isEmpty else { return nil }
    func isInside(_ value: Int) -> Bool {
      telling.allSatisfy { access in
        var known = ranges.merging(access.known) { _, inner in inner }
        known[name] = value...value
        guard let interval = interval(of: access.index, known) else { return false }
        if !access.isBare(name), !mayBeRead(access, known) { return true }
        return access.axis.lowerBound <= interval.lowerBound
          && interval.upperBound <= access.axis.upperBound
      }
    }
    guard isInside(base) else {
      let access = telling[0]
      throw Diagnostic(.rangeEmpty(name, base, access.axis), at: access.index.span)
    }
    var last = base
    while last - base < ShapeError.elementLimit, isInside(last + 1) { last += 1 }
    guard last - base < ShapeError.elementLimit else { return nil }
    return base...last
  }

  /// Whether no guard keeps it from being read at these indices.
  private func mayBeRead(_ access: Access, _ known: [String: ClosedRange<Int>]) -> Bool {
    access.guards.allSatisfy { branch in
      let answers = branch.conditions.map { holds($0, known) }
      if branch.hold { return !answers.contains(false) }
      return answers.contains { $0 != true }
    }
  }

  /// `nil` where that is not known of indices alone.
  private func holds(
    _ condition: Syntax.Condition, _ known: [String: ClosedRange<Int>]
  ) -> Bool? {
    guard case .chain(let chain) = condition else { return nil }
    let sides = ([chain.first] + chain.steps.map(\.expression)).map { side -> Int? in
      let range = interval(of: side, known)
      return range?.count == 1 ? range?.lowerBound : nil
    }
    var all = true
    for (place, step) in chain.steps.enumerated() {
      guard let left = sides[place], let right = sides[place + 1] else { return nil }
      all = all && step.relation.holds(left, right)
    }
    return all
  }

  // MARK: - Accesses

  func accesses(
    in expression: Syntax.Expression, known: [String: ClosedRange<Int>]
  ) throws -> [Access] {
    switch expression.kind {
    case .reduction(_, let binder, let body):
      var inner = known
      inner[binder.name] = try range(of: binder, in: body, known)
      return try accesses(in: body, known: inner)
    case .indexed:
      let (base, indices) = expression.chainedIndices
      let inside = try ([base] + indices).flatMap { try accesses(in: $0, known: known) }
      return try self.accesses(to: base, indices, known) + inside
    case .cases(let branches):
      var earlier: [(conditions: [Syntax.Condition], hold: Bool)] = []
      return try branches.flatMap { branch in
        let own = branch.guards.map { [($0, true)] } ?? []
        let inside = try accesses(in: branch.value, known: known).map { access in
          var access = access
          access.guards += earlier + own
          return access
        }
        branch.guards.map { earlier.append(($0, false)) }
        return try inside
          + (branch.guards ?? []).flatMap(\.expressions).flatMap {
            try accesses(in: $0, known: known)
          }
      }
    case .derivative(let output, let input, let isDirect):
      return try indexPlaces(ofDerivative: output, input, isDirect, known: known)
    case .gradient(let output, let input):
      return try indexPlaces(ofDerivative: output, input, false, known: known)
    default:
      return try expression.children.flatMap { try accesses(in: $0, known: known) }
    }
  }

  private func accesses(
    to base: Syntax.Expression, _ indices: [Syntax.Expression], _ known: [String: ClosedRange<Int>]
  ) throws -> [Access] {
    if case .name(let name) = base.kind, let family = evaluator.scope.family(name),
      evaluator.overrides[name] == nil
    {
      return try accesses(toFamily: name, family, indices, known)
    }
    let source: Batch<S>
    do {
      source = try evaluator.batch(base)
    } catch let error as DomainError {
      // Another scalar may know its value, and where its indices run.
      throw error
    } catch let diagnostic as Diagnostic where diagnostic.message.cause == .noPlacement {
      throw diagnostic
    } catch {
      // A base that depends on an open index has no shape yet.
      return []
    }
    let shape = evaluator.settledShape(source)
    guard let axes = evaluator.axesToIndex(shape, count: indices.count) else { return [] }
    let first = try evaluator.indexBase(of: base)
    return zip(indices, axes).map { index, axis in
      Access(index: index, axis: first...(first + shape[axis] - 1), known: known)
    }
  }

  /// A family read at `t` itself says where t runs; read at `t - 1` it may mean its boundary.
  private func accesses(
    toFamily name: String, _ family: Family, _ indices: [Syntax.Expression],
    _ known: [String: ClosedRange<Int>]
  ) throws -> [Access] {
    let isBeingFound = evaluator.memo.families[name]?.contains(nil) ?? false
    let ranges = try knownRanges(ofFamily: name)
    var accesses = zip(indices, ranges).compactMap { index, range -> Access? in
      guard let range, case .name = index.kind else { return nil }
      return Access(index: index, axis: range, known: known)
    }
    guard indices.count > family.rank, !isBeingFound, !ranges.contains(nil) else {
      return accesses
    }
    let shape = try evaluator.shapeOfFirst(name, family)
    let first = evaluator.scope[name].map(evaluator.indexBase(of:)) ?? 0
    for (index, extent) in zip(indices.dropFirst(family.rank), shape) {
      accesses.append(Access(index: index, axis: first...(first + extent - 1), known: known))
    }
    return accesses
  }

  private func indexPlaces(
    ofDerivative output: Syntax.Expression, _ input: Syntax.Expression, _ isDirect: Bool,
    known: [String: ClosedRange<Int>]
  ) throws -> [Access] {
    let (variable, inner) = input.chainedIndices
    if case .indexed = input.kind, !isFamily(variable),
      let source = try? evaluator.batch(variable),
      inner.count > source.own.count
    {
      let whole = Syntax.Expression(
        .derivative(output, by: variable, isDirect: isDirect), at: input.span)
      return try accesses(to: whole, inner, known)
    }
    return try accesses(in: output, known: known) + accesses(in: input, known: known)
  }

  private func isFamily(_ expression: Syntax.Expression) -> Bool {
    if case .name(let name) = expression.kind { evaluator.scope.family(name) != nil } else { false }
  }

  private func range(
    of binder: Syntax.Binder, in body: Syntax.Expression, _ known: [String: ClosedRange<Int>]
  ) throws -> ClosedRange<Int>? {
    guard let lower = binder.lower, let upper = binder.upper else {
      return try ofBareIndex(binder.name, in: [body])
    }
    guard let low = interval(of: lower, known), let high = interval(of: upper, known),
      low.lowerBound <= high.upperBound
    else { return nil }
    return low.lowerBound...high.upperBound
  }

  // MARK: - Intervals

  /// The values that an index expression can take; `nil` where it depends on something unknown.
  func interval(
    of expression: Syntax.Expression, _ known: [String: ClosedRange<Int>]
  ) -> ClosedRange<Int>? {
    switch expression.kind {
    case .number(let number): return number.integer.map { $0...$0 }
    case .name(let name):
      if let range = known[name] { return range }
      guard let exact = try? evaluator.exact(expression), let value = exact.constant?.integer
      else { return nil }
      return value...value
    case .negated(let inner):
      return interval(of: inner, known).map { -$0.upperBound ... -$0.lowerBound }
    case .binary(let sign, let left, let right):
      guard let a = interval(of: left, known), let b = interval(of: right, known) else {
        return nil
      }
      return Self.combine(sign, a, b)
    default: return nil
    }
  }

  private static func combine(
    _ sign: Syntax.BinaryOperator, _ a: ClosedRange<Int>, _ b: ClosedRange<Int>
  ) -> ClosedRange<Int>? {
    let pairs = [
      (a.lowerBound, b.lowerBound), (a.lowerBound, b.upperBound), (a.upperBound, b.lowerBound),
      (a.upperBound, b.upperBound),
    ]
    let results: [(partialValue: Int, overflow: Bool)] = pairs.compactMap { x, y in
      switch sign {
      case .add: x.addingReportingOverflow(y)
      case .subtract: x.subtractingReportingOverflow(y)
      case .juxtaposition, .dot, .times, .star: x.multipliedReportingOverflow(by: y)
      case .divide, .hadamard: nil
      }
    }
    guard results.count == 4, !results.contains(where: { $0.overflow }),
      let low = results.map({ $0.partialValue }).min(),
      let high = results.map({ $0.partialValue }).max()
    else { return nil }
    return low...high
  }
}

extension Diagnostic.Message {
  static func rangeUnknown(_ name: String) -> Self {
    Self(
      .unboundIndex, "nothing here says over which \(name) this runs",
      hint:
        "say it, as in '…, \\quad 1 \\le \(name) \\le N', or use \(name) as an index of a tensor on the "
        + "right")
  }

  static func rangeEmpty(_ name: String, _ base: Int, _ axis: ClosedRange<Int>) -> Self {
    Self(
      .noPlacement,
      "with \(name) = \(base) this index leaves its axis, which runs from "
        + "\(axis.lowerBound) to \(axis.upperBound)",
      hint: "say where indices begin: 'index base 0' or 'index base 1'")
  }
}
