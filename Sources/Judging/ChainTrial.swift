import Notation
import NumericCore

/// A chain of relations, under one reading: decides it over the scalars that can.
struct ChainTrial {
  let trial: Trial
  var comparison: ChainComparison
  /// Whether it speaks of tensors, so that one point is not enough.
  let needsValues: Bool
  /// All that it depends on.
  let names: Set<String>
  /// Whether what is true in the field is looked at once more in floating point.
  var doubtsField = true
  /// Shared by all samples of one assignment of sizes.
  var memo = RangeMemo()

  var samples: Samples { trial.samples }
  private var traits: ClaimTraits { trial.traits }
  var chain: Syntax.Chain { comparison.chain }

  private var approximates: Bool {
    comparison.tolerance != nil || chain.steps.contains { $0.relation == .approximatelyEqual }
  }

  // MARK: - Sizes

  /// What comes of a claim about whole numbers, at all values of the letters that are tried.
  func result(atAll letters: [String]) throws -> ReadingResult {
    let method: Verdict.Method = letters.isEmpty ? .exact : .exhaustive
    let table = try samples.table(of: letters, for: traits.demand)
    let result = try decided(table, method)
    if case .verified = result {
      let complete = SizeTable.completeSize(of: letters.count, about: traits.demand.literals)
      if traits.demand.literals.contains(where: { $0 > complete }),
        let place = placeOfComparedProduct(of: letters)
      {
        throw Diagnostic(.orderOfProducts(upTo: complete), at: place)
      }
      try SizeTable.refuseThin(table, for: chain, under: comparison.conditions)
    }
    return try diagnosed(result, table, method)
  }

  /// What comes of a claim about tensors, at sizes that differ.
  func result(at assignments: [[String: [Int]]]) throws -> ReadingResult {
    var result = nothingCompared
    var decided: [[String: [Int]]] = []
    var leftOut: ReadingResult?
    let beyond = try samples.assignments(
      of: assignments.first?.keys.sorted() ?? [], beyondEntriesIn: chain, for: traits.demand)
    let assignments = assignments + beyond
    for (number, assignment) in assignments.enumerated() {
      var chain = self
      chain.memo = RangeMemo()
      // The numbers that stand in a claim are the same at every size.
      chain.doubtsField = decided.isEmpty
      let isLast = decided.isEmpty && number + 1 == assignments.count
      guard let found = try trial.placed(isLast, { try chain.decided(assignment, .exact) }) else {
        continue
      }
      // A claim about the fourth entry is about tensors that have one.
      if let refutation = found.refutation, refutation.disagreement.isFaultOfNumber {
        leftOut = leftOut ?? found
        continue
      }
      result = found
      guard case .verified = result else {
        return result.isProvisional ? result : try diagnosed(result, assignment, .exact)
      }
      decided.append(assignment)
    }
    if let leftOut {
      guard case .verified(let method, let notes) = result, !decided.isEmpty else { return leftOut }
      result = .verified(method, notes: notes + [.comparedWhereEntriesExist])
    }
    // Points prove an identity, and nothing about a region: another point may lie outside.
    guard
      let step = chain.steps.first(where: {
        $0.relation != .equal || comparison.tolerance != nil
      })
    else { return result }
    if let proof = try proven(at: decided) { return proof }
    throw Diagnostic(.holdsAtPointsOnly, at: step.expression.span)
  }

  private var nothingCompared: ReadingResult {
    .error(Diagnostic(.nothingCompared, at: chain.first.span))
  }

  /// An index that stands on the right side only may be a sum that was forgotten: then the claim is
  /// not false but unclear.
  private func diagnosed(
    _ result: ReadingResult, _ letters: [String: [Int]], _ method: Verdict.Method
  ) throws -> ReadingResult {
    guard case .refuted(var refutation) = result else { return result }
    let onTheLeft = Set(chain.first.namesInOrder)
    let loose = comparison.free.filter { name in
      !onTheLeft.contains(name) && !comparison.conditions.contains { $0.mentions(name) }
    }
    guard !loose.isEmpty else { return result }
    var summed = self
    summed.comparison.chain = Syntax.Chain(
      first: chain.first,
      steps: chain.steps.map { step in
        Syntax.Chain.Step(
          relation: step.relation,
          expression: loose.reduce(step.expression) { $0.summed(over: $1) },
          tolerance: step.tolerance)
      })
    summed.comparison.free.removeAll(where: loose.contains)
    summed.doubtsField = true
    summed.memo = RangeMemo()
    if case .verified = try? summed.decided(letters, method) {
      let place = chain.steps.firstResult { $0.expression.place(of: loose[0]) }
      return .error(Diagnostic(.indexOnTheRightOnly(loose[0]), at: place ?? chain.first.span))
    }
    refutation.notes.append(.freeOnTheRightOnly(loose))
    return .refuted(refutation)
  }

  /// Where something is compared that grows otherwise than in proportion to letters: beyond the sizes
  /// that are tried it may turn round.
  private func placeOfComparedProduct(of letters: [String]) -> Span? {
    if chain.expressions.contains(where: { $0.multiplies(letters) }),
      let step = chain.steps.first(where: { $0.relation.isOrder })
    {
      return step.expression.span
    }
    return traits.bodies.flatMap(\.gaps).first { $0.multiplies(letters) }?.span
  }

  // MARK: - Scalars

  /// Over the prime field, where elementary functions are unknown functions; numerically where that
  /// has no meaning or does not decide.
  private func decided(
    _ letters: [String: [Int]], _ method: Verdict.Method
  ) throws -> ReadingResult {
    do {
      if approximates { throw DomainError.notExact("an approximation") }
      // What differs at random points may be equal at others.
      if needsValues, chain.steps.contains(where: { $0.relation == .unequal }) {
        throw DomainError.notExact("what is compared here")
      }
      var (result, isWhole) = try compared(samples.field(0, letters: letters), method)
      for number in samples.drawsOfFewValues(of: names, letters: letters).dropFirst() {
        guard case .verified = result else { break }
        result = try compared(samples.field(number, letters: letters), method).result
      }
      if case .refuted(var refutation) = result {
        guard traits.appliesFunctions else { return try readable(refutation, letters) }
        // What is false of unknown functions may be true of these.
        guard trial.postponesNumbers, refutation.disagreement.fault == nil else {
          return try traits.appliesRoots ? piecewise(letters) : numeric(letters)
        }
        refutation.isProvisional = true
        return .refuted(refutation)
      }
      // Two numbers that differ by a multiple of the prime are far apart elsewhere.
      if !isWhole, doubtsField, !traits.hasShortNumbers,
        case .refuted = try numeric(letters, draw: firstDraw)
      {
        throw DomainError.notExact("a product of such long numbers")
      }
      return result
    } catch DomainError.notExact {
      // An order was asked for: there is another formula on the other side of each kink.
      return try approximates ? numeric(letters) : piecewise(letters)
    }
  }

  private var firstDraw: Draw { traits.appliesFunctions ? .near : .single }

  /// At many points, of all signs, orders and sizes, for a formula that is another one elsewhere.
  private func piecewise(_ letters: [String: [Int]]) throws -> ReadingResult {
    guard needsValues else { return try numeric(letters, draw: .single) }
    var result = nothingCompared
    var decided: [Draw] = []
    var draws = Draw.piecewise(around: traits.numbers, on: !traits.takesDerivatives)
    let kinks = KinkSearch(
      in: traits.bodies, of: chain.inequalities.map(\.difference), at: letters, samples)
    draws += kinks.draws(from: draws.count)
    if !traits.takesDerivatives {
      draws += kinks.drawsOnKinks(from: draws.count)
      draws += Draw.withConstants(of: names, among: traits.numbers, from: draws.count)
    }
    for (number, draw) in draws.enumerated() {
      let found: ReadingResult
      do {
        found = try numeric(letters, draw: draw)
      } catch DomainError.notExact where number > 0 {
        // Far out a smooth function may be too flat to be seen; it is seen nearer.
        continue
      } catch  where draw.isOnKink {
        continue
      }
      if draw.isOnKink, found.refutation?.disagreement.fault != nil { continue }
      result = found
      guard case .verified = result else { return result }
      decided.append(draw)
    }
    guard 3 * decided.count >= draws.count else {
      throw DomainError.notExact("what is compared here")
    }
    try refuseUnmetKinks(kinks, decided)
    return result
  }

  /// At several points, in floating point with a bound on the rounding error.
  private func numeric(_ letters: [String: [Int]]) throws -> ReadingResult {
    var result = nothingCompared
    let few = samples.drawsOfFewValues(of: names, letters: letters)
    for number in few.count < 3 ? [0, 1, 2] : few {
      let draw = Draw(number: number, scales: number == 0 ? firstDraw.scales : [1])
      result = try numeric(letters, draw: draw)
      guard case .verified = result else { return result }
    }
    return result
  }

  /// In extended precision where double precision cannot tell, and nearer to 0 where that cannot
  /// either: a softmax of large numbers is too flat.
  private func numeric(_ letters: [String: [Int]], draw: Draw) throws -> ReadingResult {
    do {
      return try decidable(letters, draw: draw)
    } catch DomainError.notExact(let reason) {
      for scale in [0.3, 0.05] where draw.scales.allSatisfy({ $0 <= 1 }) && needsValues {
        var nearer = draw
        nearer.scales = [scale]
        if let result = try? decidable(letters, draw: nearer) { return result }
      }
      throw DomainError.notExact(reason)
    }
  }

  private func decidable(_ letters: [String: [Int]], draw: Draw) throws -> ReadingResult {
    do {
      return try compared(
        samples.real(draw, letters: letters) as Sample<Bounded<Double>>, .numeric
      ).result
    } catch DomainError.notExact(let reason) {
      #if arch(x86_64)
        return try compared(
          samples.real(draw, letters: letters) as Sample<Bounded<Float80>>, .numeric
        ).result
      #else
        throw DomainError.notExact(reason)
      #endif
    }
  }

  /// The same counterexample with numbers that a person can read.
  private func readable(
    _ refutation: Refutation, _ letters: [String: [Int]]
  ) throws -> ReadingResult {
    // The first point, or one at which what has few values takes others.
    let others = samples.drawsOfFewValues(of: names, letters: letters).dropFirst()
    guard refutation.disagreement.fault == nil,
      let found = ([firstDraw] + others.map { Draw(number: $0) }).firstResult(of: {
        (try? numeric(letters, draw: $0))?.refutation
      }),
      found.step == refutation.step
    else { return .refuted(refutation) }
    return .refuted(
      Refutation(
        method: refutation.method, step: found.step, left: found.left, right: found.right,
        disagreement: found.disagreement, notes: found.notes))
  }

  /// - Returns: what came of it, and whether nothing but whole numbers and ratios was compared.
  private func compared<S: DecidableScalar>(
    _ sample: Sample<S>, _ method: Verdict.Method
  ) throws -> (result: ReadingResult, isWhole: Bool) {
    let evaluator = Evaluator(trial.scope, reading: trial.reading, sample: sample, memo: memo)
    defer { trial.observe(evaluator) }
    return try comparison.result(evaluator, method)
  }
}

extension Syntax.Condition {
  fileprivate func mentions(_ name: String) -> Bool {
    expressions.contains { $0.freeNames().contains(name) }
  }
}

extension Syntax.Expression {
  fileprivate func summed(over name: String) -> Syntax.Expression {
    guard freeNames().contains(name) else { return self }
    return Syntax.Expression(
      .reduction(.sum, Syntax.Binder(unbounded: name, at: span), self), at: span)
  }
}

extension Syntax.Expression {
  /// Whether one letter is multiplied by another, or by itself, or divides.
  fileprivate func multiplies(_ letters: [String]) -> Bool {
    func varies(_ part: Syntax.Expression) -> Bool {
      !part.freeNames().isDisjoint(with: letters)
    }
    let isProduct =
      switch kind {
      case .binary(.add, _, _), .binary(.subtract, _, _): false
      case .binary(.divide, _, let divisor): varies(divisor)
      case .binary(_, let left, let right): varies(left) && varies(right)
      case .power(let base, let exponent): varies(base) || varies(exponent)
      default: false
      }
    return isProduct || children.contains { $0.multiplies(letters) }
  }
}

extension Diagnostic.Message {
  fileprivate static func orderOfProducts(upTo size: Int) -> Self {
    Self(
      "undecidable",
      "this holds for sizes up to \(size); at larger ones it was not looked at",
      hint: "state it for sizes of a range, or without products of sizes")
  }

  fileprivate static func indexOnTheRightOnly(_ name: String) -> Self {
    Self(
      .unboundIndex, "'\(name)' is free on the right side only",
      hint: "if it is summed over, write \\sum_{\(name)}")
  }

  fileprivate static let holdsAtPointsOnly = Self(
    "undecidable", "this holds at every point that was tried, which proves nothing for the others",
    hint: "state an equation, or an inequality of sizes")
}
