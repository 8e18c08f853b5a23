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
    struct Question: Hashable {
      let letters: [String]
      let demand: SizeDemand
      let areAll: Bool
      let ofSequences: Bool
    }

    var assignments: [Question: SizeChoice] = [:]
    var mostPlaces = 1
  }

  /// Only few samples are looked at by many claims.
  private func memory(_ draw: Draw, _ letters: [String: [Int]]) -> SampleMemory? {
    guard draw.number == 0, draw.arrangement == .mixed, draw.mixture == nil else { return nil }
    return memory.at(letters: letters, draw: "\(draw.scales)")
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
    double(Draw(number: draw), letters: letters)
  }

  func double(_ draw: Draw, letters: [String: [Int]]) -> Sample<Double> {
    Sample(letters: letters) { name, shape in reals(name, shape, draw) }
  }

  private func reals(_ name: String, _ shape: Shape, _ draw: Draw) -> Tensor<Double> {
    var random = SplitMix64(seed: seed, stream: "\(name)#\(draw.number)")
    let tensor = Tensor(drawing: shape, using: &random)
    let scale = draw.scales[Int(random.next() % UInt64(draw.scales.count))]
    if scope.oneHot.contains(name) { return oneHot(name, shape, draw.number, zero: 0, one: 1) }
    var free = draw.arranged(tensor.map { $0 * scale })
    if let mixture = draw.mixture {
      let other = reals(name, shape, Draw(number: mixture.number, scales: mixture.scales))
      free = Tensor(
        shape: shape,
        scalars: zip(free.scalars, other.scalars).map { $0 + ($1 - $0) * mixture.part })
    }
    guard let set = scope.valueSets[name] else { return free }
    if let values = set.all, !values.isEmpty {
      return chosenValues(name, shape, draw.number, values.map(\.double))
    }
    return free.map(set.nearest(to:))
  }

  /// Uniform in the prime field.
  func field(_ draw: Int, letters: [String: [Int]]) -> Sample<PrimeField> {
    Sample(letters: letters, memory: memory(Draw(number: draw), letters)) { name, shape in
      var random = SplitMix64(seed: seed, stream: "\(name)#field#\(draw)")
      if scope.oneHot.contains(name) { return oneHot(name, shape, draw, zero: .zero, one: .one) }
      // An identity of polynomials that holds between two numbers holds everywhere.
      if let values = scope.valueSets[name]?.all, !values.isEmpty,
        case let numbers = values.compactMap(PrimeField.init), numbers.count == values.count
      {
        return chosenValues(name, shape, draw, numbers)
      }
      return Tensor(
        shape: shape,
        scalars: (0..<shape.reduce(1, *)).map { _ in PrimeField(bits: random.next()) })
    }
  }

  /// A single 1 along the last axis; from draw to draw it takes each place, and together with the
  /// other names each combination of places.
  private func oneHot<S: Scalar>(
    _ name: String, _ shape: Shape, _ draw: Int, zero: S, one: S
  ) -> Tensor<S> {
    let size = max(1, shape.last ?? 1)
    let others = scope.oneHot.sorted().prefix { $0 < name }.count
    let slowness = (0..<others).reduce(1) { power, _ in min(power * size, Self.mostCombinations) }
    chosen.mostPlaces = max(chosen.mostPlaces, min(slowness * size, Self.mostCombinations))
    var scalars = Array(repeating: zero, count: shape.reduce(1, *))
    for (row, first) in stride(from: 0, to: scalars.count, by: size).enumerated() {
      // Rows that are equal in one draw differ in another.
      scalars[first + (draw / slowness + row * (1 + draw / slowness / size)) % size] = one
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Each entry has one of these values; from draw to draw they take each combination.
  private func chosenValues<S: Scalar>(
    _ name: String, _ shape: Shape, _ draw: Int, _ values: [S]
  ) -> Tensor<S> {
    var random = SplitMix64(seed: seed, stream: "\(name)#values#\(draw)")
    let count = shape.reduce(1, *)
    var places = draw
    let scalars = (0..<count).map { entry -> S in
      defer { places /= values.count }
      // What lies beyond the combinations that are tried is left to chance.
      let isCounted = entry < 6
      return values[(isCounted ? places : Int(random.next() >> 1)) % values.count]
    }
    let combinations = (0..<min(count, 6)).reduce(1) { all, _ in
      min(all * values.count, Self.mostCombinations)
    }
    chosen.mostPlaces = max(chosen.mostPlaces, combinations)
    return Tensor(shape: shape, scalars: scalars)
  }

  private static let mostCombinations = 64

  /// How many draws show each value of what has only a few, of those that were drawn.
  var drawsOfFewValues: Int { chosen.mostPlaces }

  // MARK: - Letters

  /// The letters, and those that a constraint binds to them.
  package func linked(_ letters: [String]) -> [String] {
    guard !letters.isEmpty, !scope.constraints.isEmpty else { return letters }
    var all = Set(letters)
    let groups = scope.constraints.filter { !scope.speaksOfValues($0) }.map { constraint in
      Set(
        self.letters(
          among: scope.closure(of: Set(constraint.expressions.flatMap { $0.freeNames() }))))
    }
    while let group = groups.first(where: { !$0.isDisjoint(with: all) && !$0.isSubset(of: all) }) {
      all.formUnion(group)
    }
    return all.sorted()
  }

  /// The admissible rows of a ``SizeTable``: all lanes of one table.
  func table(of letters: [String], for demand: SizeDemand = SizeDemand()) throws -> [String: [Int]] {
    guard !letters.isEmpty else { return [:] }
    var random = SplitMix64(seed: seed, stream: "letters")
    return try admissible(
      SizeTable.rows(of: letters.count, about: demand.literals, using: &random), letters)
  }

  /// Assignments at which a claim about tensors is looked at.
  struct SizeChoice {
    var assignments: [[String: [Int]]] = []
    /// Sizes that would have to be looked at, and are too large for it.
    var unseen: String?
  }

  /// A few assignments in which all letters differ, so that no transposed matrix passes by luck, and
  /// in which each letter takes small sizes of both parities; then those that the claim demands.
  package func distinctAssignments(
    of letters: [String], ofSequences: Bool = false
  ) throws -> [[String: [Int]]] {
    try assignments(of: letters, for: SizeDemand(), ofSequences: ofSequences).assignments
  }

  /// - Parameter areAll: whether each letter takes every size up to the largest.
  func assignments(
    of letters: [String], for demand: SizeDemand, areAll: Bool = false, ofSequences: Bool = false
  ) throws -> SizeChoice {
    guard !letters.isEmpty else { return SizeChoice(assignments: [[:]]) }
    let question = Chosen.Question(
      letters: letters, demand: demand, areAll: areAll, ofSequences: ofSequences)
    if let known = chosen.assignments[question] { return known }
    var choice = SizeChoice()
    // The far ones first: what is false is seldom false of small sizes only.
    for rows in [
      farRows(of: letters.count, for: demand, areAll, ofSequences, &choice.unseen),
      try switchRows(of: letters, for: demand, &choice.unseen),
    ] where !rows.isEmpty {
      choice.assignments += try admissible(rows, letters).rows
    }
    choice.assignments += try smallAssignments(of: letters, ofSequences)
    chosen.assignments[question] = choice
    return choice
  }

  private func smallAssignments(
    of letters: [String], _ ofSequences: Bool
  ) throws -> [[String: [Int]]] {
    // What is unrolled in time grows with every size.
    let largest = ofSequences ? max(4, letters.count + 1) : max(6, letters.count + 2)
    var rows: [[Int]] = []
    for shift in 0..<(largest - 1) {
      let row = letters.indices.map { (shift + $0) % (largest - 1) + 2 }
      rows.append(shift % 2 == 0 ? row : row.reversed())
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
    if table.isEmpty || table.values.first?.isEmpty == true {
      // Some must be equal.
      rows = (0..<Self.candidates).map { _ in
        letters.map { _ in Int(random.next() % UInt64(largest)) + 1 }
      }
      table = try admissible(rows, letters)
    }
    return Array(table.rows.prefix(ofSequences ? 3 : 4))
  }

  /// Behind all that the numbers in a claim can bring about, twice where that is near.
  private func farRows(
    of count: Int, for demand: SizeDemand, _ areAll: Bool, _ ofSequences: Bool,
    _ unseen: inout String?
  ) -> [[Int]] {
    let reach = demand.reach
    guard reach > (ofSequences ? 3 : 2) || areAll else { return [] }
    guard reach <= Self.farthestReach else {
      unseen = "sizes up to \(reach + 1)"
      return []
    }
    let far = reach <= Self.nearReach ? 2 * reach + 2 : reach + 1
    guard count > 1 else { return (areAll ? Array(1...far) : [far, reach + 1]).map { [$0] } }
    var rows = [(0..<count).map { reach + 1 + $0 }]
    // The axes of an output grow with one size and shrink with another.
    guard count <= 3, !ofSequences || areAll else { return rows }
    for place in 0..<count {
      for size in areAll ? Array(1...far) : [far] {
        rows.append((0..<count).map { $0 == place ? size : 2 + $0 })
      }
    }
    return rows
  }

  /// The smallest sizes at which all that the claim asks of sizes is answered in one way, for each
  /// such way.
  private func switchRows(
    of letters: [String], for demand: SizeDemand, _ unseen: inout String?
  ) throws -> [[Int]] {
    guard !demand.switches.isEmpty else { return [] }
    let table = try table(of: letters, for: demand)
    let rows = table.rows.map { row in letters.map { row[$0]?.first ?? 0 } }
    guard !rows.isEmpty else { return [] }
    let evaluator = Evaluator<Double>(
      scope, reading: Reading(), sample: double(0, letters: table))
    // What cannot be asked of every size is told where the claim itself is looked at.
    let answers = demand.switches.compactMap {
      try? evaluator.conditions([$0]).holds(for: rows.count)
    }
    var best: [[Bool]: [Int]] = [:]
    for (place, row) in rows.enumerated() {
      let answer = answers.map { $0[place] }
      if let other = best[answer], !Self.isHandier(row, than: other) { continue }
      best[answer] = row
    }
    let chosen = best.values.sorted { Self.isHandier($0, than: $1) }.prefix(Self.mostSwitches)
    let (near, far) = (
      chosen.filter { ($0.max() ?? 0) <= Self.largestSize },
      chosen.filter { ($0.max() ?? 0) > Self.largestSize }
    )
    if let row = far.first {
      unseen = zip(letters, row).map { "\($0) = \($1)" }.joined(separator: ", ")
    }
    return Array(near)
  }

  /// Small, but not of one element.
  private static func isHandier(_ row: [Int], than other: [Int]) -> Bool {
    func key(_ row: [Int]) -> [Int] { [row.count { $0 < 2 }, row.max() ?? 0] + row }
    return key(row).lexicographicallyPrecedes(key(other))
  }

  private static let candidates = 400
  /// Numbers in a claim up to which tensors are made larger than them, and twice as large.
  private static let farthestReach = 40
  private static let nearReach = 12
  /// The largest size of a tensor that a switch asks for.
  private static let largestSize = 60
  private static let mostSwitches = 16

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

extension [String: [Int]] {
  /// Each lane by itself.
  fileprivate var rows: [[String: [Int]]] {
    (values.first?.indices ?? 0..<0).map { lane in mapValues { [$0[lane]] } }
  }
}
