import Notation
import NumericCore

/// Looks at a candidate at one sample before the judge does, under the readings that the judge
/// tries; what the question says is computed once for all candidates.
///
/// It may let a wrong candidate pass, for the judge to refute. Its work is counted in elements
/// that are computed, and is bounded.
final class CandidateFilter {
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
      memo.mostWork = CandidateFilter.allowance
      return evaluator
    }
  }

  private enum Look: Equatable {
    case agrees, fails(Failure.Kind), takesTooMuch

    var failure: Failure.Kind? { if case .fails(let kind) = self { kind } else { nil } }
  }

  private typealias Looks = [(bench: Bench, look: Look)]

  /// Whether both sides of the claim have values that can be compared, under some reading.
  private(set) var hasValues = false

  private let question: Question
  private var benches: [Bench]
  /// What may still be computed in all.
  private var budget = CandidateFilter.totalAllowance

  private static let totalAllowance = 600_000
  /// What may be computed for one candidate under one reading.
  private static let allowance = 20_000
  /// How many assignments of letters are looked at.
  private static let rows = 24

  /// `nil` where the sizes have no values to look at.
  init?(_ written: Question) {
    let samples = written.samples
    let (statement, _) = written.statement.withImpliedTime(in: samples.scope)
    guard let letters = try? Self.letters(of: statement, samples) else { return nil }
    question = written.stating(statement)
    let sample: Sample<Bounded<Double>> = samples.real(.single, letters: letters)
    benches = question.readings.map { Bench(samples.scope, $0, sample) }
    // Where both sides have values everywhere, that is how the author means it.
    guard let claim = Candidate(question) else { return nil }
    let looks = looks(at: claim)
    hasValues = looks.contains { ![.fails(.error), .fails(.shapes)].contains($0.look) }
    removeRepeated(looks.filter { $0.look == .fails(.values) }.map(\.bench), claim)
  }

  /// Where the direct derivative that is asked for is the total one, an answer is looked at once.
  private func removeRepeated(_ differing: [Bench], _ claim: Candidate) {
    for bench in differing
    where bench.reading.asksDirectly && bench.reading.directDerivatives.isEmpty
      && differing.contains(where: {
        $0.reading.isTotal(of: bench.reading)
          && claim.asksTheSame($0.evaluator, bench.evaluator)
      })
    { benches.removeAll { $0 === bench } }
  }

  /// A few admissible assignments of the letters at once; one where tensors are drawn.
  private static func letters(
    of statement: Syntax.Statement, _ samples: Samples
  ) throws -> [String: [Int]]? {
    let scope = samples.scope
    let names = statement.expressions.names { $0.freeNames() }
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

  /// The shapes of the tensors.
  func shapes(of names: [String]) -> [String: [Int]] {
    guard let bench = benches.first else { return [:] }
    return names.reduce(into: [:]) { $0[$1] = try? bench.cleared().tensor(named: $1).shape }
  }

  /// Whether the statement is true, as far as one sample tells, under some reading.
  func passes(_ statement: Syntax.Statement) -> Bool {
    let (statement, _) = statement.withImpliedTime(in: question.scope)
    guard let candidate = Candidate(question.stating(statement)) else { return false }
    return looks(at: candidate).last?.look == .agrees
  }

  /// What each reading says that is worth a look, up to the first under which it is true.
  private func looks(at candidate: Candidate) -> Looks {
    var looks: Looks = []
    for bench in benches where isWorthALook(bench.reading, after: looks) {
      guard budget > 0 else { break }
      let look = look(at: candidate, bench)
      budget -= bench.memo.work
      looks.append((bench, look))
      if look == .agrees || look == .takesTooMuch { break }
    }
    return looks
  }

  /// As the judge would: after what the readings before it said.
  private func isWorthALook(_ reading: Reading, after looks: Looks) -> Bool {
    let failures = looks.compactMap { bench, look in
      look.failure.map {
        Failure(
          reading: bench.reading, kind: $0, meetsAxesOfOne: bench.evaluator.meetsAxesOfOne)
      }
    }
    return question.mayHold(under: reading, after: failures)
  }

  private func look(at candidate: Candidate, _ bench: Bench) -> Look {
    do {
      return try candidate.failure(bench.cleared()).map { .fails($0) } ?? .agrees
    } catch DomainError.notExact {
      return .agrees
    } catch let diagnostic as Diagnostic where diagnostic.message.cause == .tooMuchWork {
      return .takesTooMuch
    } catch {
      return .fails(.error)
    }
  }
}

/// A statement, ready to be looked at under any reading.
private enum Candidate {
  case chain(ChainComparison)
  case shape(
    of: [Syntax.Expression], [Syntax.Expression], [Syntax.Condition], free: [String])

  init?(_ question: Question) {
    let (statement, scope) = (question.statement, question.scope)
    let conditions = statement.conditions
    switch statement.kind {
    case .chain(let whole):
      guard let chain = try? ChainComparison(whole, under: conditions, of: question) else {
        return nil
      }
      self = .chain(chain)
    case .membership(let subjects, .reals(let extents)):
      let free = scope.freeIndices(in: subjects + extents, conditions)
      self = .shape(of: subjects, extents, conditions, free: free)
    case .membership, .indexBase: return nil
    }
  }

  /// Whether the left side has one value at both.
  func asksTheSame(
    _ one: Evaluator<Bounded<Double>>, _ other: Evaluator<Bounded<Double>>
  ) -> Bool {
    guard case .chain(let comparison) = self else { return false }
    return one.finds(comparison.chain.first, as: other)
  }

  /// How it is false there; `nil` where it is true.
  func failure(_ evaluator: Evaluator<Bounded<Double>>) throws -> Failure.Kind? {
    switch self {
    case .chain(let comparison):
      return try comparison.result(evaluator, .numeric).result.failure
    case .shape(let subjects, let extents, let conditions, let free):
      _ = try evaluator.openFreeIndices(free, of: subjects, conditions: conditions)
      let conditions = try evaluator.conditions(conditions)
      return try subjects.firstResult {
        try evaluator.compareShape(of: $0, with: extents, where: conditions).disagreement?.failure
      }
    }
  }
}
