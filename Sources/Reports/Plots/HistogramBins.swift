import RealModule

/// The intervals in which values are counted, each without its upper end.
struct HistogramBins: Sendable {
  /// One more than there are bins, rising.
  let edges: [Double]

  static let most = 200

  /// Bins of one width that hold all the values; on a logarithmic axis, of one ratio.
  ///
  /// Without a count the width is 2 · (distance of the quartiles) / ∛(number of values), rounded
  /// down to 1, 2 or 5 times a power of ten, with edges at its multiples. It is at least a hundredth
  /// of the range, and at least 1 for whole numbers. Where the quartiles are equal, Sturges's rule
  /// counts the bins.
  ///
  /// - Parameter values: in order; each with a place on the axis.
  /// - Source: D. Freedman, P. Diaconis, On the histogram as a density estimator: L₂ theory, 1981;
  ///   H. A. Sturges, The choice of a class interval, 1926.
  init(holding values: [Double], count: Int? = nil, isLogarithmic: Bool = false) {
    let scaled = { (value: Double) in isLogarithmic ? Double.log10(value) : value }
    // An edge may lie far beyond the values, and is a number still.
    let unscaled = { (edge: Double) in
      isLogarithmic ? Double.exp10(min(max(edge, -305), 305)) : edge
    }
    let extent = Extent(scaled(values.first ?? 1)...scaled(values.last ?? 10))
    let (low, high) = (extent.low, extent.high)
    guard !values.isEmpty, !extent.isPoint else {
      let ends = extent.widened
      edges = [unscaled(ends.low), unscaled(ends.high)]
      return
    }
    if let count {
      // The last edge is a little above the largest value, which belongs to the last bin.
      let last = values[values.count - 1].nextUp
      edges =
        (0..<count).map { unscaled(low + (high - low) * (Double($0) / Double(count))) } + [last]
      return
    }
    let quartiles = scaled(values[values.count * 3 / 4]) - scaled(values[values.count / 4])
    let areWhole = !isLogarithmic && values.allSatisfy { $0 == $0.rounded() }
    let step = Self.step(
      quartiles: quartiles, range: high - low, count: Double(values.count), areWhole: areWhole)
    var number = Int((low / step.value).rounded(.down))
    var edges = [unscaled(Self.multiple(number, of: step))]
    while edges[edges.count - 1] <= values[values.count - 1] {
      number += 1
      edges.append(unscaled(Self.multiple(number, of: step)))
    }
    // A value that is an edge but for rounding must not fall out below.
    if edges[0] > values[0] { edges[0] = values[0] }
    self.edges = edges
  }

  private static func multiple(_ number: Int, of step: RoundNumber) -> Double {
    RoundNumber(significand: number * step.significand, exponent: step.exponent).value
  }

  private static func step(
    quartiles: Double, range: Double, count: Double, areWhole: Bool
  ) -> RoundNumber {
    var width = 2 * quartiles / Double.root(count, 3)
    if width <= 0 { width = range / (Double.log2(count).rounded(.up) + 1) }
    let least = RoundNumber.atLeast(areWhole ? max(1, range / 100) : range / 100)
    let step = RoundNumber.atMost(width)
    return step.value < least.value ? least : step
  }

  /// How many of the values each bin holds.
  func counts(of values: [Double]) -> [Int] {
    var counts = Array(repeating: 0, count: edges.count - 1)
    var bin = 0
    // Values in order stay in a bin or go on to a later one.
    for value in values {
      while bin + 1 < counts.count, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }
}
