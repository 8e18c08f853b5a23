import Notation
import NumericCore

/// Finds points at which a formula becomes another one: where what `\max`, `|·|`, ReLU or a guard
/// compares is equal. Values that are drawn seldom come so near that a small gap would be seen.
struct KinkSearch {
  let samples: Samples
  let letters: [String: [Int]]
  /// Each is 0 on one kink, or where what is compared is equal.
  private let gaps: [Syntax.Expression]
  private let claims: [Syntax.Expression]

  private static let mostGaps = 8
  /// The entries of one gap that are brought to 0.
  private static let mostEntries = 2
  private static let startingDraws = 6
  private static let halvings = 30
  /// What may lie on a kink of a formula that is not linear.
  private static let simpleValues = [0.0, 1, -1, 2]
  /// How far from a kink the points lie, as parts of the way between two draws.
  private static let distances = [0.1, 0.01, 0.001, 0.000_01]

  /// - Parameter claims: what is compared, where it may be equal.
  init(
    in expressions: [Syntax.Expression], of claims: [Syntax.Expression],
    at letters: [String: [Int]], _ samples: Samples
  ) {
    (self.samples, self.letters, self.claims) = (samples, letters, claims)
    var found: [Syntax.Expression] = []
    for gap in claims + expressions.flatMap(\.gaps)
    where !found.contains(where: { $0.text == gap.text }) {
      found.append(gap)
    }
    gaps = Array(found.prefix(Self.mostGaps))
  }

  /// Points on both sides of each kink that a way between two draws passes.
  func draws(from number: Int) -> [Draw] {
    var draws: [Draw] = []
    for gap in gaps {
      let starts = (0..<Self.startingDraws).map { place in
        Draw(number: number + place, scales: place % 3 == 2 ? [10] : [1])
      }
      let values = starts.map { self.values(of: gap, $0) ?? [] }
      guard let count = values.map(\.count).min() else { continue }
      for entry in 0..<min(count, Self.mostEntries) {
        guard let negative = starts.indices.first(where: { values[$0][entry] < 0 }),
          let positive = starts.indices.first(where: { values[$0][entry] > 0 })
        else { continue }
        let way = Way(from: starts[negative], to: starts[positive])
        let root = root(of: gap, entry, on: way)
        draws += Self.distances.flatMap { distance in
          [root - distance, root + distance].map { way.point(at: $0) }
        }
      }
    }
    return draws
  }

  /// Points on each kink that one entry of a tensor can be moved to, the others being what they are;
  /// then a point on as many as can be met together.
  func drawsOnKinks(from number: Int) -> [Draw] {
    var draws: [Draw] = []
    var onAll = Draw(number: number, arrangement: .whole, isOnKink: true)
    for gap in gaps {
      let names = samples.scope.closure(of: gap.freeNames()).filter { name in
        if case .tensor = samples.scope[name]?.kind { true } else { false }
      }
      for name in names.sorted() where !onAll.moves(name) {
        let start = Draw(number: number + draws.count, arrangement: .whole, isOnKink: true)
        guard let draw = moved(start, onto: gap, by: name) else { continue }
        draws.append(draw)
        onAll = moved(onAll, onto: gap, by: name) ?? onAll
      }
    }
    return draws + [onAll]
  }

  /// The draw with another first entry of this tensor, so that the gap is 0.
  private func moved(_ draw: Draw, onto gap: Syntax.Expression, by name: String) -> Draw? {
    func start(with value: Double) -> Draw {
      var moved = draw
      moved.firstEntries[name] = value
      return moved
    }
    guard let atZero = values(of: gap, start(with: 0)), let atOne = values(of: gap, start(with: 1))
    else { return nil }
    let roots = zip(atZero, atOne).filter { $0 != $1 }.prefix(Self.mostEntries).map {
      $0 / ($0 - $1)
    }
    return (roots + Self.simpleValues).lazy.map(start(with:)).first { draw in
      values(of: gap, draw)?.contains(0) ?? false
    }
  }

  /// What has the same sign at all points.
  func unmet(at draws: [Draw]) -> [Syntax.Expression] {
    gaps.filter { gap in
      if claims.contains(gap) { return false }
      var signs: Set<FloatingPointSign> = []
      for draw in draws {
        guard let values = values(of: gap, draw) else { continue }
        // On a kink nothing is hidden behind it.
        if values.contains(0) { return false }
        signs.formUnion(values.map(\.sign))
        if signs.count == 2 { return false }
      }
      return !signs.isEmpty
    }
  }

  private struct Way {
    let from: Draw
    let to: Draw

    func point(at part: Double) -> Draw {
      var draw = from
      draw.mixture = Draw.Mixture(number: to.number, scales: to.scales, part: part)
      return draw
    }
  }

  /// Where the gap passes 0, which it does between the ends.
  private func root(of gap: Syntax.Expression, _ entry: Int, on way: Way) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<Self.halvings {
      let middle = (low + high) / 2
      guard let value = values(of: gap, way.point(at: middle))?[entry] else { break }
      if value < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func values(of gap: Syntax.Expression, _ draw: Draw) -> [Double]? {
    let evaluator = Evaluator<Double>(
      samples.scope, reading: Reading(), sample: samples.double(draw, letters: letters))
    return try? evaluator.numbers(gap)
  }
}
