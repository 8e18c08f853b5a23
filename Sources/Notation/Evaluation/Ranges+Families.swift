import NumericCore

extension Ranges {
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
  func knownRanges(ofFamily name: String) throws -> [ClosedRange<Int>?] {
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
    try findRanges(of: group) { family, member, axis in
      try self.range(ofAxis: axis, in: family, member)
        ?? self.demand(for: member, axis: axis, by: group)
    }
    // Where nothing in the equations tells, what is given of their letters does.
    try findRanges(of: group) { family, _, axis in try self.givenRange(ofAxis: axis, in: family) }
    for member in group {
      guard let meaning = evaluator.meaning(of: member) else { continue }
      evaluator.rememberedSizes?.families[meaning] = evaluator.memo.families[member]
    }
    return evaluator.memo.families[name] ?? []
  }

  /// Looks for ranges as long as one that is found may say more of others.
  private func findRanges(
    of group: [String], by find: (Family, String, Int) throws -> ClosedRange<Int>?
  ) throws {
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for member in group {
        guard let family = evaluator.scope.family(member) else { continue }
        for axis in 0..<family.rank where evaluator.memo.families[member]?[axis] == nil {
          guard let range = try evaluator.withoutBindings({ try find(family, member, axis) }) else {
            continue
          }
          evaluator.memo.families[member]?[axis] = range
          isGrowing = true
        }
      }
    }
  }

  /// What is given of the letter of the equation that says how a family goes on.
  private func givenRange(ofAxis axis: Int, in family: Family) throws -> ClosedRange<Int>? {
    for line in family.lines where !line.isBoundary {
      guard case .name(let letter) = line.pattern[axis].kind,
        let condition = evaluator.scope.givenRanges[letter],
        let range = try evaluator.range(of: letter, in: [condition])
      else { continue }
      return range
    }
    return nil
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
  static func rangeOfFamily(_ name: String) -> Self {
    Self(
      .unboundIndex, "nothing says how far '\(name)' runs",
      hint: "write \(name)[t] = …, 1 \\le t \\le K, or give an input x[t], 1 \\le t \\le K")
  }
}
