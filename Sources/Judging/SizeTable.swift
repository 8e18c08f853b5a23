import Notation
import NumericCore

/// The assignments of whole numbers at which a claim about letters is looked at.
struct SizeTable {
  /// Up to so many letters, every combination of small values is in the table.
  static let mostCombined = 12
  /// A table of more letters tells of polynomials only, of no higher degree and with no fewer rows
  /// left by the constraints: another one is 0 at one random row in ten at the most.
  private static let highestDegree = 20
  private static let fewestRows = 300

  private static let size = 1800
  private static let farAssignments = 600
  /// Kernel placements are counted one by one.
  private static let farthest = 50_000
  /// Assignments about the numbers that stand in a claim.
  private static let mostAboutNumbers = 1200

  /// Every assignment within a bound, those about the numbers in a claim, and some far beyond.
  static func rows(
    of letterCount: Int, about literals: Set<Int>, using random: inout SplitMix64
  ) -> [[Int]] {
    var rows = letterCount <= mostCombined ? combinations(letterCount) : single(letterCount)
    if letterCount == 1 {
      rows += (rows.count..<max(rows.count, completeSize(of: 1, about: literals) + 1)).map { [$0] }
    }
    rows += self.rows(of: letterCount, near: literals, using: &random)
    let largest = literals.max() ?? 0
    let far = UInt64(min(max(200, 3 * min(largest, farthest)), farthest))
    for number in 0..<farAssignments {
      let bound: UInt64 = number % 4 == 0 ? far : number % 4 == 1 ? 24 : 8
      rows.append((0..<letterCount).map { _ in Int(random.next() % bound) })
    }
    return rows
  }

  /// One letter, and all of them, at and on both sides of each number, its double, and the sum and
  /// the product of two.
  private static func rows(
    of letterCount: Int, near literals: Set<Int>, using random: inout SplitMix64
  ) -> [[Int]] {
    let numbers = literals.filter { (0...1_000_000_000).contains($0) }.sorted()
    var centres = numbers
    centres += numbers.map { 2 * $0 }
    for (place, number) in numbers.enumerated() {
      for other in numbers[...place] { centres += [number + other, number * other] }
    }
    var seen: Set<Int> = []
    let values = centres.filter { $0 < Int(Int32.max) }.flatMap { [$0, $0 + 1, $0 - 1] }
      .filter { $0 >= 0 && seen.insert($0).inserted }
    var rows: [[Int]] = []
    if letterCount > 1, power(numbers.count, letterCount) <= mostAboutNumbers {
      rows = (0..<letterCount).reduce([[]]) { rows, _ in
        rows.flatMap { row in numbers.map { row + [$0] } }
      }
    }
    for value in values where rows.count < mostAboutNumbers {
      rows.append(Array(repeating: value, count: letterCount))
      guard letterCount > 1 else { continue }
      for place in 0..<letterCount {
        // The other of two is each small one: a sum of it and a number is met.
        for small in 0..<(letterCount == 2 ? 4 : 1) {
          var row = (0..<letterCount).map { _ in
            letterCount == 2 ? small : Int(random.next() % 4)
          }
          row[place] = value
          rows.append(row)
        }
      }
    }
    return rows
  }

  /// Up to which size every combination is in the table.
  static func completeSize(of letterCount: Int, about literals: Set<Int>) -> Int {
    guard letterCount == 1 else { return letterCount <= mostCombined ? side(letterCount) - 1 : 1 }
    // Behind twice the numbers that stand there a polynomial turns round no more.
    return max(side(1) - 1, min(2 * min(literals.max() ?? 0, farthest) + 2, farthest))
  }

  private static func side(_ letterCount: Int) -> Int {
    var side = 2
    while side < 40, power(side + 1, letterCount) <= size { side += 1 }
    return side
  }

  private static func combinations(_ letterCount: Int) -> [[Int]] {
    let side = side(letterCount)
    var rows: [[Int]] = [[]]
    for _ in 0..<letterCount {
      rows = rows.flatMap { row in (0..<side).map { row + [$0] } }
    }
    return rows
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in min(power * base, Int(Int32.max)) }
  }

  /// All letters 0 or all 1, and one letter otherwise.
  private static func single(_ letterCount: Int) -> [[Int]] {
    [0, 1].flatMap { value in
      let row = Array(repeating: value, count: letterCount)
      return [row]
        + row.indices.map { place in
          var other = row
          other[place] = 1 - value
          return other
        }
    }
  }

  /// - Errors: a claim that is true at every row, about so many letters that this does not show it.
  static func refuseThin(
    _ table: [String: [Int]], for chain: Syntax.Chain, under conditions: [Syntax.Condition]
  ) throws {
    guard table.count > mostCombined else { return }
    let degrees = chain.expressions.map { $0.degree(in: Set(table.keys)) }
    let isPolynomial = degrees.allSatisfy { $0.map { $0 <= highestDegree } ?? false }
    let areEquations = chain.steps.allSatisfy { $0.relation == .equal && $0.tolerance == nil }
    let rows = table.values.first?.count ?? 0
    guard isPolynomial, areEquations, conditions.isEmpty, rows >= fewestRows else {
      throw Diagnostic(.tooManyLetters(table.count), at: chain.first.span)
    }
  }
}

extension Syntax.Expression {
  /// The degree of a polynomial in these letters; `nil` of anything else.
  fileprivate func degree(in letters: Set<String>) -> Int? {
    switch kind {
    case .number: return 0
    case .name(let name): return letters.contains(name) ? 1 : nil
    case .negated(let inner): return inner.degree(in: letters)
    case .binary(let sign, let left, let right):
      guard let left = left.degree(in: letters), let right = right.degree(in: letters) else {
        return nil
      }
      switch sign {
      case .add, .subtract: return max(left, right)
      case .juxtaposition, .dot, .times, .hadamard, .star: return left + right
      case .divide: return right == 0 ? left : nil
      }
    case .power(let base, let exponent):
      guard case .number(let number) = exponent.kind, let count = number.integer,
        (0...64).contains(count), let degree = base.degree(in: letters)
      else { return nil }
      return degree * count
    default: return nil
    }
  }
}

extension Diagnostic.Message {
  static func tooManyLetters(_ count: Int) -> Self {
    Self(
      "too-many-letters",
      "this holds at every assignment that was tried, and for \(count) letters these are too few",
      hint:
        "give some letters values: of up to \(SizeTable.mostCombined), all small values are tried")
  }
}
