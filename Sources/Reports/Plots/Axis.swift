import RealModule

/// From values to places along one side of the paper, and the round numbers beside it.
struct Axis: Sendable {
  /// A mark; those without a label are fainter, between two decades.
  struct Tick: Sendable {
    let value: Double
    let label: String?
  }

  let range: ClosedRange<Double>
  let ticks: [Tick]
  let isLogarithmic: Bool
  /// The places of the ends; set when it is known how much room the labels take.
  var paper: (from: Double, to: Double) = (0, 1)

  /// An axis that holds all the values, rounded out to ticks.
  ///
  /// - Parameter count: about how many labels are wanted.
  init(holding extent: Extent, isLogarithmic: Bool, count: Int = 6) {
    self.isLogarithmic = isLogarithmic
    if isLogarithmic {
      let (low, high) = Self.roundEnds(extent)
      range = low.value...high.value
      ticks = Self.decades(from: low, to: high, count: count)
    } else {
      ticks = Self.multiples(in: extent, count: count)
      range = (ticks.first?.value ?? 0)...(ticks.last?.value ?? 1)
    }
  }

  func callAsFunction(_ value: Double) -> Double {
    // A difference of logarithms, for the ratio of the ends may overflow.
    let scale = isLogarithmic ? { Double.log($0) } : { $0 }
    let (low, high) = (scale(range.lowerBound), scale(range.upperBound))
    let part = (scale(value) - low) / (high - low)
    return paper.from + part * (paper.to - paper.from)
  }

  /// Numbers beyond these limits have no place, so that no step below can overflow.
  static func hasPlace(_ value: Double, isLogarithmic: Bool) -> Bool {
    value.magnitude <= 1e300 && (!isLogarithmic || value >= 1e-300)
  }

  // MARK: - Linear

  /// Multiples of a step of 1, 2 or 5 times a power of ten, from below the values to above.
  private static func multiples(in extent: Extent, count: Int) -> [Tick] {
    let (low, high) = extent.widened
    let step = RoundNumber.atLeast((high - low) / Double(count))
    let first = Int((low / step.value + 1e-9).rounded(.down))
    let last = max(first + 1, Int((high / step.value - 1e-9).rounded(.up)))
    let numbers = (first...last).map {
      RoundNumber(significand: $0 * step.significand, exponent: step.exponent)
    }
    return labelled(numbers.map { ($0, true) })
  }

  // MARK: - Logarithmic

  private static func roundEnds(_ extent: Extent) -> (low: RoundNumber, high: RoundNumber) {
    guard extent.low <= extent.high else {
      return (RoundNumber(significand: 1, exponent: 0), RoundNumber(significand: 1, exponent: 1))
    }
    let (low, high) = (RoundNumber.atMost(extent.low), RoundNumber.atLeast(extent.high))
    return low == high ? (low.smaller, high.larger) : (low, high)
  }

  /// Powers of ten; if there are few, with 2 and 5 times each, or with every multiple.
  private static func decades(
    from low: RoundNumber, to high: RoundNumber, count: Int
  ) -> [Tick] {
    let exponents = low.exponent...high.exponent
    let every = exponents.count / (count + 2) + 1
    func numbers(_ factors: [Int]) -> [RoundNumber] {
      exponents.filter { $0.isMultiple(of: every) }.flatMap { exponent in
        factors.map { RoundNumber(significand: $0, exponent: exponent) }
      }.filter { ($0.value >= low.value) && ($0.value <= high.value) }
    }
    let choices = [numbers([1]), numbers([1, 2, 5]), numbers(Array(1...9))]
    let major = choices.first { $0.count >= 3 } ?? choices[2]
    let marks = every == 1 && exponents.count <= count ? choices[2] : major
    return labelled(marks.map { ($0, major.contains($0)) })
  }

  /// All labels of an axis are written in one way: in full where that is easier to read.
  private static func labelled(_ numbers: [(RoundNumber, hasLabel: Bool)]) -> [Tick] {
    let written = numbers.filter(\.hasLabel).map(\.0)
    let isShort =
      written.allSatisfy(\.isShortInFull)
      || written.map(\.inFull.count).max() ?? 0 <= written.map(\.scientific.count).max() ?? 0
    return numbers.map { number, hasLabel in
      Tick(
        value: number.value,
        label: hasLabel ? (isShort ? number.inFull : number.scientific) : nil)
    }
  }
}

/// The smallest and the largest of some values.
struct Extent: Sendable {
  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity

  mutating func insert(_ value: Double) {
    low = min(low, value)
    high = max(high, value)
  }

  /// With room around a value that is alone, or as good as alone.
  var widened: (low: Double, high: Double) {
    guard low <= high else { return (0, 1) }
    let size = max(low.magnitude, high.magnitude)
    guard high - low <= size * 1e-12 || size < 1e-300 else { return (low, high) }
    let room = size < 1e-300 ? 1 : size / 2
    return (low - room, high + room)
  }
}
