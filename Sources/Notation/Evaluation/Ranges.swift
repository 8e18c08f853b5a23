import NumericCore

/// Finds over which values an index runs, from the tensors that it indexes.
package struct Ranges<S: Scalar> {
  private let evaluator: Evaluator<S>

  package init(of evaluator: Evaluator<S>) { self.evaluator = evaluator }

  /// One index place of a tensor: the expression there, and the indices of its axis.
  private struct Access {
    let index: Syntax.Expression
    let axis: ClosedRange<Int>
    /// The ranges of the sums around it.
    let known: [String: ClosedRange<Int>]
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

  /// The ranges of the indices of a family, its boundary left out.
  func ofFamily(_ name: String, at span: Span) throws -> [ClosedRange<Int>] {
    let ranges = try knownRanges(ofFamily: name)
    return try ranges.map { range in
      guard let range else { throw Diagnostic(.rangeOfFamily(name), at: span) }
      return range
    }
  }

  /// What is known so far of the ranges of a family. Families that need one another are looked at
  /// together: what one reads at `t` says how far the others run.
  private func knownRanges(ofFamily name: String) throws -> [ClosedRange<Int>?] {
    if let known = evaluator.memo.families[name] { return known }
    if let meaning = evaluator.meaning(of: name),
      let known = evaluator.rememberedSizes?.families[meaning]
    {
      evaluator.memo.families[name] = known
      return known
    }
    let scope = evaluator.scope
    let group = scope.declarations.keys.sorted().filter { other in
      scope.family(other) != nil
        && (other == name || (scope.depends(name, on: other) && scope.depends(other, on: name)))
    }
    for member in group {
      evaluator.memo.families[member] = Array(
        repeating: nil, count: scope.family(member)?.rank ?? 0)
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for member in group {
        guard let family = scope.family(member) else { continue }
        for axis in 0..<family.rank where evaluator.memo.families[member]?[axis] == nil {
          let range: ClosedRange<Int>? = try evaluator.withoutBindings {
            try self.range(ofAxis: axis, in: family, member)
              ?? self.demand(for: member, axis: axis, by: group)
          }
          guard let range else { continue }
          evaluator.memo.families[member]?[axis] = range
          isGrowing = true
        }
      }
    }
    for member in group {
      guard let meaning = evaluator.meaning(of: member) else { continue }
      evaluator.rememberedSizes?.families[meaning] = evaluator.memo.families[member]
    }
    return evaluator.memo.families[name] ?? []
  }

  /// From the lowest to the highest index that some line of the family speaks of.
  private func range(
    ofAxis axis: Int, in family: Family, _ name: String
  ) throws -> ClosedRange<Int>? {
    var low: Int?
    var high: Int?
    let isTime = axis == family.rank - 1
    for line in family.lines where !(isTime && line.isBoundary) {
      let range: ClosedRange<Int>? =
        switch line.pattern[axis].kind {
        case .number(let number): number.integer.map { $0...$0 }
        case .name(let letter):
          try self.range(of: letter, in: line, known: known(in: line, of: name))
        default: nil
        }
      guard let range else {
        // A line may leave its time to the others; which members there are, each line says.
        if isTime { continue }
        return nil
      }
      low = min(low ?? range.lowerBound, range.lowerBound)
      high = max(high ?? range.upperBound, range.upperBound)
    }
    let first = family.lines.filter { isTime && $0.isBoundary }
      .compactMap { line -> Int? in
        if case .number(let number) = line.pattern[axis].kind { number.integer } else { nil }
      }.max()
    guard var low, let high else { return nil }
    if let first, first < high { low = max(low, first + 1) }
    return low...max(low, high)
  }

  /// Where the others read a family at their own index: so far it must run.
  private func demand(
    for name: String, axis: Int, by group: [String]
  ) throws -> ClosedRange<Int>? {
    for reader in group {
      guard let family = evaluator.scope.family(reader) else { continue }
      for line in family.lines {
        for (place, pattern) in line.pattern.enumerated() {
          guard let range = evaluator.memo.families[reader]?[place],
            line.body?.reads(name, at: pattern, inPlace: axis) == true
          else { continue }
          return range
        }
      }
    }
    return nil
  }

  /// What is known so far of the other letters of a line.
  private func known(in line: Family.Line, of name: String) -> [String: ClosedRange<Int>] {
    var known: [String: ClosedRange<Int>] = [:]
    for (place, range) in zip(line.pattern, evaluator.memo.families[name] ?? []) {
      if case .name(let letter) = place.kind, let range { known[letter] = range }
    }
    return known
  }

  private func range(
    of letter: String, in line: Family.Line, known: [String: ClosedRange<Int>]
  ) throws -> ClosedRange<Int>? {
    if let stated = try evaluator.range(of: letter, in: line.conditions) { return stated }
    for case .chain(let chain) in line.conditions
    where chain.steps.count == 2 && chain.steps[0].expression.kind == .name(letter)
      && chain.steps.allSatisfy({ $0.relation == .lessOrEqual })
    {
      // Bounds that change with time: the widest of them.
      guard let low = interval(of: chain.first, known),
        let high = interval(of: chain.steps[1].expression, known)
      else { continue }
      // A line that holds for no index leaves the ends where they are.
      return low.lowerBound...max(low.lowerBound, high.upperBound)
    }
    guard let body = line.body else { return nil }
    let telling = try accesses(in: body, known: [:]).filter {
      $0.index.freeNames().contains(letter) && $0.known[letter] == nil
    }
    func isInside(_ value: Int) -> Bool {
      telling.allSatisfy { access in
        let known = access.known.merging([letter: value...value]) { inner, _ in inner }
        guard let interval = interval(of: access.index, known) else { return true }
        return access.axis.lowerBound <= interval.lowerBound
          && interval.upperBound <= access.axis.upperBound
      }
    }
    let bare = telling.first { $0.index.kind == .name(letter) }
    let candidates = bare?.axis ?? (telling.isEmpty ? nil : -16...256)
    guard let candidates, let low = candidates.first(where: isInside) else { return nil }
    var high = low
    while high < candidates.upperBound, isInside(high + 1) { high += 1 }
    return low...high
  }

  /// The ranges of the free indices of a definition: from the base, the largest for which every
  /// access lies inside its tensor.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func inferred(
    for names: [String], in body: Syntax.Expression, from base: Int, at span: Span
  ) throws -> [ClosedRange<Int>] {
    let accesses = try accesses(in: body, known: [:])
    var ranges: [String: ClosedRange<Int>] = [:]
    var waiting = names
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
      return interval(of: access.index, known) != nil
    }
    guard !telling.isEmpty else { return nil }
    func isInside(_ value: Int) -> Bool {
      telling.allSatisfy { access in
        var known = ranges.merging(access.known) { _, inner in inner }
        known[name] = value...value
        guard let interval = interval(of: access.index, known) else { return false }
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

  // MARK: - Accesses

  private func accesses(
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
    case .derivative(let output, let input, let isDirect):
      return try indexPlaces(ofDerivative: output, input, isDirect, known: known)
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
  private func interval(
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
      case .juxtaposition, .dot, .times: x.multipliedReportingOverflow(by: y)
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

extension Syntax.Expression {
  /// Whether `name[…, index, …]` stands in it, with the index in that place.
  fileprivate func reads(_ name: String, at index: Syntax.Expression, inPlace place: Int) -> Bool {
    let (base, indices) = chainedIndices
    if base.kind == .name(name), indices.count > place, indices[place].kind == index.kind {
      return true
    }
    return children.contains { $0.reads(name, at: index, inPlace: place) }
  }
}

extension Diagnostic.Message {
  static func rangeUnknown(_ name: String) -> Self {
    Self(
      "unbound-index", "nothing here says over which \(name) this runs",
      hint: "use \(name) as an index of a tensor on the right")
  }

  static func rangeOfFamily(_ name: String) -> Self {
    Self(
      "unbound-index", "nothing says how far '\(name)' runs",
      hint: "write \(name)[t] = …, 1 \\le t \\le K, or give an input x[t], 1 \\le t \\le K")
  }

  static func rangeEmpty(_ name: String, _ base: Int, _ axis: ClosedRange<Int>) -> Self {
    Self(
      "index-outside",
      "with \(name) = \(base) this index leaves its axis, which runs from "
        + "\(axis.lowerBound) to \(axis.upperBound)",
      hint: "say where indices begin: 'index base 0' or 'index base 1'")
  }
}
