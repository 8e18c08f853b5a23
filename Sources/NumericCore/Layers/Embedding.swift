/// A row of the weight for each index.
///
/// The indices are whole numbers in the input's scalars: `Float` knows those up to 2²⁴.
///
/// - Shapes: `[…]` gives `[…, features]`; `weight: [count, features]`. The input has no derivative:
///   its cotangent is 0.
/// - Source: Bengio et al., *A Neural Probabilistic Language Model* (2003), section 2; initialised
///   as `torch.nn.Embedding`.
public struct Embedding<S: TrainingScalar>: Layer {
  public let kind = "Embedding"
  public let count: Int
  public let features: Int
  public var weight: Parameter<S>

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(_ count: Int, _ features: Int) throws(ShapeError) {
    guard count > 0, features > 0 else {
      throw .mismatch(
        layer: kind, detail: "sizes are at least 1, not \([count, features].shapeDescription)")
    }
    self.count = count
    self.features = features
    weight = try Parameter(
      "weight", [count, features], standard: .normal(deviation: 1), fans: (features, count))
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireFilled(input)
    return input + [features]
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError) {
    if let place = Rows.take(
      weight.value.scalars, count, features, at: input.scalars, input.scalars.count,
      into: &output.scalars)
    {
      throw .outOfRange(
        layer: kind, index: input.scalars[place].description, count: count, place: place)
    }
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    Rows.add(
      cotangent.scalars, at: input.scalars, input.scalars.count, to: &weight.gradient.scalars,
      features)
    inputCotangent.scalars.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) { body(&weight) }
}

extension Rows {
  /// Copies a row for each index; the place of the first index that is none of them.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate static func take<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ rows: Int, _ columns: Int, at indices: UnsafePointer<S>,
    _ count: Int, into y: UnsafeMutablePointer<S>
  ) -> Int? {
    for place in 0..<count {
      let index = indices[place]
      guard index >= 0, index < S(rows), index == index.rounded(.down) else { return place }
      (y + place * columns).update(from: x + Int(index) * columns, count: columns)
    }
    return nil
  }

  /// Adds each row to the one of its index.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate static func add<S: TrainingScalar>(
    _ y: UnsafePointer<S>, at indices: UnsafePointer<S>, _ count: Int,
    to x: UnsafeMutablePointer<S>, _ columns: Int
  ) {
    for place in 0..<count {
      let (y, x) = (y + place * columns, x + Int(indices[place]) * columns)
      for column in 0..<columns { x[column] += y[column] }
    }
  }
}
