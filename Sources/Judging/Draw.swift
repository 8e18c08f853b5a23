import NumericCore

/// How the values of tensors are chosen at one point.
struct Draw {
  enum Arrangement {
    case mixed, positive, negative, ascending, descending
  }

  /// Each number gives other values.
  let number: Int
  /// The orders of magnitude; each tensor has one of them.
  var scales: [Double] = [1]
  var arrangement = Arrangement.mixed

  static let single = Draw(number: 0)

  /// So near to 0 that a softmax of products is not yet flat.
  static let near = Draw(number: 0, scales: [0.4])

  /// Points for a formula with kinks: of every sign and order, near and far, about the numbers that
  /// stand in the formula and beyond them.
  static func piecewise(around literal: Int) -> [Draw] {
    let near = Double(max(1, min(literal, 1_000_000)))
    let ordered = [Arrangement.positive, .negative, .ascending, .descending].enumerated().map {
      Draw(number: $0, arrangement: $1)
    }
    let scaled = [[1], [near], [8 * near], [1, near, 1000], [1, 1_000_000]]
    return ordered
      + (0..<92).map { Draw(number: 4 + $0, scales: $0 < 32 ? [1] : scaled[$0 % scaled.count]) }
  }

  func arranged(_ tensor: Tensor<Double>) -> Tensor<Double> {
    switch arrangement {
    case .mixed: tensor
    case .positive: tensor.map { $0.magnitude }
    case .negative: tensor.map { -$0.magnitude }
    case .ascending: Tensor(shape: tensor.shape, scalars: tensor.scalars.sorted())
    case .descending: Tensor(shape: tensor.shape, scalars: tensor.scalars.sorted(by: >))
    }
  }
}
