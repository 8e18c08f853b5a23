import RealModule

/// Transposed convolution of each image of a batch: each scalar of the input adds the kernel to the
/// output, so many times as large.
///
/// It maps shapes back as the convolution with the same window maps them forth; where the stride
/// leaves several sizes to choose from, the output padding makes the output so much longer at its end.
///
/// - Shapes: `[batch, channels, size…]` gives `[batch, filters, (size − 1) · stride − 2 · padding +
///   dilation · (kernel − 1) + output padding + 1, …]`; `weight: [channels, filters / groups,
///   kernel…]`, `bias: [filters]`.
/// - Source: Dumoulin, Visin, *A guide to convolution arithmetic for deep learning* (2016),
///   chapter 4; initialised as `torch.nn.ConvTranspose2d`.
public struct ConvTranspose<S: TrainingScalar, Axes: SpatialAxes>: Layer {
  public let channels: Int
  public let filters: Int
  public let groups: Int
  /// One for each axis.
  public let windows: [Window]
  public let outputPadding: [Int]
  public var weight: Parameter<S>
  public var bias: Parameter<S>?
  private var buffers = ConvolutionBuffers<S>()

  public var kind: String { Self.kind }
  private static var kind: String { "ConvTranspose\(Axes.count)d" }

  /// A window and an output padding for each axis.
  ///
  /// - Errors: ``ShapeError`` where a size is below 1, a padding negative, an output padding as
  ///   large as stride and dilation, or the groups do not divide channels and filters.
  public init(
    _ channels: Int, _ filters: Int, windows: [Window], outputPadding: [Int], groups: Int = 1,
    bias: Bool = true
  ) throws(ShapeError) {
    try ConvolutionBuffers<S>.require(channels, filters, groups: groups, in: Self.kind)
    self.channels = channels
    self.filters = filters
    self.groups = groups
    self.windows = try Axes.check(windows, in: Self.kind)
    self.outputPadding = try Self.check(outputPadding, windows)
    let shape = [channels, filters / groups] + windows.map { $0.kernel }
    let fan = try shape.storageCount() / channels
    let standard = Distribution.uniform(1 / .sqrt(Double(fan)))
    weight = try Parameter(
      "weight", shape, standard: standard,
      fans: (fan, shape.storageCount() / (filters / groups)))
    self.bias = bias ? try Parameter("bias", [filters], standard: standard) : nil
  }

  /// The same window along every axis.
  ///
  /// - Errors: as ``init(_:_:windows:outputPadding:groups:bias:)``.
  public init(
    _ channels: Int, _ filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true
  ) throws(ShapeError) {
    let window = Window(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
    try self.init(
      channels, filters, windows: Array(repeating: window, count: Axes.count),
      outputPadding: Array(repeating: outputPadding, count: Axes.count), groups: groups, bias: bias)
  }

  private static func check(
    _ outputPadding: [Int], _ windows: [Window]
  ) throws(ShapeError) -> [Int] {
    let fits =
      outputPadding.count == windows.count
      && zip(outputPadding, windows).allSatisfy { 0 <= $0 && $0 < max($1.stride, $1.dilation) }
    guard fits else {
      throw .mismatch(
        layer: kind,
        detail: "an output padding of \(outputPadding.shapeDescription) is not below stride or "
          + "dilation")
    }
    return outputPadding
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: Axes.count + 2, (1, channels, "channels"))
    var output = [input[0], filters]
    for (axis, window) in windows.enumerated() {
      let size = input[2 + axis]
      guard size <= Window.largest else { throw .beyondMemory(input) }
      let extent = window.extent(placements: size) + outputPadding[axis]
      guard extent > 0 else {
        throw .mismatch(
          layer: kind, detail: "\(window) leaves nothing of an axis of \(size)")
      }
      output.append(extent)
    }
    return output
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let output = try outputShape(for: input)
    try buffers.prepare(
      windows, groups: groups, weight: weight.value.shape, from: output, to: input)
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    buffers.scatter(input, weight, bias: bias, into: &output)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    buffers.correlate(cotangent, input, into: &weight)
    bias?.addToGradient(planes: cotangent)
    if !inputCotangent.isEmpty {
      buffers.gather(cotangent, weight, bias: nil, into: &inputCotangent)
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    body(&weight)
    bias?.visit(body)
  }
}

/// Along one axis: `[batch, channels, length]`.
public typealias ConvTranspose1d<S: TrainingScalar> = ConvTranspose<S, Line>
/// Along two axes: `[batch, channels, height, width]`.
public typealias ConvTranspose2d<S: TrainingScalar> = ConvTranspose<S, Plane>
