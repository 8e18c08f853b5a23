import Notation
import NumericCore

/// Looks at a candidate at one sample before the judge does, under every reading that the judge
/// tries; what the question says is computed once for all candidates.
///
/// It may let a wrong candidate pass, for the judge to refute. Its work is counted in elements
/// that are computed, and is bounded.
final class Screen {
  fileprivate struct Bench {
    let trial: Trial
    let evaluator: Evaluator<Bounded<Double>>
  }

  private enum Look { case agrees, differs, reachesOutside, meansNothing, takesTooMuch }

  private let benches: [Bench]
  /// What may still be computed in all.
  private var budget = Screen.totalAllowance

  private static let totalAllowance = 600_000
  /// What may be computed for one candidate under one reading.
  private static let allowance = 20_000
  /// How many assignments of letters are looked at.
  private static let rows = 24

  /// `nil` where nothing can be looked at within the bounds.
  init?(_ statement: Syntax.Statement, _ judge: Judge) {
    let samples = judge.samples
    guard let letters = try? Self.letters(of: statement, samples) else { return nil }
    benches = judge.readings(of: statement).map { reading in
      Bench(
        trial: Trial(samples: samples, reading: reading, tolerance: judge.tolerance),
        evaluator: Evaluator(
          samples.scope, reading: reading, sample: samples.real(0, letters: letters)))
    }
  }

  /// A few admissible assignments of the letters at once; one where tensors are drawn.
  private static func letters(
    of statement: Syntax.Statement, _ samples: Samples
  ) throws -> [String: [Int]]? {
    let scope = samples.scope
    let names = statement.expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    let closure = scope.closure(of: names)
    let letters = samples.letters(among: closure)
    guard closure.contains(where: { scope[$0]?.isTensor == true }) else {
      let table = try samples.table(of: letters)
      let count = table.values.first?.count ?? 0
      let step = max(1, count / rows)
      return table.mapValues { values in stride(from: 0, to: count, by: step).map { values[$0] } }
    }
    return try samples.distinctAssignments(of: letters).first
  }

  /// The sizes of the axes of the tensors.
  func extents(of names: [String]) -> [Int] {
    guard let bench = benches.first else { return [] }
    let shapes = names.map { name -> [Int] in
      bench.evaluator.forgetIndices()
      bench.evaluator.allowance = Self.allowance
      return (try? bench.evaluator.tensor(named: name).shape) ?? []
    }
    return Set(shapes.joined()).sorted()
  }

  /// Whether the statement is true, as far as one sample tells, under some reading.
  func passes(_ statement: Syntax.Statement) -> Bool {
    var looks: [(reading: Reading, look: Look)] = []
    for bench in benches where isWorthALook(bench.trial.reading, after: looks) {
      guard budget > 0 else { return false }
      let look = look(at: statement, on: bench)
      if look == .agrees { return true }
      if look == .takesTooMuch { return false }
      looks.append((bench.trial.reading, look))
    }
    return false
  }

  /// Another reading tells nothing new about values that differ, or about what is inside its axes.
  private func isWorthALook(
    _ reading: Reading, after looks: [(reading: Reading, look: Look)]
  ) -> Bool {
    if reading.readsZeroOutside, !looks.contains(where: { $0.look == .reachesOutside }) {
      return looks.isEmpty
    }
    let differing = looks.filter { $0.look == .differs }.map(\.reading)
    if !reading.exceptions.isEmpty, !differing.isEmpty { return false }
    return !differing.contains { reading.squeezesAxes && $0.layout == reading.layout }
  }

  private func look(at statement: Syntax.Statement, on bench: Bench) -> Look {
    bench.evaluator.forgetIndices()
    bench.evaluator.allowance = Self.allowance
    defer { budget -= Self.allowance - (bench.evaluator.allowance ?? 0) }
    do {
      guard let disagreement = try bench.disagreement(on: statement) else { return .agrees }
      return disagreement.fault != nil
        ? .reachesOutside : disagreement.differsInShape ? .meansNothing : .differs
    } catch DomainError.notExact {
      return .agrees
    } catch let diagnostic as Diagnostic where diagnostic.message == .allowanceExhausted {
      return .takesTooMuch
    } catch {
      return .meansNothing
    }
  }
}

extension Screen.Bench {
  fileprivate func disagreement(on statement: Syntax.Statement) throws -> Disagreement? {
    switch statement.kind {
    case .chain(let chain):
      return try disagreement(
        on: trial.withoutIntroducedNames(chain), where: statement.conditions)
    case .membership(let subjects, .reals(let extents)):
      return try subjects.lazy.compactMap { subject in
        try disagreement(on: subject, extents, where: statement.conditions)
      }.first
    case .membership, .indexBase: throw DomainError.notExact("a set")
    }
  }

  private func disagreement(
    on chain: Syntax.Chain, where conditions: [Syntax.Condition]
  ) throws -> Disagreement? {
    let free = trial.freeIndices(in: chain.expressions, conditions)
    _ = try evaluator.openFreeIndices(free, of: chain.expressions, conditions: conditions)
    let mask = try evaluator.conditions(conditions)
    var left = chain.first
    for step in chain.steps {
      let comparison = try evaluator.compare(
        left, step.relation == .approximatelyEqual ? .equal : step.relation, step.expression,
        where: mask, within: trial.allowance(step, evaluator))
      if let disagreement = comparison.disagreement { return disagreement }
      left = step.expression
    }
    return nil
  }

  private func disagreement(
    on subject: Syntax.Expression, _ extents: [Syntax.Expression],
    where conditions: [Syntax.Condition]
  ) throws -> Disagreement? {
    let free = trial.freeIndices(in: [subject] + extents, conditions)
    _ = try evaluator.openFreeIndices(free, of: [subject], conditions: conditions)
    return try evaluator.compareShape(
      of: subject, with: extents, where: evaluator.conditions(conditions)
    ).disagreement
  }
}
