import Notation
import NumericCore

/// Finds points at which a formula becomes another one: where what `\max`, `|·|`, ReLU or a guard
/// compares is equal. Values that are drawn seldom come so near that a small gap would be seen.
struct KinkSearch {
  let samples: Samples
  let letters: [String: [Int]]
  /// Each is 0 on one kink.
  private let gaps: [Syntax.Expression]

  private static let mostGaps = 8
  /// The entries of one gap that are brought to 0.
  private static let mostEntries = 2
  private static let startingDraws = 6
  private static let halvings = 30
  /// How far from a kink the points lie, as parts of the way between two draws.
  private static let distances = [0.1, 0.01, 0.001, 0.000_01]

  init(in expressions: [Syntax.Expression], at letters: [String: [Int]], _ samples: Samples) {
    (self.samples, self.letters) = (samples, letters)
    var found: [Syntax.Expression] = []
    for gap in expressions.flatMap(\.gaps) where !found.contains(where: { $0.text == gap.text }) {
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
