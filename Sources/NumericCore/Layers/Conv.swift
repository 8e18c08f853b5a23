import RealModule

/// Convolution of each image of a batch, `y[f, …] = b[f] + Σ_c Σ_k w[f, c, k…] x[c, stride · … +
/// dilation · k − padding]`; the kernel is not flipped.
///
/// - Shapes: `[batch, channels, size…]` gives `[batch, filters, placements…]`; `weight: [filters,
///   channels / groups, kernel…]`, `bias: [filters]`.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.1; initialised as
///   `torch.nn.Conv2d`.
public struct Conv<S: TrainingScalar, Axes: SpatialAxes>: Layer {
  public let channels: Int
  public let filters: Int
  public let groups: Int
  /// One for each axis.
  public let windows: [Window]
  public var weight: Parameter<S>
  public var bias: Parameter<S>?
  private var buffers = ConvolutionBuffers<S>()

  public var kind: String { Self.kind }
  private static var kind: String { "Conv\(Axes.count)d" }

  /// A window for each axis.
  ///
  /// - Errors: ``ShapeError`` where a size is below 1, a padding negative, or the groups do not
  ///   divide channels and filters.
  public init(
    _ channels: Int, _ filters: Int, windows: [Window], groups: Int = 1, bias: Bool = true
  ) throws(ShapeError) {
    try ConvolutionBuffers<S>.require(channels, filters, groups: groups, in: Self.kind)
    self.channels = channels
    self.filters = filters
    self.groups = groups
    self.windows = try Axes.check(windows, in: Self.kind)
    let shape = [filters, channels / groups] + windows.map { $0.kernel }
    let fan = try shape.storageCount() / filters
    let standard = Distribution.uniform(1 / .sqrt(Double(fan)))
    weight = try Parameter(
      "weight", shape, standard: standard,
      fans: (fan, shape.storageCount() / (channels / groups)))
    self.bias = bias ? try Parameter("bias", [filters], standard: standard) : nil
  }

  /// The same window along every axis.
  ///
  /// - Errors: as ``init(_:_:windows:groups:bias:)``.
  public init(
    _ channels: Int, _ filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true
  ) throws(ShapeError) {
    let window = Window(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
    try self.init(
      channels, filters, windows: Array(repeating: window, count: Axes.count), groups: groups,
      bias: bias)
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: Axes.count + 2, (1, channels, "channels"))
    let places = try Window.placements(of: windows, along: Array(input.dropFirst(2)), in: kind)
    return [input[0], filters] + places
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let output = try outputShape(for: input)
    try buffers.prepare(
      windows, groups: groups, weight: weight.value.shape, from: input, to: output)
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    buffers.gather(input, weight, bias: bias, into: &output)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    buffers.correlate(input, cotangent, into: &weight)
    bias?.addToGradient(planes: cotangent)
    if !inputCotangent.isEmpty {
      buffers.scatter(cotangent, weight, bias: nil, into: &inputCotangent)
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    body(&weight)
    bias?.visit(body)
  }
}

/// Along one axis: `[batch, channels, length]`.
public typealias Conv1d<S: TrainingScalar> = Conv<S, Line>
/// Along two axes: `[batch, channels, height, width]`.
public typealias Conv2d<S: TrainingScalar> = Conv<S, Plane>
