/// What a convolution and a transposed one share: the product for the shapes they were prepared
/// for, with the room it needs.
struct ConvolutionBuffers<S: TrainingScalar>: Sendable {
  private var product: ConvolutionProduct?
  private var room = Tensor<S>.empty

  /// - Errors: ``ShapeError`` where a number is below 1, or the groups do not divide.
  static func require(
    _ channels: Int, _ filters: Int, groups: Int, in layer: String
  ) throws(ShapeError) {
    guard channels > 0, filters > 0, groups > 0 else {
      throw .mismatch(
        layer: layer,
        detail: "channels, filters and groups are at least 1, not \(channels), \(filters) and "
          + "\(groups)")
    }
    guard channels % groups == 0, filters % groups == 0 else {
      throw .mismatch(
        layer: layer,
        detail: "\(groups) groups do not divide \(channels) channels and \(filters) filters")
    }
  }

  /// For a convolution from one shape to another.
  mutating func prepare(
    _ windows: [Window], groups: Int, weight: Shape, from input: Shape, to output: Shape
  ) throws(ShapeError) {
    for shape in [input, output] { _ = try shape.storageCount() }
    let product = ConvolutionProduct(
      images: input[0], groups: groups, channels: weight[1], filters: weight[0] / groups,
      sweep: PlaneSweep(
        windows, inputs: Array(input.dropFirst(2)), outputs: Array(output.dropFirst(2))))
    try room.resize(to: [product.roomCount()])
    self.product = product
  }

  private func product(from input: Tensor<S>, to output: Tensor<S>) -> ConvolutionProduct {
    guard let product, product.inputCount == input.scalars.count,
      product.outputCount == output.scalars.count
    else { preconditionFailure("a layer is prepared for the shape of its input") }
    return product
  }

  /// The convolution of the input; see ``ConvolutionProduct``.
  mutating func gather(
    _ x: Tensor<S>, _ weight: Parameter<S>, bias: Parameter<S>?, into y: inout Tensor<S>
  ) {
    let product = product(from: x, to: y)
    product.gather(
      x.scalars, weight.value.scalars, bias: bias?.value.scalars, into: &y.scalars,
      room: &room.scalars)
  }

  /// The transposed convolution of the output.
  mutating func scatter(
    _ y: Tensor<S>, _ weight: Parameter<S>, bias: Parameter<S>?, into x: inout Tensor<S>
  ) {
    let product = product(from: x, to: y)
    product.scatter(
      y.scalars, weight.value.scalars, bias: bias?.value.scalars, into: &x.scalars,
      room: &room.scalars)
  }

  /// Adds to the gradient of the kernel.
  mutating func correlate(_ x: Tensor<S>, _ y: Tensor<S>, into weight: inout Parameter<S>) {
    product(from: x, to: y).correlate(
      x.scalars, y.scalars, into: &weight.gradient.scalars, room: &room.scalars)
  }
}
