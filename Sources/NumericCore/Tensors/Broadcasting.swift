extension Shape {
  /// The shape of an elementwise operation of tensors of these shapes: axes are compared from the
  /// last, and an extent of 1 repeats.
  ///
  /// - Errors: ``ShapeError`` where two extents differ and neither is 1.
  public func broadcast(with other: Shape) throws(ShapeError) -> Shape {
    let rank = Swift.max(count, other.count)
    var result = Array(repeating: 1, count: rank)
    for axis in 1..<(rank + 1) {
      let left = axis <= count ? self[count - axis] : 1
      let right = axis <= other.count ? other[other.count - axis] : 1
      guard left == right || left == 1 || right == 1 else {
        throw .mismatch(
          layer: "broadcasting",
          detail: "\(shapeDescription) and \(other.shapeDescription) do not fit each other")
      }
      result[rank - axis] = left == 1 ? right : left
    }
    return result
  }

  /// How far apart neighbours along each axis are, row after row.
  public var strides: [Int] {
    var strides = Array(repeating: 1, count: count)
    for axis in indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * self[axis + 1] }
    return strides
  }
}

/// Scalars of a tensor in another order, without copying them.
public struct TensorView<S: Scalar>: Sendable {
  public let shape: Shape
  private let source: Tensor<S>
  private let offset: Int
  private let strides: [Int]

  private init(_ source: Tensor<S>, shape: Shape, offset: Int, strides: [Int]) {
    self.source = source
    self.shape = shape
    self.offset = offset
    self.strides = strides
  }

  public init(_ tensor: Tensor<S>) {
    self.init(tensor, shape: tensor.shape, offset: 0, strides: tensor.shape.strides)
  }

  /// The axes in another order; without one, reversed.
  ///
  /// - Errors: ``ShapeError`` where this is no order of the axes.
  public func transposed(_ order: [Int]? = nil) throws(ShapeError) -> TensorView {
    let order = order ?? shape.indices.reversed()
    guard order.sorted() == Array(shape.indices) else {
      throw .mismatch(
        layer: "transposition",
        detail: "\(order) is no order of the axes of \(shape.shapeDescription)")
    }
    return TensorView(
      source, shape: order.map { shape[$0] }, offset: offset, strides: order.map { strides[$0] })
  }

  /// Every `step`-th place of a range of an axis.
  ///
  /// - Errors: ``ShapeError`` where the axis or the range is not there.
  public func sliced(
    _ range: Range<Int>, of axis: Int, step: Int = 1
  ) throws(ShapeError) -> TensorView {
    guard shape.indices.contains(axis), step > 0, range.lowerBound >= 0,
      range.upperBound <= shape[axis]
    else {
      throw .mismatch(
        layer: "slicing",
        detail: "\(range) in steps of \(step) is not on axis \(axis) of \(shape.shapeDescription)")
    }
    var (shape, strides) = (shape, strides)
    shape[axis] = (range.count + step - 1) / step
    let offset = offset + range.lowerBound * strides[axis]
    strides[axis] *= step
    return TensorView(source, shape: shape, offset: offset, strides: strides)
  }

  /// Repeated along axes of extent 1 and along new first axes.
  ///
  /// - Errors: ``ShapeError`` where the shape cannot be repeated to this one.
  public func broadcast(to target: Shape) throws(ShapeError) -> TensorView {
    guard try shape.broadcast(with: target) == target else {
      throw .mismatch(
        layer: "broadcasting",
        detail: "\(shape.shapeDescription) cannot be repeated to \(target.shapeDescription)")
    }
    let missing = target.count - shape.count
    let repeated = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
    return TensorView(source, shape: target, offset: offset, strides: repeated)
  }

  /// Where in the source each scalar stands, row after row.
  var places: [Int] {
    var places = shape.contains(0) ? [] : [offset]
    for axis in shape.indices where shape[axis] != 0 {
      let stride = strides[axis]
      places = places.flatMap { place in (0..<shape[axis]).map { place + $0 * stride } }
    }
    return places
  }

  /// The scalars in a tensor of their own.
  public var tensor: Tensor<S> {
    let scalars = source.scalars
    return Tensor(shape: shape, scalars: places.map { scalars[$0] })
  }
}
