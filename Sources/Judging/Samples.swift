import Notation
import NumericCore

/// Where claims are looked at: the values of letters and tensors, drawn from fixed seeds.
package struct Samples {
  package let scope: Scope
  let seed: UInt64
  private let memory: ScopedMemory
  private let chosen = Chosen()

  package init(scope: Scope, seed: UInt64, memory: Memory = Memory()) {
    self.scope = scope
    self.seed = seed
    self.memory = ScopedMemory(memory, scope)
  }

  /// The assignments that were chosen before.
  private final class Chosen {
    struct Key: Hashable {
      let letters: [String]
      let literal: Int
      let ofSequences: Bool
    }

    var assignments: [Key: [[String: [Int]]]] = [:]
  }

  /// Only few samples are looked at by many claims.
  private func memory(_ draw: Draw, _ letters: [String: [Int]]) -> SampleMemory? {
    guard draw.number == 0, draw.arrangement == .mixed else { return nil }
    return memory.at(letters: letters, scales: draw.scales)
  }

  /// The letters without a value among the names.
  package func letters(among names: Set<String>) -> [String] {
    names.filter { name in
      if case .number(value: nil) = scope[name]?.kind { true } else { false }
    }.sorted()
  }

  /// Random values of order 1, away from 0, or as the draw says.
  func real<Base: RealScalar>(_ draw: Draw, letters: [String: [Int]]) -> Sample<Bounded<Base>> {
    Sample(letters: letters, memory: memory(draw, letters)) { name, shape in
      let tensor = reals(name, shape, draw)
      return Tensor(
        shape: shape, scalars: tensor.scalars.map { Bounded(Base($0), bound: 0) })
    }
  }

  package func double(_ draw: Int, letters: [String: [Int]]) -> Sample<Double> {
    Sample(letters: letters) { name, shape in reals(name, shape, Draw(number: draw)) }
  }

  private func reals(_ name: String, _ shape: Shape, _ draw: Draw) -> Tensor<Double> {
    var random = SplitMix64(seed: seed, stream: "\(name)#\(draw.number)")
    let tensor = Tensor(drawing: shape, using: &random)
    let scale = draw.scales[Int(random.next() % UInt64(draw.scales.count))]
    if scope.oneHot.contains(name) { return oneHot(shape, zero: 0, one: 1, &random) }
    return draw.arranged(tensor.map { $0 * scale })
  }

  /// Uniform in the prime field.
  func field(_ draw: Int, letters: [String: [Int]]) -> Sample<PrimeField> {
    Sample(letters: letters, memory: memory(Draw(number: draw), letters)) { name, shape in
      var random = SplitMix64(seed: seed, stream: "\(name)#field#\(draw)")
      if scope.oneHot.contains(name) { return oneHot(shape, zero: .zero, one: .one, &random) }
      return Tensor(
        shape: shape,
        scalars: (0..<shape.reduce(1, *)).map { _ in PrimeField(bits: random.next()) })
    }
  }

  /// A single 1 along the last axis, anywhere.
  private func oneHot<S: Scalar>(
    _ shape: Shape, zero: S, one: S, _ random: inout SplitMix64
  ) -> Tensor<S> {
    let size = shape.last ?? 1
    var scalars = Array(repeating: zero, count: shape.reduce(1, *))
    for row in stride(from: 0, to: scalars.count, by: size) {
      scalars[row + Int(random.next() % UInt64(size))] = one
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  // MARK: - Letters

  /// The admissible rows of a ``SizeTable``: all lanes of one table.
  func table(of letters: [String], beyond literal: Int = 0) throws -> [String: [Int]] {
    guard !letters.isEmpty else { return [:] }
    var random = SplitMix64(seed: seed, stream: "letters")
    return try admissible(
      SizeTable.rows(of: letters.count, beyond: literal, using: &random), letters)
  }

  /// A few assignments in which all letters differ, so that no transposed matrix passes by luck, and
  /// in which each letter takes small sizes of both parities; one lies beyond the numbers that stand
  /// in the claim, if these are not too large for that.
  package func distinctAssignments(
    of letters: [String], beyond literal: Int = 0, ofSequences: Bool = false
  ) throws -> [[String: [Int]]] {
    guard !letters.isEmpty else { return [[:]] }
    let key = Chosen.Key(letters: letters, literal: literal, ofSequences: ofSequences)
    if let known = chosen.assignments[key] { return known }
    // What is unrolled in time grows with every size.
    let largest = ofSequences ? max(4, letters.count + 1) : max(6, letters.count + 2)
    let beyond = Self.rows(of: letters.count, beyond: literal, ofSequences: ofSequences)
    var rows =
      beyond
      + (0..<(largest - 1)).map { shift in
        let row = letters.indices.map { (shift + $0) % (largest - 1) + 2 }
        return shift % 2 == 0 ? row : row.reversed()
      }
    var random = SplitMix64(seed: seed, stream: "sizes")
    for _ in 0..<Self.candidates {
      // A sequence of one step has nothing to say of the next.
      var pool = Array((ofSequences ? 2 : 1)...largest)
      pool.shuffle(using: &random)
      let row = Array(pool.prefix(letters.count))
      if !rows.contains(row) { rows.append(row) }
    }
    var table = try admissible(rows, letters)
    if table.values.first?.isEmpty == true {
      // Some must be equal.
      rows = (0..<Self.candidates).map { _ in
        letters.map { _ in Int(random.next() % UInt64(largest)) + 1 }
      }
      table = try admissible(rows, letters)
    }
    let count = table.values.first?.count ?? 0
    let assignments = (0..<min(count, beyond.count + (ofSequences ? 3 : 4))).map { row in
      table.mapValues { [$0[row]] }
    }
    chosen.assignments[key] = assignments
    return assignments
  }

  /// Sizes beyond a number that stands in the claim, if that is not too large for tensors.
  private static func rows(
    of letterCount: Int, beyond literal: Int, ofSequences: Bool
  ) -> [[Int]] {
    guard literal > (ofSequences ? 3 : 2), literal <= largestSize else { return [] }
    let letters = 0..<letterCount
    let all = letters.map { literal + 1 + $0 }
    guard letterCount > 1, letterCount <= 3, !ofSequences else { return [all] }
    // The axes of an output grow with one size and shrink with another.
    return [all]
      + letters.map { large in letters.map { $0 == large ? 2 * literal + 2 : 2 + $0 } }
  }

  private static let candidates = 400
  /// A number in a claim up to which tensors are made larger than it.
  private static let largestSize = 10

  /// The rows that fulfil every constraint of the homework that speaks of these letters only.
  private func admissible(_ rows: [[Int]], _ letters: [String]) throws -> [String: [Int]] {
    func table(_ rows: [[Int]]) -> [String: [Int]] {
      Dictionary(
        uniqueKeysWithValues: letters.enumerated().map { place, letter in
          (letter, rows.map { $0[place] })
        })
    }
    let known = scope.closure(of: Set(scope.declarations.keys)).subtracting(
      self.letters(among: Set(scope.declarations.keys))
    )
    .union(letters)
    let constraints = scope.constraints.filter { condition in
      condition.expressions.allSatisfy { $0.freeNames().isSubset(of: known) }
        && !scope.speaksOfValues(condition)
    }
    guard !constraints.isEmpty else { return table(rows) }
    let all = table(rows)
    let evaluator = Evaluator<Double>(
      scope, reading: Reading(), sample: double(0, letters: all))
    let holds = try evaluator.conditions(constraints).holds(for: rows.count)
    return table(rows.indices.filter { holds[$0] }.map { rows[$0] })
  }
}
