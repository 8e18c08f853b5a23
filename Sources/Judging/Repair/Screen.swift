import Notation
import NumericCore

/// Looks at a candidate at one sample before the judge does, under the readings that the judge
/// tries; what the question says is computed once for all candidates.
///
/// It may let a wrong candidate pass, for the judge to refute. Its work is counted in elements
/// that are computed, and is bounded.
final class Screen {
  /// A reading, with the evaluator that is made when it is first needed.
  private final class Bench {
    let reading: Reading
    private let sample: Sample<Bounded<Double>>
    private let scope: Scope
    let memo = RangeMemo()
    lazy var evaluator = Evaluator(scope, reading: reading, sample: sample, memo: memo)

    init(_ scope: Scope, _ reading: Reading, _ sample: Sample<Bounded<Double>>) {
      self.scope = scope
      self.reading = reading
      self.sample = sample
    }

    /// Ready for another expression, with an allowance of work.
    func cleared() -> Evaluator<Bounded<Double>> {
      evaluator.forgetIndices()
      memo.work = 0
      memo.mostWork = Screen.allowance
      return evaluator
    }
  }

  private enum Look { case agrees, differs, reachesOutside, meansNothing, takesTooMuch }
  private typealias Looks = [(bench: Bench, look: Look)]

  /// Whether both sides of the claim have values that can be compared, under some reading.
  private(set) var hasValues = false

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
    let (statement, _) = statement.withImpliedTime(in: samples.scope)
    guard let letters = try? Self.letters(of: statement, samples) else { return nil }
    trial = Trial(
      samples: samples, reading: Reading(), tolerance: judge.tolerance,
      traits: ClaimTraits(statement, in: samples.scope))
    let sample: Sample<Bounded<Double>> = samples.real(.single, letters: letters)
    benches = judge.readings(of: statement).map { Bench(samples.scope, $0, sample) }
    // Where both sides have values everywhere, that is how the author means it.
    guard let question = Question(statement, trial) else { return nil }
    let looks = looks(at: question)
    hasValues = looks.contains { $0.look != .meansNothing }
    removeRepeated(looks.filter { $0.look == .differs }.map(\.bench), question)
    if looks.contains(where: { $0.look == .differs && $0.bench.reading.outside == .error }) {
      let outside = looks.filter { $0.look == .reachesOutside }.map(\.bench.reading)
      benches.removeAll { $0.reading.outside != .error || outside.contains($0.reading) }
    }
  }

  /// Where the direct derivative that is asked for is the total one, an answer is looked at once.
  private func removeRepeated(_ differing: [Bench], _ question: Question) {
    for bench in differing
    where bench.reading.asksDirectly && bench.reading.directDerivatives.isEmpty
      && differing.contains(where: {
        $0.reading.isTotal(of: bench.reading)
          && question.asksTheSame($0.evaluator, bench.evaluator)
      })
    { benches.removeAll { $0 === bench } }
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
    return try samples.distinctAssignments(
      of: letters, ofSequences: closure.contains { scope.family($0) != nil }
    ).first
  }

  /// The sizes of the axes of the tensors.
  func extents(of names: [String]) -> [Int] {
    guard let bench = benches.first else { return [] }
    let shapes = names.map { (try? bench.cleared().tensor(named: $0).shape) ?? [] }
    return Set(shapes.joined()).sorted()
  }

  /// Whether the statement is true, as far as one sample tells, under some reading.
  func passes(_ statement: Syntax.Statement) -> Bool {
    let (statement, _) = statement.withImpliedTime(in: trial.samples.scope)
    guard let question = Question(statement, trial) else { return false }
    return looks(at: question).last?.look == .agrees
  }

  /// What each reading says that is worth a look, up to the first under which it is true.
  private func looks(at question: Question) -> Looks {
    var looks: Looks = []
    for bench in benches where isWorthALook(bench.reading, after: looks) {
      guard budget > 0 else { break }
      let look = look(at: question, bench)
      budget -= bench.memo.work
      looks.append((bench, look))
      if look == .agrees || look == .takesTooMuch { break }
    }
    return looks
  }

  /// Another reading tells nothing new about values that differ, or about what is inside its axes.
  private func isWorthALook(_ reading: Reading, after looks: Looks) -> Bool {
    let differing = looks.filter { $0.look == .differs }.map(\.bench.reading)
    if reading.isDirectSomewhere { return differing.contains { $0.isTotal(of: reading) } }
    if !reading.exceptions.isEmpty, !differing.isEmpty { return false }
    if reading.multipliesLoosely, !looks.contains(where: { $0.look == .meansNothing }) {
      return false
    }
    if reading.outside != .error, !looks.contains(where: { $0.look == .reachesOutside }) {
      return looks.isEmpty
    }
    guard reading.squeezesAxes else { return true }
    return !differing.contains { $0.layout == reading.layout }
      && !looks.contains {
        $0.bench.reading == reading.keepingAxes && !$0.bench.evaluator.meetsAxesOfOne
      }
  }

  private func look(at question: Question, _ bench: Bench) -> Look {
    do {
      guard let disagreement = try question.disagreement(bench.cleared(), trial) else {
        return .agrees
      }
      return disagreement.fault != nil
        ? .reachesOutside : disagreement.differsInShape ? .meansNothing : .differs
    } catch DomainError.notExact {
      return .agrees
    } catch let diagnostic as Diagnostic where diagnostic.message == .tooMuchWork {
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
      guard let chain = try? trial.scope.withoutIntroducedNames(whole) else { return nil }
      kind = .chain(chain)
      free = trial.freeIndices(in: chain.expressions, conditions)
    case .membership(let subjects, .reals(let extents)):
      kind = .shape(subjects, extents)
      free = trial.freeIndices(in: subjects + extents, conditions)
    case .membership, .indexBase: return nil
    }
  }

  /// Whether the left side has one value at both.
  func asksTheSame(
    _ one: Evaluator<Bounded<Double>>, _ other: Evaluator<Bounded<Double>>
  ) -> Bool {
    guard case .chain(let chain) = kind else { return false }
    return one.finds(chain.first, as: other)
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
    let areShapes = chain.expressions.contains(where: \.isShape)
    var left = chain.first
    for (number, step) in chain.steps.enumerated() {
      let comparison = try evaluator.compare(
        left, step.relation == .approximatelyEqual ? .equal : step.relation, step.expression,
        asShapes: areShapes, leftIsAsked: number == 0, where: mask,
        within: trial.allowance(step, evaluator))
      if let disagreement = comparison.disagreement { return disagreement }
      left = step.expression
    }
    return nil
  }
}
