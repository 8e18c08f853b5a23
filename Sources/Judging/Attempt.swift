import Notation
import NumericCore

/// What came of judging a statement under one reading.
enum Attempt {
  case verified(Verdict.Method, notes: [String])
  case refuted(Refutation)
  case error(Diagnostic)
}

/// What a claim and all that it speaks of are made of.
struct ClaimTraits {
  /// The numbers that stand there.
  let numbers: Set<Rational>
  let takesDerivatives: Bool
  /// The claim, and the right sides of all that it speaks of.
  let bodies: [Syntax.Expression]
  /// The sizes at which it must be looked at.
  let demand: SizeDemand
  let appliesFunctions: Bool
  /// Whether a root is drawn, which has two branches: `√(x²)` is x for half of all x.
  let appliesRoots: Bool

  init(_ statement: Syntax.Statement, beside context: [Syntax.Expression] = [], in scope: Scope) {
    let sides = statement.expressions + context
    bodies = sides + scope.bodies(of: sides)
    let conditions = statement.conditions.flatMap(\.expressions)
    let counted = bodies + conditions + scope.bodies(of: conditions)
    numbers = counted.reduce(into: []) { $0.formUnion($1.numbers) }
    takesDerivatives = counted.contains(where: \.containsDerivative)
    demand = SizeDemand(of: counted, under: statement.conditions, in: scope)
    appliesFunctions = bodies.contains(where: \.appliesFunction)
    appliesRoots = bodies.contains { $0.calls("sqrt") || $0.calls("norm") }
  }
}

/// A false step, with the place at which it is false.
struct Refutation {
  let method: Verdict.Method
  /// Counted from 1; nil where there is but one.
  let step: Int?
  let left: Syntax.Expression
  let right: Syntax.Expression
  let disagreement: Disagreement
  var notes: [String] = []
  /// Whether it is false of unknown functions only; these may still fulfil it by a law of their own.
  var isProvisional = false
}

/// What was noticed while a statement was judged.
final class Observations {
  /// Whether a reading that leaves out axes of size 1 could find something else.
  var meetAxesOfOne = false
}

/// One statement, under one reading: evaluates both sides of every step and compares.
struct Trial {
  let samples: Samples
  let reading: Reading
  /// The tolerance that the author allows, instead of the rounding error.
  let tolerance: Rational?
  /// The derivation around a step that is judged by itself: it says, too, where indices run.
  var context: [Syntax.Expression] = []
  /// Whether a provisional refutation is enough: another reading may be true at once.
  var postponesNumbers = false
  let traits: ClaimTraits
  let observations = Observations()

  var scope: Scope { samples.scope }

  func attempt(_ statement: Syntax.Statement) throws -> Attempt {
    do {
      try refuseStrayConditions(statement)
      switch statement.kind {
      case .chain(let chain): return try judge(chain, statement.conditions)
      case .membership(let subjects, let domain):
        return try judge(subjects, domain, statement.conditions)
      case .indexBase: throw Diagnostic(.notAStatement, at: statement.span)
      }
    } catch let diagnostic as Diagnostic {
      return .error(diagnostic)
    } catch let error as DomainError {
      return .error(Diagnostic(.undecidable("\(error)"), at: statement.span))
    }
  }

  /// A condition speaks of what is claimed; one that does not may be a claim of its own.
  func refuseStrayConditions(_ statement: Syntax.Statement) throws {
    let used = Set(statement.expressions.flatMap(\.namesInOrder))
    for expression in statement.conditions.flatMap(\.expressions) {
      for name in expression.namesInOrder where scope[name] == nil && !used.contains(name) {
        throw Diagnostic(
          .conditionOfNothing(name), at: expression.place(of: name) ?? expression.span)
      }
    }
  }

  private func observe<S: Scalar>(_ evaluator: Evaluator<S>) {
    if evaluator.meetsAxesOfOne { observations.meetAxesOfOne = true }
  }

  // MARK: - Memberships

  private func judge(
    _ subjects: [Syntax.Expression], _ domain: Syntax.Domain, _ conditions: [Syntax.Condition]
  ) throws -> Attempt {
    var notes: [String] = []
    var method = Verdict.Method.exact
    for subject in subjects {
      let attempt =
        if case .reals(let extents) = domain {
          try judgeShape(of: subject, extents, conditions)
        } else {
          try judgeValue(of: subject, domain, conditions)
        }
      switch attempt {
      case .verified(let used, let said):
        notes += said
        if used == .exhaustive { method = used }
      case .refuted, .error: return attempt
      }
    }
    return .verified(method, notes: notes)
  }

  private func judgeShape(
    of subject: Syntax.Expression, _ extents: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) throws -> Attempt {
    let names = ([subject] + extents).reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    let letters = samples.linked(samples.letters(among: scope.closure(of: names)))
    let free = freeIndices(in: [subject] + extents, conditions)
    func compare(_ assignment: [String: [Int]]) throws -> Comparison {
      let evaluator = Evaluator(
        scope, reading: reading,
        sample: samples.real(.single, letters: assignment) as Sample<Bounded<Double>>)
      defer { observe(evaluator) }
      _ = try evaluator.openFreeIndices(free, of: [subject], conditions: conditions)
      return try evaluator.compareShape(
        of: subject, with: extents, where: evaluator.conditions(conditions))
    }
    let table = try samples.table(of: letters, for: traits.demand)
    let needsValues =
      !letters.isEmpty && (definitionsNeedValues(of: subject) || (try? compare(table)) == nil)
    let choice = try samples.assignments(of: letters, for: traits.demand, areAll: true)
    let tables = needsValues ? choice.assignments : [table]
    guard !tables.isEmpty else { throw Diagnostic(.noAdmissibleSizes(letters), at: subject.span) }
    let method: Verdict.Method = letters.isEmpty || needsValues ? .exact : .exhaustive
    let right = Syntax.Expression(.tuple(extents), at: subject.span)
    var notes: [String] = []
    for table in tables {
      let comparison = try compare(table)
      if let disagreement = comparison.disagreement {
        return .refuted(
          Refutation(
            method: method, step: nil, left: subject, right: right, disagreement: disagreement))
      }
      notes = comparison.notes
    }
    if needsValues {
      try refuseUnseen(choice, at: subject.span)
    } else {
      let shape = Syntax.Chain(first: subject, steps: [.init(equalTo: right)])
      try SizeTable.refuseThin(table, for: shape, under: conditions)
    }
    return .verified(method, notes: notes)
  }

  /// Whether the shape follows from an elementwise definition, so that letters need values.
  private func definitionsNeedValues(of subject: Syntax.Expression) -> Bool {
    scope.closure(of: subject.freeNames()).contains { name in
      if case .definition(_, let indices, _) = scope[name]?.kind { !indices.isEmpty } else { false }
    }
  }

  private func judgeValue(
    of subject: Syntax.Expression, _ domain: Syntax.Domain, _ conditions: [Syntax.Condition]
  ) throws -> Attempt {
    let condition = Syntax.Condition.membership(subject, domain)
    let indicator = Syntax.Expression(.indicator([condition]), at: subject.span)
    let one = Syntax.Expression(.number(Rational(1)), at: subject.span)
    return try judge(
      Syntax.Chain(
        first: indicator, steps: [.init(equalTo: one)]),
      conditions)
  }

  // MARK: - Chains

  private func judge(_ chain: Syntax.Chain, _ conditions: [Syntax.Condition]) throws -> Attempt {
    let chain = try scope.withoutIntroducedNames(chain)
    let expressions = chain.expressions + context
    let inConditions = conditions.flatMap { $0.expressions }.reduce(into: Set<String>()) {
      $0.formUnion($1.freeNames())
    }
    let names = expressions.reduce(into: inConditions) { $0.formUnion($1.namesOfValues) }
    let closure = scope.closure(of: names)
    let everything = scope.closure(
      of: expressions.reduce(into: names) { $0.formUnion($1.freeNames()) })
    let letters = samples.linked(samples.letters(among: everything))
    let needsValues = closure.contains { name in
      switch scope[name]?.kind {
      case .tensor, .loss: true
      case .family(let family): family.lines.contains { $0.body == nil }
      case .number, .definition, nil: false
      }
    }
    let job = ChainJob(
      chain: chain, conditions: conditions, free: freeIndices(in: chain.expressions, conditions),
      approximates: tolerance != nil || chain.steps.contains { $0.relation == .approximatelyEqual },
      needsValues: needsValues, isDiscrete: closure.contains {
        scope.oneHot.contains($0) || scope.valueSets[$0]?.all != nil
      })
    guard needsValues else {
      let method: Verdict.Method = letters.isEmpty ? .exact : .exhaustive
      let table = try samples.table(of: letters, for: traits.demand)
      let result = try decided(job, table, method)
      if case .verified = result {
        try SizeTable.refuseThin(table, for: job.chain, under: conditions)
      }
      return try diagnosed(result, job) { try decided($0, table, method) }
    }
    var result = Attempt.error(Diagnostic(.nothingCompared, at: chain.first.span))
    let choice = try samples.assignments(
      of: letters, for: traits.demand, ofSequences: closure.contains { scope.family($0) != nil })
    let assignments = choice.assignments
    guard !assignments.isEmpty else {
      throw Diagnostic(.noAdmissibleSizes(letters), at: chain.first.span)
    }
    for (number, assignment) in assignments.enumerated() {
      var job = job
      job.memo = RangeMemo()
      // The numbers that stand in a claim are the same at every size.
      job.doubtsField = number == 0
      result = try decided(job, assignment, .exact)
      guard case .verified = result else {
        if result.isProvisional { return result }
        return try diagnosed(result, job) { try decided($0, assignment, .exact) }
      }
    }
    // Points prove an identity, and nothing about a region: another point may lie outside.
    if let step = chain.steps.first(where: { $0.relation != .equal || tolerance != nil }) {
      throw Diagnostic(.holdsAtPointsOnly, at: step.expression.span)
    }
    try refuseUnseen(choice, at: chain.first.span)
    return result
  }

  /// - Errors: what holds at every size that was tried, where something may change at larger ones.
  private func refuseUnseen(_ choice: Samples.SizeChoice, at span: Span) throws {
    guard let unseen = choice.unseen else { return }
    let largest = choice.assignments.flatMap { $0.values.joined() }.max() ?? 0
    throw Diagnostic(.notLookedAt(unseen, upTo: largest), at: span)
  }

  /// Over the prime field, where elementary functions are unknown functions; numerically where that
  /// has no meaning or does not decide.
  private func decided(
    _ job: ChainJob, _ letters: [String: [Int]], _ method: Verdict.Method
  ) throws -> Attempt {
    do {
      if job.approximates { throw DomainError.notExact("an approximation") }
      var (result, isWhole) = try run(job, samples.field(0, letters: letters), method)
      var number = 1
      while case .verified = result, job.isDiscrete, number < samples.drawsOfFewValues {
        result = try run(job, samples.field(number, letters: letters), method).attempt
        number += 1
      }
      if case .refuted(var refutation) = result {
        guard traits.appliesFunctions else { return try readable(result, job, letters) }
        // What is false of unknown functions may be true of these.
        guard postponesNumbers, refutation.disagreement.fault == nil else {
          return try traits.appliesRoots ? piecewise(job, letters) : numeric(job, letters)
        }
        refutation.isProvisional = true
        return .refuted(refutation)
      }
      // Two numbers that differ by a multiple of the prime are far apart elsewhere.
      if !isWhole, job.doubtsField,
        case .refuted = try numeric(job, letters, draw: firstDraw)
      {
        throw DomainError.notExact("a product of such long numbers")
      }
      return result
    } catch DomainError.notExact {
      // An order was asked for: there is another formula on the other side of each kink.
      return try job.approximates
        ? numeric(job, letters) : piecewise(job, letters)
    }
  }

  private var firstDraw: Draw { traits.appliesFunctions ? .near : .single }

  /// At many points, of all signs, orders and sizes, for a formula that is another one elsewhere.
  private func piecewise(_ job: ChainJob, _ letters: [String: [Int]]) throws -> Attempt {
    guard job.needsValues else { return try numeric(job, letters, draw: .single) }
    var result = Attempt.error(Diagnostic(.nothingCompared, at: job.chain.first.span))
    var decided = 0
    var draws = Draw.piecewise(around: traits.numbers, on: !traits.takesDerivatives)
    draws += KinkSearch(in: traits.bodies, at: letters, samples).draws(from: draws.count)
    for (number, draw) in draws.enumerated() {
      let attempt: Attempt
      do {
        attempt = try numeric(job, letters, draw: draw)
      } catch DomainError.notExact where number > 0 {
        // Far out a smooth function may be too flat to be seen; it is seen nearer.
        continue
      } catch where draw.isOnKink {
        continue
      }
      if draw.isOnKink, attempt.isFault { continue }
      result = attempt
      guard case .verified = result else { return result }
      decided += 1
    }
    guard 3 * decided >= draws.count else {
      throw DomainError.notExact("what is compared here")
    }
    return result
  }

  /// At several points, in floating point with a bound on the rounding error.
  private func numeric(_ job: ChainJob, _ letters: [String: [Int]]) throws -> Attempt {
    var result = Attempt.error(Diagnostic(.nothingCompared, at: job.chain.first.span))
    for number in 0..<(job.isDiscrete ? max(3, samples.drawsOfFewValues) : 3) {
      let draw = Draw(number: number, scales: number == 0 ? firstDraw.scales : [1])
      result = try numeric(job, letters, draw: draw)
      guard case .verified = result else { return result }
    }
    return result
  }

  /// In extended precision where double precision cannot tell, and nearer to 0 where that cannot
  /// either: a softmax of large numbers is too flat.
  private func numeric(
    _ job: ChainJob, _ letters: [String: [Int]], draw: Draw
  ) throws -> Attempt {
    do {
      return try decidable(job, letters, draw: draw)
    } catch DomainError.notExact(let reason) {
      for scale in [0.3, 0.05] where draw.scales.allSatisfy({ $0 <= 1 }) && job.needsValues {
        var nearer = draw
        nearer.scales = [scale]
        if let result = try? decidable(job, letters, draw: nearer) { return result }
      }
      throw DomainError.notExact(reason)
    }
  }

  private func decidable(
    _ job: ChainJob, _ letters: [String: [Int]], draw: Draw
  ) throws -> Attempt {
    do {
      return try run(
        job, samples.real(draw, letters: letters) as Sample<Bounded<Double>>, .numeric
      ).attempt
    } catch DomainError.notExact(let reason) {
      #if arch(x86_64)
        return try run(
          job, samples.real(draw, letters: letters) as Sample<Bounded<Float80>>, .numeric
        ).attempt
      #else
        throw DomainError.notExact(reason)
      #endif
    }
  }

  /// The same counterexample with numbers that a person can read.
  private func readable(
    _ result: Attempt, _ job: ChainJob, _ letters: [String: [Int]]
  ) throws -> Attempt {
    guard case .refuted(let refutation) = result, refutation.disagreement.fault == nil else {
      return result
    }
    let again = try? numeric(job, letters, draw: firstDraw)
    if case .refuted(let found) = again, found.step == refutation.step {
      return .refuted(
        Refutation(
          method: refutation.method, step: found.step, left: found.left, right: found.right,
          disagreement: found.disagreement, notes: found.notes))
    }
    return result
  }

  /// A chain with what is needed to judge it.
  private struct ChainJob {
    let chain: Syntax.Chain
    let conditions: [Syntax.Condition]
    let free: [String]
    let approximates: Bool
    /// Whether it speaks of tensors, so that one point is not enough.
    let needsValues: Bool
    /// Whether it speaks of something of a few values, as what is one-hot: it takes each of them.
    let isDiscrete: Bool
    /// Whether what is true in the field is looked at once more in floating point.
    var doubtsField = true
    /// Shared by all samples of one assignment of sizes.
    var memo = RangeMemo()
  }

  /// - Returns: what came of it, and whether nothing but whole numbers and ratios was compared.
  private func run<S: DecidableScalar>(
    _ job: ChainJob, _ sample: Sample<S>, _ method: Verdict.Method
  ) throws -> (attempt: Attempt, isWhole: Bool) {
    let evaluator = Evaluator(scope, reading: reading, sample: sample, memo: job.memo)
    defer { observe(evaluator) }
    var notes = try evaluator.openFreeIndices(
      job.free, of: job.chain.expressions + context, conditions: job.conditions)
    let conditions = try evaluator.conditions(job.conditions)
    if let part = conditions.part {
      notes.append("compared where the conditions hold only, at \(part.held) of \(part.all) places")
    }
    let areShapes = job.chain.expressions.contains(where: \.isShape)
    var left = job.chain.first
    var isWhole = true
    for (number, step) in job.chain.steps.enumerated() {
      let allowance = try allowance(step, evaluator)
      let comparison = try evaluator.compare(
        left, step.relation == .approximatelyEqual ? .equal : step.relation, step.expression,
        asShapes: areShapes, leftIsAsked: number == 0 && context.isEmpty, where: conditions,
        within: allowance)
      notes += comparison.notes
      if let allowance, step.tolerance == nil { notes.append("compared to within \(allowance)") }
      if left.text == step.expression.text { notes.append("both sides are written the same") }
      isWhole = isWhole && comparison.wasExact
      if let disagreement = comparison.disagreement {
        let refutation = Refutation(
          method: method, step: job.chain.steps.count > 1 ? number + 1 : nil, left: left,
          right: step.expression, disagreement: disagreement, notes: notes)
        return (.refuted(refutation), isWhole)
      }
      left = step.expression
    }
    return (.verified(method, notes: notes), isWhole)
  }

  /// How far the sides of a step may lie apart: as stated, or half a unit of the last digit.
  func allowance<S: Scalar>(
    _ step: Syntax.Chain.Step, _ evaluator: Evaluator<S>
  ) throws -> Rational? {
    if let stated = step.tolerance { return try evaluator.constant(stated) }
    guard step.relation == .approximatelyEqual else {
      return step.relation == .equal ? tolerance : nil
    }
    if let tolerance { return tolerance }
    guard let rounding = step.roundingTolerance else {
      throw Diagnostic(.approximationNeedsTolerance, at: step.expression.span)
    }
    return rounding
  }

  // MARK: - Names

  /// The names that nothing declares: indices that range over their axes.
  func freeIndices(
    in expressions: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) -> [String] {
    let indices = expressions.reduce(into: Set<String>()) { $0.formUnion($1.bareIndices) }
    var seen: Set<String> = []
    return (expressions + conditions.flatMap { $0.expressions }).flatMap { $0.namesInOrder }
      .filter { name in
        let isLoss = if case .loss = scope[name]?.kind { true } else { false }
        let isIndex = scope[name] == nil || (isLoss && indices.contains(name))
        return isIndex && seen.insert(name).inserted
      }
  }

  /// An index that stands on the right side only may be a sum that was forgotten: then the claim is
  /// not false but unclear.
  private func diagnosed(
    _ result: Attempt, _ job: ChainJob, _ retry: (ChainJob) throws -> Attempt
  ) throws -> Attempt {
    guard case .refuted(var refutation) = result else { return result }
    let onTheLeft = Set(job.chain.first.namesInOrder)
    let loose = job.free.filter { name in
      !onTheLeft.contains(name) && !job.conditions.contains { $0.mentions(name) }
    }
    guard !loose.isEmpty else { return result }
    let summed = job.chain.steps.map { step in
      Syntax.Chain.Step(
        relation: step.relation,
        expression: loose.reduce(step.expression) { $0.summed(over: $1) }, tolerance: step.tolerance
      )
    }
    let einstein = ChainJob(
      chain: Syntax.Chain(first: job.chain.first, steps: summed), conditions: job.conditions,
      free: job.free.filter { !loose.contains($0) }, approximates: job.approximates,
      needsValues: job.needsValues, isDiscrete: job.isDiscrete)
    if case .verified = try? retry(einstein) {
      let place = job.chain.steps.firstResult { $0.expression.place(of: loose[0]) }
      return .error(
        Diagnostic(.indexOnTheRightOnly(loose[0]), at: place ?? job.chain.first.span))
    }
    refutation.notes.append(
      "the index \(loose.joined(separator: ", ")) is free on the right side only")
    return .refuted(refutation)
  }
}

extension Scope {
  /// An equation whose left side is a new name introduces that name; the rest of the chain counts.
  func withoutIntroducedNames(_ chain: Syntax.Chain) throws -> Syntax.Chain {
    var chain = chain
    while case .name(let name) = chain.first.chainedIndices.0.kind, self[name] == nil {
      guard let step = chain.steps.first, step.relation == .equal, chain.steps.count > 1 else {
        throw Diagnostic(.unknownName(name, among: self), at: chain.first.span)
      }
      chain = Syntax.Chain(first: step.expression, steps: Array(chain.steps.dropFirst()))
    }
    return chain
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

extension Diagnostic.Message {
  package static func undecidable(_ reason: String) -> Self {
    Self(
      "undecidable", "this can be neither verified nor refuted: \(reason)",
      hint: "state it with =, or with ≈ and a tolerance")
  }

  static func indexOnTheRightOnly(_ name: String) -> Self {
    Self(
      "unbound-index", "'\(name)' is free on the right side only",
      hint: "if it is summed over, write \\sum_{\(name)}")
  }

  static func noAdmissibleSizes(_ letters: [String]) -> Self {
    Self(
      "nothing-compared",
      "no small values of \(letters.joined(separator: ", ")) fulfil the constraints",
      hint: "loosen the constraints of the given block")
  }

  static func conditionOfNothing(_ name: String) -> Self {
    Self(
      "unbound-index", "'\(name)' does not occur in what is claimed",
      hint: "declare it in a given block, or leave the condition out")
  }

  static func notLookedAt(_ sizes: String, upTo largest: Int) -> Self {
    Self(
      "undecidable",
      "this holds for sizes up to \(largest); what happens at \(sizes) was not looked at",
      hint: "state it with smaller numbers")
  }

  static let holdsAtPointsOnly = Self(
    "undecidable", "this holds at every point that was tried, which proves nothing for the others",
    hint: "state an equation, or an inequality of sizes")

  static let approximationNeedsTolerance = Self(
    "expected", "an approximation needs a number, or a tolerance",
    hint: "write \\approx a \\pm 0.05")
}
