/// Whether a layer learns: dropout and batch normalisation behave differently then.
public enum Mode: Hashable, Sendable {
  case training
  case evaluation
}

/// A function of a tensor with parameters, its forward and backward passes written by hand.
///
/// A layer is a value: its hyper-parameters, its ``Parameter``s and the buffers that carry what
/// the backward pass needs. Copying it copies all of them.
///
/// - Layouts: the batch comes first: `[batch, features]`, `[batch, channels, length]`,
///   `[batch, channels, height, width]`, `[batch, time, features]` (PyTorch's `batch_first`).
/// - Allocation: buffers are made in ``prepare(for:)``, which is called when the shape of the input
///   changes; the passes allocate nothing.
/// - Threads: a layer may divide its work by `Workers.shared`, by its sizes only.
public protocol Layer<S>: Sendable {
  associatedtype S: TrainingScalar

  /// Its kind, as messages name it: `Linear`.
  var kind: String { get }

  /// The shape that an input of that shape is mapped to.
  ///
  /// - Errors: ``ShapeError`` that names the layer, where the input does not fit or is empty.
  func outputShape(for input: Shape) throws(ShapeError) -> Shape

  /// Makes room for an input of this shape.
  ///
  /// - Errors: as ``outputShape(for:)``, and where a buffer would exceed the memory.
  mutating func prepare(for input: Shape) throws(ShapeError)

  /// Writes every scalar of `output`, which has the shape ``outputShape(for:)`` gives.
  ///
  /// - Errors: ``ShapeError/outOfRange(layer:index:count:place:)`` where scalars are indices.
  mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError)

  /// Adds to the gradient of each parameter, and writes every scalar of `inputCotangent`, unless it
  /// is empty: nobody asks the first layer of a network for it.
  ///
  /// `input` and `output` are those of the last forward pass.
  mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>)

  /// Visits the parameters in a fixed order, in place.
  mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void)

  /// Visits what is kept from step to step and not learnt, such as running statistics, in a fixed
  /// order, in place: training that is to continue elsewhere takes it along.
  mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void)

  /// Lets the next forward pass start where the last one ended, if the layer has a state.
  mutating func carryState()

  /// Lets the next forward passes start at zero.
  mutating func clearState()
}

extension Layer {
  public mutating func prepare(for input: Shape) throws(ShapeError) {
    _ = try outputShape(for: input)
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {}

  public mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void) {}

  public mutating func carryState() {}

  public mutating func clearState() {}

  /// The parameters, in a fixed order.
  public var parameters: [Parameter<S>] {
    var copy = self
    var parameters: [Parameter<S>] = []
    copy.forEachParameter { parameters.append($0) }
    return parameters
  }

  /// How many scalars are learnt.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.scalars.count } }

  /// Draws every parameter from a stream of its own, by its name: a layer that is added or left out
  /// changes no other.
  public mutating func initialize(_ initialization: Initialization = .standard, seed: UInt64) {
    forEachParameter { parameter in
      var random = SplitMix64(seed: seed, stream: parameter.name)
      parameter.draw(initialization, using: &random)
    }
  }

  /// Takes the values of a layer of the same architecture, which may run in another precision.
  ///
  /// - Errors: ``ShapeError`` where the names or the shapes of the parameters differ.
  public mutating func copyParameters<T>(from other: some Layer<T>) throws(ShapeError) {
    let (own, sources) = (parameters, other.parameters)
    guard own.map({ $0.name }) == sources.map({ $0.name }),
      own.map({ $0.value.shape }) == sources.map({ $0.value.shape })
    else {
      throw .mismatch(
        layer: kind, detail: "the parameters are not those of the \(other.kind) to copy from")
    }
    var number = 0
    forEachParameter { parameter in
      let source = sources[number].value
      parameter.value = Tensor(shape: source.shape, scalars: source.scalars.map { S($0) })
      number += 1
    }
  }

  /// Sets every gradient to zero, before a step.
  public mutating func clearGradients() {
    forEachParameter { $0.clearGradient() }
  }

  /// The output for one input, in a tensor of its own: convenient, where no step is to be fast.
  public mutating func callAsFunction(
    _ input: Tensor<S>, mode: Mode = .evaluation
  ) throws(ShapeError) -> Tensor<S> {
    try prepare(for: input.shape)
    var output = try Tensor<S>(zeros: outputShape(for: input.shape))
    try forward(input, into: &output, mode: mode)
    return output
  }

  /// The shape must have these many axes, none of them empty, and this extent on one of them.
  func require(_ input: Shape, axes: Int, _ extents: (axis: Int, extent: Int, name: String)...)
    throws(ShapeError)
  {
    guard input.count == axes else {
      throw .mismatch(
        layer: kind, detail: "takes an input of \(axes) axes, not \(input.shapeDescription)")
    }
    try requireFilled(input)
    for (axis, extent, name) in extents where input[axis] != extent {
      throw .mismatch(
        layer: kind,
        detail: "takes \(extent) \(name), not the \(input[axis]) of \(input.shapeDescription)")
    }
  }

  /// No axis of the input may be empty.
  func requireFilled(_ input: Shape) throws(ShapeError) {
    guard input.allSatisfy({ $0 > 0 }) else {
      throw .mismatch(layer: kind, detail: "the input of \(input.shapeDescription) is empty")
    }
  }
}
