import Testing

@testable import NumericCore

extension LayerExample {
  static let embeddings = [
    LayerExample(
      "Embedding", inputs: [[5], [2, 3], [7, 1]], indices: 4,
      double: try Embedding<Double>(4, 3), float: try Embedding<Float>(4, 3)
    ) { x, parameters in
      let indices = x.value.scalars.map { Int($0) }
      return try parameters[0].gathered([indices.count, 3]) { [indices[$0[0]], $0[1]] }
        .reshaped(x.shape + [3])
    }
  ]

  static let flatten = LayerExample(
    "Flatten", inputs: [[3, 2, 5], [2, 1], [4, 3, 1, 2]], refused: [[]],
    double: Flatten<Double>(), float: Flatten<Float>()
  ) { x, _ in try x.reshaped([x.shape[0], x.value.scalars.count / x.shape[0]]) }

  static let dropout = LayerExample(
    "Dropout", inputs: [[7], [3, 5], [2, 3, 4]],
    double: try Dropout<Double>(0.3, seed: 5), float: try Dropout<Float>(0.3, seed: 5)
  ) { x, _ in
    var random = Dropout<Double>.random(seed: 5, step: 0)
    let mask = x.value.map { _ in random.unit() < 0.3 ? 0 : 1 / 0.7 }
    return try x * Variable(constant: mask)
  }

  static let softmaxes = [
    LayerExample(
      "Softmax", inputs: [[3, 4], [1], [2, 3, 17]], refused: [[]],
      double: Softmax<Double>(), float: Softmax<Float>()
    ) { x, _ in
      let powers = try x.mapped(.exp)
      return try powers / (powers.sum(last: 1).reshaped(x.shape.dropLast() + [1]))
    },
    LayerExample(
      "LogSoftmax", inputs: [[3, 4], [1], [2, 3, 17]], refused: [[]],
      double: LogSoftmax<Double>(), float: LogSoftmax<Float>()
    ) { x, _ in
      let log = try #require(ElementaryFunction(named: "log"))
      let sums = try x.mapped(.exp).sum(last: 1).reshaped(x.shape.dropLast() + [1])
      return try x - sums.mapped(log)
    },
  ]

  static let normalizations = [
    LayerExample(
      "LayerNorm", inputs: [[3, 5], [5], [2, 2, 5]], refused: [[5, 3], []],
      double: try LayerNorm<Double>([5]), float: try LayerNorm<Float>([5])
    ) { x, p in
      let rows = try x.reshaped([x.value.scalars.count / 5, 5])
      return try (normalized(rows) * p[0] + p[1]).reshaped(x.shape)
    },
    LayerExample(
      "LayerNorm over two axes", inputs: [[3, 2, 9], [2, 9]], refused: [[3, 18], [9]],
      double: try LayerNorm<Double>([2, 9], epsilon: 0.1),
      float: try LayerNorm<Float>([2, 9], epsilon: 0.1)
    ) { x, p in
      let rows = try x.reshaped([x.value.scalars.count / 18, 18])
      return try normalized(rows, epsilon: 0.1).reshaped(x.shape) * p[0] + p[1]
    },
    LayerExample(
      "BatchNorm1d", inputs: [[4, 3], [2, 3, 7], [1, 3, 5]],
      refused: [[4, 2], [4], [4, 3, 2, 2]],
      double: try BatchNorm1d<Double>(3), float: try BatchNorm1d<Float>(3),
      composed: batchNormalized),
    LayerExample(
      "BatchNorm2d", inputs: [[3, 2, 3, 5], [2, 2, 1, 2]], refused: [[3, 2, 3], [3, 4, 3, 5]],
      double: try BatchNorm2d<Double>(2), float: try BatchNorm2d<Float>(2),
      composed: batchNormalized),
  ]

  private static func batchNormalized(
    _ x: Variable<Double>, _ p: [Variable<Double>]
  ) throws -> Variable<Double> {
    let channels = x.shape[1]
    var order = Array(x.shape.indices)
    order.swapAt(0, 1)
    let moved = try x.transposed(order)
    let rows = try normalized(moved.reshaped([channels, x.value.scalars.count / channels]))
    let scaled = try rows * p[0].reshaped([channels, 1]) + p[1].reshaped([channels, 1])
    return try scaled.reshaped(moved.shape).transposed(order)
  }

  private static func normalized(
    _ rows: Variable<Double>, epsilon: Double = 1e-5
  ) throws -> Variable<Double> {
    let (count, size) = (rows.shape[0], Variable(constant: Tensor(Double(rows.shape[1]))))
    let centred = try rows - rows.sum(last: 1).reshaped([count, 1]) / size
    let variance = try (centred * centred).sum(last: 1).reshaped([count, 1]) / size
    return try centred / (variance + Variable(constant: Tensor(epsilon))).mapped(.sqrt)
  }
}
