import Notation
import NumericCore

/// What was noticed while a statement was judged.
final class Observations {
  /// Whether a reading that leaves out axes of size 1 could find something else.
  var meetAxesOfOne = false
  /// What came of each comparison of values.
  private(set) var comparisons: [ComparedValues: Set<Bool>] = [:]

  func note(_ memo: RangeMemo) {
    comparisons.merge(memo.comparisons) { $0.union($1) }
  }
}

/// One statement, under one reading: evaluates both sides of every step and compares.
struct Trial {
  let question: Question
  let reading: Reading
  /// Whether a provisional refutation is enough: another reading may be true at once.
  var postponesNumbers = false
  let traits: ClaimTraits
  let observations = Observations()

  var samples: Samples { question.samples }
  var scope: Scope { question.scope }

  /// What comes of the statement of the question.
  func result() throws -> ReadingResult { try result(of: question.statement) }

  /// What comes of another statement that is made of the same.
  func result(of statement: Syntax.Statement) throws -> ReadingResult {
    do {
      try refuseStrayConditions(statement)
      switch statement.kind {
      case .chain(let chain): return try result(of: chain, statement.conditions)
      case .membership(let subjects, let domain):
        return try result(of: subjects, domain, statement.conditions)
      case .indexBase: throw Diagnostic(.notAStatement, at: statement.span)
      }
    } catch let diagnostic as Diagnostic {
      return .error(diagnostic)
    } catch let error as DomainError {
      return .error(Diagnostic(.undecidable("\(error)"), at: statement.span))
    }
  }

  /// A condition speaks of what is claimed; one that does not may be a claim of its own.
  private func refuseStrayConditions(_ statement: Syntax.Statement) throws {
    let used = Set(statement.expressions.flatMap(\.namesInOrder))
    for expression in statement.conditions.flatMap(\.expressions) {
      for name in expression.namesInOrder where scope[name] == nil && !used.contains(name) {
        throw Diagnostic(
          .conditionOfNothing(name), at: expression.place(of: name) ?? expression.span)
      }
    }
  }

  func observe<S: Scalar>(_ evaluator: Evaluator<S>) {
    if evaluator.meetsAxesOfOne { observations.meetAxesOfOne = true }
    observations.note(evaluator.memo)
  }

  /// What is found at some sizes; `nil` where nothing fits there, as a kernel that is larger than its input.
  ///
  /// - Parameter isLast: whether no other sizes are left to look at, so that it is told.
  func placed<Found>(_ isLast: Bool, _ found: () throws -> Found) throws -> Found? {
    do {
      return try found()
    } catch let diagnostic as Diagnostic
      where diagnostic.message.cause == .noPlacement && !isLast
    {
      return nil
    }
  }

  // MARK: - Memberships

  private func result(
    of subjects: [Syntax.Expression], _ domain: Syntax.Domain, _ conditions: [Syntax.Condition]
  ) throws -> ReadingResult {
    var notes: [Note] = []
    var method = Verdict.Method.exact
    for subject in subjects {
      let result =
        if case .reals(let extents) = domain {
          try shapeResult(of: subject, extents, conditions)
        } else {
          try valueResult(of: subject, domain, conditions)
        }
      guard case .verified(let used, let said) = result else { return result }
      notes += said
      if used == .exhaustive { method = used }
    }
    return .verified(method, notes: notes)
  }

  private func shapeResult(
    of subject: Syntax.Expression, _ extents: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) throws -> ReadingResult {
    let names = ([subject] + extents).names { $0.freeNames() }
    let letters = samples.linked(samples.letters(among: scope.closure(of: names)))
    let free = scope.freeIndices(in: [subject] + extents, conditions)
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
    var notes: [Note] = []
    var isCompared = false
    for (number, table) in tables.enumerated() {
      let isLast = !isCompared && number + 1 == tables.count
      guard let comparison = try placed(isLast, { try compare(table) }) else { continue }
      isCompared = true
      if let disagreement = comparison.disagreement {
        return .refuted(
          Refutation(
            method: method, step: nil, left: subject, right: right, disagreement: disagreement))
      }
      notes = comparison.notes
    }
    if needsValues {
      try choice.refuseUnseen(at: subject.span)
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

  private func valueResult(
    of subject: Syntax.Expression, _ domain: Syntax.Domain, _ conditions: [Syntax.Condition]
  ) throws -> ReadingResult {
    if case .interval(let interval) = domain {
      let chain = Syntax.Chain(
        first: interval.lower,
        steps: [
          .init(
            relation: interval.isClosedBelow ? .lessOrEqual : .less, expression: subject,
            tolerance: nil),
          .init(
            relation: interval.isClosedAbove ? .lessOrEqual : .less, expression: interval.upper,
            tolerance: nil),
        ])
      return try result(of: chain, conditions)
    }
    let condition = Syntax.Condition.membership(subject, domain)
    let indicator = Syntax.Expression(.indicator([condition]), at: subject.span)
    let one = Syntax.Expression(.number(Rational(1)), at: subject.span)
    return try result(
      of: Syntax.Chain(first: indicator, steps: [.init(equalTo: one)]), conditions)
  }

  // MARK: - Chains

  private func result(
    of chain: Syntax.Chain, _ conditions: [Syntax.Condition]
  ) throws -> ReadingResult {
    let comparison = try ChainComparison(chain, under: conditions, of: question)
    let expressions = comparison.chain.expressions + question.context
    let names = conditions.flatMap(\.expressions).names { $0.freeNames() }
      .union(expressions.names(\.namesOfValues))
    let closure = scope.closure(of: names)
    let spoken = names.union(expressions.names { $0.freeNames() })
    let everything = scope.closure(of: spoken.union(scope.namesInGivenRanges(of: spoken)))
    let trial = ChainTrial(
      trial: self, comparison: comparison,
      needsValues: closure.contains { scope[$0]?.needsValues ?? false },
      names: closure)
    let letters = samples.linked(samples.letters(among: everything))
    guard trial.needsValues else { return try trial.result(atAll: letters) }
    let choice = try samples.assignments(
      of: letters, for: traits.demand, ofSequences: closure.contains { scope.family($0) != nil })
    guard !choice.assignments.isEmpty else {
      throw Diagnostic(.noAdmissibleSizes(letters), at: comparison.chain.first.span)
    }
    let result = try trial.result(at: choice.assignments)
    if case .verified = result {
      try choice.refuseUnseen(at: comparison.chain.first.span)
      try trial.refuseUnmetConditions(at: choice.assignments)
    }
    return result
  }
}

extension Declaration {
  /// Whether one point is not enough to tell what it is equal to.
  fileprivate var needsValues: Bool {
    switch kind {
    case .tensor, .loss: true
    case .family(let family): family.lines.contains { $0.body == nil }
    case .number, .definition: false
    }
  }
}

extension Scope {
  /// The names that nothing declares: indices that range over their axes.
  func freeIndices(
    in expressions: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) -> [String] {
    let indices = expressions.names(\.bareIndices)
    var seen: Set<String> = []
    return (expressions + conditions.flatMap { $0.expressions }).flatMap { $0.namesInOrder }
      .filter { name in
        let isLoss = if case .loss = self[name]?.kind { true } else { false }
        let isIndex = self[name] == nil || (isLoss && indices.contains(name))
        return isIndex && seen.insert(name).inserted
      }
  }

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

extension Diagnostic.Message {
  fileprivate static func noAdmissibleSizes(_ letters: [String]) -> Self {
    Self(
      "nothing-compared",
      "no small values of \(letters.joined(separator: ", ")) fulfil the constraints",
      hint: "loosen the constraints of the given block")
  }

  fileprivate static func conditionOfNothing(_ name: String) -> Self {
    Self(
      .unboundIndex, "'\(name)' does not occur in what is claimed",
      hint: "declare it in a given block, or leave the condition out")
  }
}
