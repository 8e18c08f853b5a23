import NumericCore

/// What is drawn by seed.
typealias Random = SplitMix64

extension SplitMix64 {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ part: Double) -> Bool { unit() < part }

  /// A number of any sign: of everyday size, near 0, far out, or close to one of these.
  mutating func value(near numbers: [Double]) -> Double {
    let sign = chance(0.5) ? 1.0 : -1.0
    switch whole(0...(numbers.isEmpty ? 2 : 4)) {
    case 0: return sign * (0.2 + 1.3 * unit())
    case 1: return sign * 0.001 * (0.1 + unit())
    case 2: return sign * 1000 * (0.5 + unit())
    default: return pick(numbers) + sign * 0.3 * unit()
    }
  }
}
