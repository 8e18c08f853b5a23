extension Tensor {
  /// The scalar at an index.
  public subscript(_ index: Int...) -> S {
    get { scalars[place(of: index)] }
    set { scalars[place(of: index)] = newValue }
  }

  private func place(of index: [Int]) -> Int {
    precondition(index.count == shape.count, "an index has a number for each axis")
    var place = 0
    for (extent, number) in zip(shape, index) {
      precondition((0..<extent).contains(number), "\(index) is not in \(shape.shapeDescription)")
      place = place * extent + number
    }
    return place
  }

  public var view: TensorView<S> { TensorView(self) }

  /// The same scalars in another shape.
  ///
  /// - Errors: ``ShapeError`` where the number of scalars differs.
  public func reshaped(_ shape: Shape) throws(ShapeError) -> Tensor {
    guard try shape.storageCount() == scalars.count else {
      throw .mismatch(
        layer: "reshaping",
        detail: "\(self.shape.shapeDescription) has \(scalars.count) scalars, "
          + "\(shape.shapeDescription) has not")
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The axes in another order; without one, reversed.
  ///
  /// - Errors: ``ShapeError`` where this is no order of the axes.
  public func transposed(_ order: [Int]? = nil) throws(ShapeError) -> Tensor {
    try view.transposed(order).tensor
  }

  /// Combines two tensors scalar by scalar, repeated where an extent is 1.
  ///
  /// - Errors: ``ShapeError`` where the shapes do not fit.
  public func combined(
    _ other: Tensor, _ combine: (S, S) -> S
  ) throws(ShapeError) -> Tensor {
    if shape == other.shape { return zipped(other, combine) }
    let shape = try shape.broadcast(with: other.shape)
    return try view.broadcast(to: shape).tensor.zipped(
      other.view.broadcast(to: shape).tensor, combine)
  }

  public static func + (left: Tensor, right: Tensor) throws(ShapeError) -> Tensor {
    try left.combined(right, +)
  }

  public static func - (left: Tensor, right: Tensor) throws(ShapeError) -> Tensor {
    try left.combined(right, -)
  }

  public static func * (left: Tensor, right: Tensor) throws(ShapeError) -> Tensor {
    try left.combined(right, *)
  }

  /// The sum along an axis, which disappears.
  ///
  /// - Errors: ``ShapeError`` where there is no such axis.
  public func sum(along axis: Int) throws(ShapeError) -> Tensor {
    try reduced(along: axis, from: .zero, +)
  }

  /// The sum of all scalars.
  public func sum() -> S { scalars.reduce(.zero, +) }

  /// Combines the scalars along an axis, which disappears.
  ///
  /// - Errors: ``ShapeError`` where there is no such axis.
  public func reduced(
    along axis: Int, from start: S, _ combine: (S, S) -> S
  ) throws(ShapeError) -> Tensor {
    guard shape.indices.contains(axis) else {
      throw .mismatch(
        layer: "reduction", detail: "\(shape.shapeDescription) has no axis \(axis)")
    }
    let inner = shape[(axis + 1)...].reduce(1, *)
    var rest = shape
    rest.remove(at: axis)
    var result = Array(repeating: start, count: rest.reduce(1, *))
    for place in scalars.indices {
      let target = place / (inner * shape[axis]) * inner + place % inner
      result[target] = combine(result[target], scalars[place])
    }
    return Tensor(shape: rest, scalars: result)
  }
}

extension Tensor where S: TrainingScalar {
  public static func / (left: Tensor, right: Tensor) throws(ShapeError) -> Tensor {
    try left.combined(right, /)
  }

  /// The mean along an axis, which disappears.
  ///
  /// - Errors: ``ShapeError`` where there is no such axis.
  public func mean(along axis: Int) throws(ShapeError) -> Tensor {
    let total = try sum(along: axis)
    let count = S(shape[axis])
    return total.map { $0 / count }
  }

  /// The largest along an axis, which disappears.
  ///
  /// - Errors: ``ShapeError`` where there is no such axis.
  public func maximum(along axis: Int) throws(ShapeError) -> Tensor {
    try reduced(along: axis, from: -.infinity) { $1 > $0 ? $1 : $0 }
  }

  /// The product of two matrices.
  ///
  /// - Shapes: `[n, k]` and `[k, m]` give `[n, m]`.
  /// - Errors: ``ShapeError`` where these do not fit.
  public func multiplied(by other: Tensor) throws(ShapeError) -> Tensor {
    guard shape.count == 2, other.shape.count == 2, shape[1] == other.shape[0] else {
      throw .mismatch(
        layer: "matrix product",
        detail: "\(shape.shapeDescription) and \(other.shape.shapeDescription) do not fit")
    }
    var result = try Tensor(zeros: [shape[0], other.shape[1]])
    MatrixProduct(rows: shape[0], columns: other.shape[1], depth: shape[1])(
      scalars, other.scalars, &result.scalars)
    return result
  }

  /// Writes into the scalars in place, row after row.
  public mutating func withUnsafeMutableScalars<Result>(
    _ body: (UnsafeMutableBufferPointer<S>) throws -> Result
  ) rethrows -> Result {
    try scalars.withUnsafeMutableBufferPointer { try body($0) }
  }
}
