import Notation
import NumericCore

@testable import Judging
@testable import Notation

/// Tells, without the judge, that a changed answer is wrong: at some place it is another number
/// than the right one, and under every reading that a judge could take.
///
/// One place after the other, in double precision and without a comparison of lanes; what is close
/// to the right answer is not called wrong.
struct Witness {
  private let looks: [Look]

  init(_ formula: RightFormula, _ random: inout SplitMix64) throws {
    let samples = formula.samples
    let names = formula.statement.expressions.reduce(into: Set<String>()) {
      $0.formUnion($1.freeNames())
    }
    let closure = formula.scope.closure(of: names)
    var assignments = try Self.assignments(
      of: samples.letters(among: closure), closure, samples)
    assignments.shuffle(using: &random)
    var looks: [Look] = []
    for letters in assignments.prefix(3) {
      looks.append(try Look(at: formula, letters: letters, &random))
    }
    self.looks = looks
  }

  /// Whether the changed statement, whose question is that of the formula, is false for certain.
  func isWrong(_ changed: Syntax.Statement) -> Bool {
    looks.contains { $0.isWrong(changed) }
  }

  /// Sizes: a few that differ from one another, or any that are admissible where no tensor is drawn.
  private static func assignments(
    of letters: [String], _ closure: Set<String>, _ samples: Samples
  ) throws -> [[String: [Int]]] {
    let hasTensors = closure.contains { name in
      if case .number = samples.scope[name]?.kind { false } else { true }
    }
    if hasTensors || letters.isEmpty { return try samples.distinctAssignments(of: letters) }
    let table = try samples.table(of: letters)
    let count = table.values.first?.count ?? 0
    // The last rows are drawn, and far from one another.
    return (max(0, count - 200)..<count).map { row in table.mapValues { [$0[row]] } }
  }

}

/// Both answers, at one assignment of sizes.
private final class Look {
  private let formula: RightFormula
  private let letters: [String: [Int]]
  private var places: [[String: Int]] = []
  /// What was computed under each reading, to be computed once.
  private var evaluators: [Reading: Evaluator<Double>] = [:]

  init(
    at formula: RightFormula, letters: [String: [Int]], _ random: inout SplitMix64
  ) throws {
    self.formula = formula
    self.letters = letters
    places = try places(&random)
  }

  /// The values of the free indices at which one looks, a few of all.
  private func places(_ random: inout SplitMix64) throws -> [[String: Int]] {
    let (statement, _) = formula.statement.withImpliedTime(in: formula.scope)
    let evaluator = self.evaluator(reading, at: [:])
    let free = formula.scope.freeIndices(in: statement.expressions, statement.conditions)
    _ = try evaluator.openFreeIndices(
      free, of: statement.expressions, conditions: statement.conditions)
    var places: [[String: Int]] = [[:]]
    for loop in evaluator.loops where free.contains(loop.name) {
      places = places.flatMap { place in
        loop.values.map { place.merging([loop.name: $0]) { first, _ in first } }
      }
    }
    places = places.filter { place in
      guard !statement.conditions.isEmpty else { return true }
      let evaluator = self.evaluator(reading, at: place)
      return (try? evaluator.conditions(statement.conditions).mask.holds) == [true]
    }
    places.shuffle(using: &random)
    return Array(places.prefix(24))
  }

  /// How the setting is read where nothing is left open.
  private var reading: Reading {
    Reading(
      layout: formula.choice.declared.value(of: Layout.self),
      indexBases: formula.choice.indexBases)
  }

  /// Every combination of conventions that the setting leaves open.
  private func readings(following derivatives: [String]) -> [Reading] {
    var readings: [Reading] = []
    for choice in 0..<(1 << derivatives.count) {
      for asksDirectly in derivatives.isEmpty ? [false] : [false, true] {
        for squeezes in [false, true] {
          var reading = self.reading
          reading.squeezesAxes = squeezes
          reading.asksDirectly = asksDirectly
          reading.directDerivatives = Set(
            derivatives.indices.filter { choice & (1 << $0) != 0 }.map { derivatives[$0] })
          readings.append(reading)
        }
      }
    }
    guard formula.choice.declared[Outside.self] == nil else { return readings }
    return readings
      + readings.map { reading in
        var reading = reading
        reading.outside = .zeroButInSums
        return reading
      }
  }

  private func evaluator(_ reading: Reading, at place: [String: Int]) -> Evaluator<Double> {
    let evaluator =
      evaluators[reading]
      ?? Evaluator(
        formula.scope, reading: reading,
        sample: formula.samples.double(7, letters: letters))
    evaluators[reading] = evaluator
    evaluator.forgetIndices()
    evaluator.fixed = place
    return evaluator
  }

  // MARK: - Values

  /// The numbers of a tensor with its shape, or of a list of extents.
  private struct Numbers {
    var shape: Shape
    var values: [Double]
    var isExact = false

    /// Whether no convention makes these one thing.
    func differs(from other: Numbers, _ reading: Reading) -> Bool {
      var (left, right) = (self, other)
      if right.isExact, right.values == [0] {
        right = Numbers(shape: left.shape, values: left.values.map { _ in 0 })
      }
      if reading.squeezesAxes {
        left.shape.removeAll { $0 == 1 }
        right.shape.removeAll { $0 == 1 }
      }
      guard left.shape == right.shape else { return true }
      let scale = (left.values + right.values).reduce(1e-3) { max($0, $1.magnitude) }
      return zip(left.values, right.values).contains { ($0 - $1).magnitude > 1e-6 * scale }
    }

  }

  private func numbers(
    _ expression: Syntax.Expression, at place: [String: Int], _ reading: Reading,
    isAsked: Bool = false
  ) -> Numbers? {
    let evaluator = self.evaluator(reading, at: place)
    evaluator.isAsked = isAsked
    guard let value = try? evaluator.value(expression) else { return nil }
    switch value {
    case .exact(let exact):
      guard let number = exact.constant else { return nil }
      return Numbers(shape: [], values: [number.double], isExact: true)
    case .shape(let extents):
      let sizes = extents.compactMap { $0.constant?.double }
      guard sizes.count == extents.count else { return nil }
      return Numbers(shape: [sizes.count], values: sizes)
    case .tensor(let batch):
      let settled = evaluator.settled(batch)
      guard settled.lanes.loops.isEmpty, settled.faults.first == nil else { return nil }
      return Numbers(shape: settled.own, values: settled.variable.value.scalars)
    }
  }

  // MARK: - Deciding

  func isWrong(_ changed: Syntax.Statement) -> Bool {
    let (right, _) = formula.statement.withImpliedTime(in: formula.scope)
    let (wrong, _) = changed.withImpliedTime(in: formula.scope)
    guard right.parts.count == wrong.parts.count else { return false }
    if case .membership = right.kind { return hasOtherExtents(right.answers, wrong.answers) }
    guard let answer = right.answers.first, let other = wrong.answers.first,
      case .chain(let chain) = right.kind
    else { return false }
    if right.expressions.contains(where: \.isShape) {
      return hasOtherExtents(answer.shapeFactors, other.shapeFactors)
    }
    let derivatives = Set(
      (right.answers + [other]).flatMap { $0.derivativesThroughTime(in: formula.scope) })
    guard derivatives.count <= 4 else { return false }
    return readings(following: derivatives.sorted()).allSatisfy { reading in
      places.contains { place in
        // A right answer may be right with some of its derivatives direct; the question is what
        // it is.
        let asked =
          derivatives.isEmpty
          ? numbers(answer, at: place, self.reading)
          : numbers(chain.first, at: place, reading, isAsked: true)
        guard let asked else { return false }
        guard let found = numbers(other, at: place, reading) else { return true }
        return asked.differs(from: found, reading)
      }
    }
  }

  private func hasOtherExtents(
    _ right: [Syntax.Expression], _ wrong: [Syntax.Expression]
  ) -> Bool {
    func extents(_ expressions: [Syntax.Expression]) -> [Double]? {
      let numbers = expressions.compactMap { self.numbers($0, at: [:], reading)?.values.first }
      return numbers.count == expressions.count ? numbers : nil
    }
    guard let asked = extents(right) else { return false }
    guard let found = extents(wrong) else { return true }
    return asked.filter { $0 != 1 } != found.filter { $0 != 1 }
  }
}

extension Rational {
  fileprivate var double: Double { Double(numerator) / Double(denominator) }
}
