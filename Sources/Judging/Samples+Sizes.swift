import Notation
import NumericCore

/// The sizes at which claims are looked at.
extension Samples {
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
  func table(of letters: [String], for demand: SizeDemand = SizeDemand()) throws -> [String: [Int]]
  {
    guard !letters.isEmpty else { return [:] }
    var random = SplitMix64(seed: seed, stream: "letters")
    let fixed = givenNumbers
    let free = letters.filter { fixed[$0] == nil }
    let rows =
      (free.isEmpty
      ? [[]] : SizeTable.rows(of: free.count, about: demand.literals, using: &random))
      .map { row in
        let values = Dictionary(zip(free, row)) { $1 }.merging(fixed) { $1 }
        return letters.compactMap { values[$0] }
      }
    // A letter may be 0 where nothing is divided by it.
    let divisors = letters.indices.filter { demand.divisors.contains(letters[$0]) }
    return try admissible(
      rows.filter { row in divisors.allSatisfy { row[$0] > 0 } }, letters, SizeDemand())
  }

  /// The letters that are given as one number, `K \in \N, \quad K = 3`.
  private var givenNumbers: [String: Int] {
    var numbers: [String: Int] = [:]
    for case .chain(let chain) in scope.constraints where chain.steps.count == 1 {
      guard chain.steps[0].relation == .equal, case .name(let name) = chain.first.kind,
        case .number(let number) = chain.steps[0].expression.kind, let value = number.integer
      else { continue }
      numbers[name] = value
    }
    return numbers
  }

  /// Assignments at which a claim about tensors is looked at.
  struct SizeChoice {
    var assignments: [[String: [Int]]] = []
    /// Sizes that would have to be looked at, and are too large for it.
    var unseen: String?

    /// - Errors: what holds at every size that was tried, where something may change at larger ones.
    func refuseUnseen(at span: Span) throws {
      guard let unseen else { return }
      let largest = assignments.flatMap { $0.values.joined() }.max() ?? 0
      throw Diagnostic(.notLookedAt(unseen, upTo: largest), at: span)
    }
  }

  /// A few assignments in which all letters differ, so that no transposed matrix passes by luck, and
  /// in which each letter takes small sizes of both parities; then those that the claim demands.
  package func distinctAssignments(
    of letters: [String], ofSequences: Bool = false
  ) throws -> [[String: [Int]]] {
    try assignments(of: letters, for: SizeDemand(), ofSequences: ofSequences).assignments
  }

  /// Sizes at which every tensor has the entries that a claim names by their numbers, `x_4`.
  func assignments(
    of letters: [String], beyondEntriesIn chain: Syntax.Chain, for demand: SizeDemand
  ) throws -> [[String: [Int]]] {
    let last = chain.expressions.map(\.largestIndex).max() ?? 0
    guard !letters.isEmpty, (2...Self.largestSize).contains(last) else { return [] }
    return Array(try smallRows(of: letters, for: demand, from: last, false).prefix(3))
  }

  /// - Parameter areAll: whether each letter takes every size up to the largest.
  func assignments(
    of letters: [String], for demand: SizeDemand, areAll: Bool = false, ofSequences: Bool = false
  ) throws -> SizeChoice {
    guard !letters.isEmpty else { return SizeChoice(assignments: [[:]]) }
    let areAll = areAll || demand.asksEachSize
    let key = Chosen.Key(
      letters: letters, demand: demand, areAll: areAll, ofSequences: ofSequences)
    if let known = chosen.assignments[key] { return known }
    var choice = SizeChoice()
    // The far ones first: what is false is seldom false of small sizes only.
    for rows in [
      farRows(of: letters.count, for: demand, areAll, ofSequences, &choice.unseen),
      try switchRows(of: letters, for: demand, &choice.unseen),
    ] where !rows.isEmpty {
      choice.assignments += try admissible(rows, letters, demand).rows
    }
    choice.assignments += try smallAssignments(of: letters, for: demand, ofSequences)
    let zeros = zeroRows(of: letters, for: demand)
    if !zeros.isEmpty { choice.assignments += try admissible(zeros, letters, demand).rows }
    chosen.assignments[key] = choice
    return choice
  }

  /// Each letter 0 that may be, beside small ones: nothing is divided by it, and it is no extent.
  private func zeroRows(of letters: [String], for demand: SizeDemand) -> [[Int]] {
    letters.indices.filter { !demand.divisors.contains(letters[$0]) && mayBeZero(letters[$0]) }
      .map { zero in letters.indices.map { $0 == zero ? 0 : 2 + $0 } }
  }

  /// Whether nothing that is given keeps a letter above 0.
  private func mayBeZero(_ letter: String) -> Bool {
    guard case .number(value: nil) = scope[letter]?.kind else { return false }
    return !scope.declarations.values.contains { declaration in
      switch declaration.kind {
      case .tensor(let extents): extents.contains { $0.freeNames().contains(letter) }
      // A sequence has a first member.
      case .family(let family):
        family.lines.flatMap(\.conditions).flatMap(\.expressions)
          .contains { $0.freeNames().contains(letter) }
      case .number, .definition, .loss: false
      }
    }
  }

  private func smallAssignments(
    of letters: [String], for demand: SizeDemand, _ ofSequences: Bool
  ) throws -> [[String: [Int]]] {
    // A sequence must be so long that all that is named exists at some time.
    let least = ofSequences && demand.reach <= Self.nearReach ? max(0, demand.reach - 1) : 0
    let numbers = demand.literals.filter { (least + 1...Self.largestSize).contains($0) }.sorted()
    for offset in [least] + numbers {
      let rows = try smallRows(of: letters, for: demand, from: offset, ofSequences)
      if !rows.isEmpty { return rows }
    }
    return []
  }

  private func smallRows(
    of letters: [String], for demand: SizeDemand, from offset: Int, _ ofSequences: Bool
  ) throws -> [[String: [Int]]] {
    // What is unrolled in time grows with every size.
    let largest = ofSequences ? max(4, letters.count + 1) : max(6, letters.count + 2)
    var rows: [[Int]] = []
    for shift in 0..<(largest - 1) {
      let row = letters.indices.map { (shift + $0) % (largest - 1) + 2 + offset }
      rows.append(shift % 2 == 0 ? row : row.reversed())
    }
    var random = SplitMix64(seed: seed, stream: "sizes")
    for _ in 0..<Self.candidates {
      // A sequence of one step has nothing to say of the next.
      var pool = Array((ofSequences ? 2 : 1)...largest)
      pool.shuffle(using: &random)
      let row = pool.prefix(letters.count).map { $0 + offset }
      if !rows.contains(row) { rows.append(row) }
    }
    var table = try admissible(rows, letters, demand)
    if table.isEmpty || table.values.first?.isEmpty == true {
      // Some must be equal.
      rows = (0..<Self.candidates).map { _ in
        letters.map { _ in Int(random.next() % UInt64(largest)) + 1 + offset }
      }
      table = try admissible(rows, letters, demand)
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
    // An index may count from 0.
    let far = reach <= Self.nearReach ? 2 * reach + 2 : reach + 2
    guard count > 1 else { return (areAll ? Array(1...far) : [far, reach + 2]).map { [$0] } }
    var rows = [(0..<count).map { reach + 2 + $0 }]
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

  /// The rows that fulfil every constraint of the homework, and of the claim, that speaks of these
  /// letters only.
  private func admissible(
    _ rows: [[Int]], _ letters: [String], _ demand: SizeDemand
  ) throws -> [String: [Int]] {
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
    let constraints = (scope.constraints + demand.premises).filter { condition in
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

extension Diagnostic.Message {
  fileprivate static func notLookedAt(_ sizes: String, upTo largest: Int) -> Self {
    Self(
      "undecidable",
      "this holds for sizes up to \(largest); what happens at \(sizes) was not looked at",
      hint: "state it with smaller numbers")
  }
}

extension Syntax.Expression {
  /// The largest number that stands as an index by itself.
  fileprivate var largestIndex: Int {
    var own = 0
    if case .indexed(_, let indices) = kind {
      for case .number(let number) in indices.map(\.kind) { own = max(own, number.integer ?? 0) }
    }
    return children.reduce(own) { max($0, $1.largestIndex) }
  }
}
