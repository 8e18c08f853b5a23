import NumericCore

/// How the values of tensors are chosen at one point.
struct Draw {
  enum Arrangement: Hashable {
    case mixed, positive, negative, ascending, descending
    /// Small powers of two, with which sums and products are exact.
    case whole
    /// All of them are this number, up to so much of it.
    case about(Double, within: Double)
  }

  /// Each number gives other values.
  let number: Int
  /// The orders of magnitude; each tensor has one of them.
  var scales: [Double] = [1]
  var arrangement = Arrangement.mixed
  /// Another draw, to which the values go so far as the part says.
  var mixture: Mixture?
  /// What the first entries of some tensors are instead.
  var firstEntries: [String: Double] = [:]
  /// What all entries of some tensors are instead.
  var constants: [String: Double] = [:]
  /// Whether it lies where something may have no value or no slope, so that a fault tells nothing.
  var isOnKink = false

  struct Mixture {
    let number: Int
    let scales: [Double]
    let part: Double
  }

  static let single = Draw(number: 0)

  /// So near to 0 that a softmax of products is not yet flat.
  static let near = Draw(number: 0, scales: [0.4])

  /// Points for a formula with kinks: of every sign and order, from near 0 to far out, about the
  /// numbers that stand in the formula, on both sides of them, and where all values agree.
  ///
  /// - Parameters:
  ///   - numbers: those in the formula.
  ///   - kinks: whether points on kinks are among them: a derivative has no one value there.
  static func piecewise(around numbers: Set<Rational>, on kinks: Bool) -> [Draw] {
    let values = thresholds(numbers)
    let largest = values.last ?? 1
    var draws = [Arrangement.positive, .negative, .ascending, .descending].enumerated().map {
      Draw(number: $0, arrangement: $1)
    }
    func add(_ scales: [Double], _ arrangement: Arrangement = .mixed, onKink: Bool = false) {
      draws.append(
        Draw(
          number: draws.count, scales: scales, arrangement: arrangement, isOnKink: onKink))
    }
    for _ in 0..<28 { add([1]) }
    for exponent in -6...8 {
      add([power(exponent)])
      add([power(exponent)], exponent % 2 == 0 ? .positive : .negative)
      if exponent > 0 { add([power(exponent)], exponent % 2 == 0 ? .negative : .positive) }
    }
    for _ in 0..<5 {
      add([largest])
      add([8 * largest])
      add([1, largest, 1000])
      add([1, 1_000_000])
      add([0.001, 1])
    }
    for value in [0] + values {
      let size = value == 0 ? 1 : value
      for width in [0.3, 0.03, 0.003, 0.000_03] {
        add([size], .about(value, within: width))
        if value != 0 { add([size], .about(-value, within: width)) }
      }
      if kinks {
        add([size], .about(value, within: 0), onKink: true)
        add([size], .about(-value, within: 0), onKink: true)
      }
    }
    // All values nearly agree, wherever.
    for width in [0.03, 0.000_3] { for _ in 0..<2 { add([1], .about(.nan, within: width)) } }
    if kinks { add([1], .about(.nan, within: 0), onKink: true) }
    return draws
  }

  /// The numbers in a formula and what two of them make: where `x / 1000 - 50` passes 0.
  private static func thresholds(_ numbers: Set<Rational>) -> [Double] {
    let own = numbers.map { $0.double.magnitude }.filter { $0 > 0 }.sorted().prefix(8)
    var values = Set(own)
    for first in own {
      for second in own where first != second {
        values.formUnion([first * second, first / second])
      }
    }
    return values.filter { (1e-9...1e12).contains($0) }.sorted().prefix(24).map { $0 }
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1) { power, _ in exponent < 0 ? power / 10 : power * 10 }
  }

  /// Points at which all entries of one tensor are a number at which something may change, 0 above all.
  static func withConstants(
    of names: Set<String>, among numbers: Set<Rational>, from number: Int
  ) -> [Draw] {
    let values: [Double] = [0] + thresholds(numbers).prefix(2).flatMap { [$0, -$0] }
    let constants = names.sorted().prefix(6).flatMap { name in values.map { [name: $0] } }
    return constants.enumerated().map { place, constants in
      var draw = Draw(number: number + place, arrangement: .whole, isOnKink: true)
      draw.constants = constants
      return draw
    }
  }

  func moves(_ name: String) -> Bool { firstEntries[name] != nil }

  func arranged(_ tensor: Tensor<Double>, of name: String) -> Tensor<Double> {
    if let constant = constants[name] { return tensor.map { _ in constant } }
    var scalars = arranged(tensor).scalars
    if let first = firstEntries[name], !scalars.isEmpty { scalars[0] = first }
    return Tensor(shape: tensor.shape, scalars: scalars)
  }

  private func arranged(_ tensor: Tensor<Double>) -> Tensor<Double> {
    switch arrangement {
    case .mixed: tensor
    case .positive: tensor.map { $0.magnitude }
    case .negative: tensor.map { -$0.magnitude }
    case .ascending: Tensor(shape: tensor.shape, scalars: tensor.scalars.sorted())
    case .descending: Tensor(shape: tensor.shape, scalars: tensor.scalars.sorted(by: >))
    case .whole:
      tensor.map { Double(sign: $0.sign, exponent: Int($0.magnitude * 4) % 3, significand: 1) }
    case .about(let value, let width): tensor.map { (value.isNaN ? common : value) + $0 * width }
    }
  }

  /// What all values of a point are about.
  private var common: Double {
    var random = SplitMix64(seed: UInt64(number), stream: "common")
    return Tensor<Double>(drawing: [], using: &random).scalars[0]
  }
}
