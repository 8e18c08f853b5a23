import Notation
import NumericCore

/// Looks at a candidate at one sample before the judge does, under the readings that the judge
/// tries; what the question says is computed once for all candidates.
///
/// It may let a wrong candidate pass, for the judge to refute. Its work is counted in elements
/// that are computed, and is bounded.
final class Screen {
  private struct Bench {
    let reading: Reading
    let evaluator: Evaluator<Bounded<Double>>
  }

  private enum Look { case agrees, differs, reachesOutside, meansNothing, takesTooMuch }

  private let trial: Trial
  private var benches: [Bench]
  /// What may still be computed in all.
  private var budget = Screen.totalAllowance

  private static let totalAllowance = 600_000
  /// What may be computed for one candidate under one reading.
  private static let allowance = 20_000
  /// How many assignments of letters are looked at.
  private static let rows = 24

  /// `nil` where the sizes have no values to look at.
  init?(_ statement: Syntax.Statement, _ judge: Judge) {
    let samples = judge.samples
    guard let letters = try? Self.letters(of: statement, samples) else { return nil }
    trial = Trial(samples: samples, reading: Reading(), tolerance: judge.tolerance)
    benches = judge.readings(of: statement).map { reading in
      Bench(
        reading: reading,
        evaluator: Evaluator(
          samples.scope, reading: reading, sample: samples.real(0, letters: letters)))
    }
    // Where both sides have values everywhere, that is how the author means it.
    guard let question = Question(statement, trial) else { return nil }
    let looks = benches.map {
      $0.reading.readsZeroOutside ? .reachesOutside : look(at: question, $0)
    }
    if looks.contains(.differs) {
      benches = zip(benches, looks).filter { $0.1 != .reachesOutside }.map(\.0)
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
    guard let evaluator = benches.first?.evaluator else { return [] }
    let shapes = names.map { name -> [Int] in
      evaluator.forgetIndices()
      evaluator.allowance = Self.allowance
      return (try? evaluator.tensor(named: name).shape) ?? []
    }
    return Set(shapes.joined()).sorted()
  }

  /// Whether the statement is true, as far as one sample tells, under some reading.
  func passes(_ statement: Syntax.Statement) -> Bool {
    guard let question = Question(statement, trial) else { return false }
    var looks: [(reading: Reading, look: Look)] = []
    for bench in benches where isWorthALook(bench.reading, after: looks) {
      guard budget > 0 else { return false }
      let look = look(at: question, bench)
      budget -= Self.allowance - (bench.evaluator.allowance ?? 0)
      if look == .agrees { return true }
      if look == .takesTooMuch { return false }
      looks.append((bench.reading, look))
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

  private func look(at question: Question, _ bench: Bench) -> Look {
    bench.evaluator.forgetIndices()
    bench.evaluator.allowance = Self.allowance
    do {
      guard let disagreement = try question.disagreement(bench.evaluator, trial) else {
        return .agrees
      }
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

/// A statement, ready to be looked at under any reading.
private struct Question {
  private enum Kind {
    case chain(Syntax.Chain)
    case shape([Syntax.Expression], [Syntax.Expression])
  }

  private let kind: Kind
  private let conditions: [Syntax.Condition]
  private let free: [String]

  init?(_ statement: Syntax.Statement, _ trial: Trial) {
    conditions = statement.conditions
    switch statement.kind {
    case .chain(let whole):
      guard let chain = try? trial.withoutIntroducedNames(whole) else { return nil }
      kind = .chain(chain)
      free = trial.freeIndices(in: chain.expressions, conditions)
    case .membership(let subjects, .reals(let extents)):
      kind = .shape(subjects, extents)
      free = trial.freeIndices(in: subjects + extents, conditions)
    case .membership, .indexBase: return nil
    }
  }

  func disagreement(
    _ evaluator: Evaluator<Bounded<Double>>, _ trial: Trial
  ) throws -> Disagreement? {
    switch kind {
    case .chain(let chain):
      _ = try evaluator.openFreeIndices(free, of: chain.expressions, conditions: conditions)
      return try disagreement(on: chain, evaluator, trial)
    case .shape(let subjects, let extents):
      _ = try evaluator.openFreeIndices(free, of: subjects, conditions: conditions)
      let mask = try evaluator.conditions(conditions)
      for subject in subjects {
        let comparison = try evaluator.compareShape(of: subject, with: extents, where: mask)
        if let disagreement = comparison.disagreement { return disagreement }
      }
      return nil
    }
  }

  private func disagreement(
    on chain: Syntax.Chain, _ evaluator: Evaluator<Bounded<Double>>, _ trial: Trial
  ) throws -> Disagreement? {
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
}
