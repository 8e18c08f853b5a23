import RealModule

/// How a number is drawn.
public enum Distribution: Hashable, Sendable {
  case constant(Double)
  /// Between `−bound` and `bound`.
  case uniform(Double)
  /// Around 0.
  case normal(deviation: Double)

  public func draw(using random: inout SplitMix64) -> Double {
    switch self {
    case .constant(let value): value
    case .uniform(let bound): random.uniform(in: -bound..<bound)
    case .normal(let deviation): deviation * random.normal()
    }
  }
}

extension SplitMix64 {
  /// A number from the lower bound up to the upper.
  public mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// A whole number below `bound`, each as likely as the others.
  ///
  /// - Source: Lemire, *Fast Random Integer Generation in an Interval* (2019).
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "there is no whole number from 0 up to \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let unfair = (0 &- bound) % bound
      while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A whole number of the range, each as likely as the others.
  mutating func index(in range: Range<Int>) -> Int {
    range.lowerBound + index(below: range.count)
  }

  /// A number of mean 0 and deviation 1, from two uniform ones.
  ///
  /// The polar method would draw a number of times that varies; this one always draws twice.
  /// - Source: Box, Muller, *A Note on the Generation of Random Normal Deviates* (1958).
  public mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * .log(1 - unit()))
    return radius * .cos(2 * .pi * unit())
  }

  /// Puts the elements into a random order, each as likely as the others.
  ///
  /// - Source: Fisher, Yates (1938), as in Knuth, *The Art of Computer Programming*, 3.4.2, P.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }

  /// The numbers below `count` in a random order.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }
}
