/// What layers are composed of: each operation is primitives, and so differentiable any number of times.
extension Variable {
  /// Repeated along axes of extent 1 and along new first axes.
  public func broadcast(to target: Shape) throws -> Variable {
    try moved(TensorView(value).broadcast(to: target))
  }

  /// The axes in another order; without one, reversed.
  public func transposed(_ order: [Int]? = nil) throws -> Variable {
    try moved(TensorView(value).transposed(order))
  }

  /// Every `step`-th place of a range of an axis.
  public func sliced(_ range: Range<Int>, of axis: Int, step: Int = 1) throws -> Variable {
    try moved(TensorView(value).sliced(range, of: axis, step: step))
  }

  /// The same scalars in another shape.
  public func reshaped(_ shape: Shape) throws -> Variable {
    _ = try value.reshaped(shape)
    return try .apply(.gather(Array(value.scalars.indices), shape: shape), to: self)
  }

  private func moved(_ view: TensorView<S>) throws -> Variable {
    try .apply(.gather(view.places, shape: view.shape), to: self)
  }

  private static func apply(
    _ primitive: Primitive<S>, broadcasting left: Variable, _ right: Variable
  ) throws -> Variable {
    let shape = try left.shape.broadcast(with: right.shape)
    return try apply(
      primitive, to: left.shape == shape ? left : left.broadcast(to: shape),
      right.shape == shape ? right : right.broadcast(to: shape))
  }

  public static func + (left: Variable, right: Variable) throws -> Variable {
    try apply(.add, broadcasting: left, right)
  }

  public static func - (left: Variable, right: Variable) throws -> Variable {
    try apply(.subtract, broadcasting: left, right)
  }

  public static func * (left: Variable, right: Variable) throws -> Variable {
    try apply(.multiply, broadcasting: left, right)
  }

  public static func / (left: Variable, right: Variable) throws -> Variable {
    try apply(.divide, broadcasting: left, right)
  }

  /// A function of each element.
  public func mapped(_ function: ElementaryFunction) throws -> Variable {
    try .apply(.elementary(function), to: self)
  }

  /// The sum over the trailing axes.
  public func sum(last axes: Int) throws -> Variable { try .apply(.sum(last: axes), to: self) }

  /// The product of two matrices.
  ///
  /// - Shapes: `[n, k]` and `[k, m]` give `[n, m]`.
  public func multiplied(by other: Variable) throws -> Variable {
    guard shape.count == 2, other.shape.count == 2, shape[1] == other.shape[0] else {
      throw ShapeError.mismatch(
        layer: "matrix product",
        detail: "\(shape.shapeDescription) and \(other.shape.shapeDescription) do not fit")
    }
    let rows = try reshaped([shape[0], 1, shape[1]])
    return try (rows * other.transposed()).sum(last: 1)
  }
}
