/// Sequences of vectors of zeros, in which single numbers become 1.
struct OneHotWriter {
  private let shape: Shape
  private var scalars: [Float]

  /// So many sequences of `[steps, features]`.
  init(_ count: Int, _ shape: Shape) {
    self.shape = [count] + shape
    scalars = Array(repeating: 0, count: self.shape.reduce(1, *))
  }

  mutating func set(_ sequence: Int, _ step: Int, _ feature: Int) {
    scalars[(sequence * shape[1] + step) * shape[2] + feature] = 1
  }

  var tensor: Tensor<Float> { Tensor(shape: shape, scalars: scalars) }
}
