/// An operation on tensors with its own gradient rule: the value and the pullback stand together,
/// so that neither can change without the other.
public struct Primitive<S: Scalar> {
  public let name: String
  /// The result, for operands whose shapes fit.
  let value: ([Tensor<S>]) throws(DomainError) -> Tensor<S>
  /// The cotangents of the operands, from the operands, the result `y` and its cotangent `dy`.
  let pullback: ([Tensor<S>], Tensor<S>, Tensor<S>) throws(DomainError) -> [Tensor<S>]
}

extension Primitive {
  /// `a + b`, of one shape.
  public static var add: Self {
    Self(name: "add") { (x) throws(DomainError) in
      x[0].zipped(x[1], +)
    } pullback: {
      (_, _, dy) throws(DomainError) in
      [dy, dy]
    }
  }

  /// `a − b`, of one shape.
  public static var subtract: Self {
    Self(name: "subtract") { (x) throws(DomainError) in
      x[0].zipped(x[1], -)
    } pullback: {
      (_, _, dy) throws(DomainError) in
      [dy, dy.map { -$0 }]
    }
  }

  /// `a ⊙ b`, of one shape.
  public static var multiply: Self {
    Self(name: "multiply") { (x) throws(DomainError) in
      x[0].zipped(x[1], *)
    } pullback: {
      (x, _, dy) throws(DomainError) in
      [dy.zipped(x[1], *), dy.zipped(x[0], *)]
    }
  }

  /// `a ⊘ b`, of one shape.
  public static var divide: Self {
    Self(name: "divide") { (x) throws(DomainError) in
      var quotients: [S] = []
      for (a, b) in zip(x[0].scalars, x[1].scalars) { quotients.append(try a.divided(by: b)) }
      return Tensor(shape: x[0].shape, scalars: quotients)
    } pullback: { (x, y, dy) throws(DomainError) in
      var left: [S] = []
      var right: [S] = []
      for index in dy.scalars.indices {
        let slope = try dy.scalars[index].divided(by: x[1].scalars[index])
        left.append(slope)
        right.append(-(slope * y.scalars[index]))
      }
      return [Tensor(shape: y.shape, scalars: left), Tensor(shape: y.shape, scalars: right)]
    }
  }

  /// `−a`.
  public static var negate: Self {
    Self(name: "negate") { (x) throws(DomainError) in
      x[0].map { -$0 }
    } pullback: {
      (_, _, dy) throws(DomainError) in
      [dy.map { -$0 }]
    }
  }

  /// A function of each element.
  public static func elementary(_ function: ElementaryFunction) -> Self {
    Self(name: function.name) { (x) throws(DomainError) in
      var values: [S] = []
      values.reserveCapacity(x[0].scalars.count)
      for scalar in x[0].scalars { values.append(try S.apply(function, scalar)) }
      return Tensor(shape: x[0].shape, scalars: values)
    } pullback: { (x, y, dy) throws(DomainError) in
      var cotangents: [S] = []
      cotangents.reserveCapacity(dy.scalars.count)
      for index in dy.scalars.indices {
        let slope = try function.derivative(x[0].scalars[index], y.scalars[index])
        cotangents.append(dy.scalars[index] * slope)
      }
      return [Tensor(shape: x[0].shape, scalars: cotangents)]
    }
  }

  /// Takes `source[indices[i]]` for each place i of the result; −1 takes 0.
  ///
  /// Indexing, transposition, broadcasting and padding are all this one movement of data.
  public static func gather(_ indices: [Int], shape: Shape) -> Self {
    Self(name: "gather") { (x) throws(DomainError) in
      let source = x[0].scalars
      return Tensor(shape: shape, scalars: indices.map { $0 < 0 ? .zero : source[$0] })
    } pullback: { (x, _, dy) throws(DomainError) in
      var cotangent = Array(repeating: S.zero, count: x[0].scalars.count)
      for (place, index) in indices.enumerated() where index >= 0 {
        cotangent[index] = cotangent[index] + dy.scalars[place]
      }
      return [Tensor(shape: x[0].shape, scalars: cotangent)]
    }
  }

  /// Tensors of one shape, one behind the other along a new first axis.
  public static var stack: Self {
    Self(name: "stack") { (x) throws(DomainError) in
      Tensor(shape: [x.count] + x[0].shape, scalars: x.flatMap { $0.scalars })
    } pullback: { (x, _, dy) throws(DomainError) in
      let size = x[0].scalars.count
      return x.indices.map { place in
        Tensor(
          shape: x[place].shape,
          scalars: Array(dy.scalars[(place * size)..<((place + 1) * size)]))
      }
    }
  }

  /// The sum over the trailing `axes`.
  public static func sum(last axes: Int) -> Self {
    Self(name: "sum") { (x) throws(DomainError) in
      x[0].reduced(last: axes) { $0.sum }
    } pullback: { (x, _, dy) throws(DomainError) in
      let inner = x[0].innerCount(last: axes)
      let spread = dy.scalars.flatMap { Array(repeating: $0, count: inner) }
      return [Tensor(shape: x[0].shape, scalars: spread)]
    }
  }

  /// The largest along the trailing `axes`; the first of equals takes the gradient.
  public static func maximum(last axes: Int) -> Self {
    Self(name: "maximum") { (x) throws(DomainError) in
      let places = try x[0].placesOfMaxima(last: axes)
      return Tensor(
        shape: Array(x[0].shape.dropLast(axes)), scalars: places.map { x[0].scalars[$0] })
    } pullback: { (x, _, dy) throws(DomainError) in
      var cotangent = Array(repeating: S.zero, count: x[0].scalars.count)
      for (place, scalar) in zip(try x[0].placesOfMaxima(last: axes), dy.scalars) {
        cotangent[place] = scalar
      }
      return [Tensor(shape: x[0].shape, scalars: cotangent)]
    }
  }

  /// Each place from the first operand where `mask` holds there, from the second elsewhere.
  public static func select(_ mask: [Bool]) -> Self {
    Self(name: "select") { (x) throws(DomainError) in
      Tensor(
        shape: x[0].shape,
        scalars: mask.indices.map { mask[$0] ? x[0].scalars[$0] : x[1].scalars[$0] })
    } pullback: { (_, y, dy) throws(DomainError) in
      let zero = S.zero
      return [true, false].map { side in
        Tensor(
          shape: y.shape, scalars: mask.indices.map { mask[$0] == side ? dy.scalars[$0] : zero })
      }
    }
  }

  /// One of each kind with the shapes of operands that fit, for the gradient test.
  public static var examples: [(primitive: Self, shapes: [Shape])] {
    [
      (.add, [[2, 3], [2, 3]]), (.subtract, [[3], [3]]), (.multiply, [[2, 2], [2, 2]]),
      (.divide, [[4], [4]]), (.negate, [[2, 3]]),
      (.gather([2, -1, 0, 0, 5, 1], shape: [3, 2]), [[2, 3]]), (.sum(last: 1), [[2, 3]]),
      (.sum(last: 2), [[2, 3, 2]]), (.maximum(last: 1), [[3, 4]]),
      (.select([true, false, true]), [[3], [3]]), (.stack, [[2, 3], [2, 3]]),
      (.determinant, [[2, 3, 3]]), (.inverse, [[2, 2, 2]]),
    ]
  }
}

extension Tensor {
  @inlinable
  func zipped(_ other: Tensor, _ combine: (S, S) -> S) -> Tensor {
    var result: [S] = []
    result.reserveCapacity(scalars.count)
    for index in scalars.indices { result.append(combine(scalars[index], other.scalars[index])) }
    return Tensor(shape: shape, scalars: result)
  }

  @inlinable
  public func map(_ transform: (S) -> S) -> Tensor {
    Tensor(shape: shape, scalars: scalars.map(transform))
  }

  fileprivate func innerCount(last axes: Int) -> Int { shape.suffix(axes).reduce(1, *) }

  fileprivate func reduced(last axes: Int, _ reduce: (ArraySlice<S>) -> S) -> Tensor {
    let inner = innerCount(last: axes)
    let outer = shape.dropLast(axes).reduce(1, *)
    return Tensor(
      shape: Array(shape.dropLast(axes)),
      scalars: (0..<outer).map { reduce(scalars[($0 * inner)..<(($0 + 1) * inner)]) })
  }

  fileprivate func placesOfMaxima(last axes: Int) throws(DomainError) -> [Int] {
    let inner = innerCount(last: axes)
    var places: [Int] = []
    for start in stride(from: 0, to: scalars.count, by: max(inner, 1)) {
      var best = start
      for place in start..<(start + inner) where scalars[best] != scalars[place] {
        if try scalars[best].isLess(than: scalars[place]) { best = place }
      }
      places.append(best)
    }
    return places
  }
}

extension RandomAccessCollection where Element: Scalar {
  /// The sum, halves first: the rounding error grows with the logarithm of the count.
  ///
  /// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 4.2.
  fileprivate var sum: Element {
    guard count > 16 else { return reduce(.zero, +) }
    let middle = index(startIndex, offsetBy: count / 2)
    return self[..<middle].sum + self[middle...].sum
  }
}
