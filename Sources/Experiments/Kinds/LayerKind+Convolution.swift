import Notation
import NumericCore

extension LayerKind {
  private static let kernel = Option.required("kernel", .sizes(1...64))
  private static let padding = Option.optional("padding", .sizes(0...64), else: .integers([0]))
  private static let dilation = Option.optional("dilation", .sizes(1...64), else: .integers([1]))
  private static let stride = Option.optional("stride", .sizes(1...64), else: .integers([1]))

  private static let filters: [Option] = [
    .required("filters", .integer(1...4096)), kernel, stride, padding, dilation,
    .optional("groups", .integer(1...4096), else: .integer(1)),
    .optional("bias", .flag, else: .flag(true)),
  ]

  /// One for each filter, channel and place of the kernel.
  @Sendable
  private static func weights(_ options: Options, _ input: Shape) -> [Int] {
    [options.integer("filters") ?? 1, input.first ?? 1]
      + options.windows(axes: input.count - 1).map(\.kernel)
  }

  /// The patches of an input, side by side, for the few images that are at work at a time.
  @Sendable
  private static func kept(_ options: Options, _ input: Shape, _ output: Shape) -> Int {
    let taps = options.windows(axes: input.count - 1).reduce(input.first ?? 1) { $0 * $1.kernel }
    return output.size + taps * max(input.places, output.places)
  }

  /// At every place of the larger of its input and output.
  @Sendable
  private static func uses(_ input: Shape, _ output: Shape) -> Int {
    max(input.places, output.places)
  }

  static let conv1d = LayerKind("conv1d", filters, weights: weights, kept: kept, uses: uses) {
    (options, input, _) throws(ShapeError) in
    try Conv<Float, Line>(
      input.first ?? 1, options.integer("filters") ?? 1, windows: options.windows(axes: 1),
      groups: options.integer("groups") ?? 1, bias: options.flag("bias"))
  }

  static let conv2d = LayerKind("conv2d", filters, weights: weights, kept: kept, uses: uses) {
    (options, input, _) throws(ShapeError) in
    try Conv<Float, Plane>(
      input.first ?? 1, options.integer("filters") ?? 1, windows: options.windows(axes: 2),
      groups: options.integer("groups") ?? 1, bias: options.flag("bias"))
  }

  static let convTranspose = LayerKind(
    "conv-transpose",
    filters + [.optional("output-padding", .sizes(0...64), else: .integers([0]))],
    weights: weights, kept: kept, uses: uses
  ) { (options, input, _) throws(ShapeError) in
    input.count == 3
      ? try transposed(options, input, Plane.self) : try transposed(options, input, Line.self)
  }

  private static func transposed<Axes: SpatialAxes>(
    _ options: Options, _ input: Shape, _ axes: Axes.Type
  ) throws(ShapeError) -> any Layer<Float> {
    try ConvTranspose<Float, Axes>(
      input.first ?? 1, options.integer("filters") ?? 1,
      windows: options.windows(axes: Axes.count),
      outputPadding: options.sizes("output-padding", axes: Axes.count),
      groups: options.integer("groups") ?? 1, bias: options.flag("bias"))
  }

  static let maxPool = LayerKind(
    "max-pool", [kernel, .optional("stride", .sizes(1...64)), padding, dilation]
  ) { (options, input, _) throws(ShapeError) in
    input.count == 3
      ? try MaxPool2d<Float>(windows: options.windows(axes: 2)) as any Layer<Float>
      : try MaxPool1d<Float>(windows: options.windows(axes: 1))
  }

  static let avgPool = LayerKind(
    "avg-pool", [kernel, .optional("stride", .sizes(1...64)), padding]
  ) { (options, input, _) throws(ShapeError) in
    input.count == 3
      ? try AvgPool2d<Float>(windows: options.windows(axes: 2)) as any Layer<Float>
      : try AvgPool1d<Float>(windows: options.windows(axes: 1))
  }
}

extension Options {
  /// A size for each axis; where one is given, it is that of all of them.
  fileprivate func sizes(_ name: String, axes: Int) -> [Int] {
    let sizes = integers(name) ?? []
    return sizes.count == 1 ? Array(repeating: sizes[0], count: max(1, axes)) : sizes
  }

  /// Without a stride, windows are side by side. A list that is too long or too short gives as many
  /// windows, which the layer refuses.
  fileprivate func windows(axes: Int) -> [Window] {
    let kernels = sizes("kernel", axes: axes)
    let strides = integers("stride") == nil ? kernels : sizes("stride", axes: axes)
    let (paddings, dilations) = (sizes("padding", axes: axes), sizes("dilation", axes: axes))
    let count = [kernels, strides, paddings, dilations].map(\.count).max() ?? axes
    return (0..<count).map { axis in
      func size(_ sizes: [Int], _ standard: Int) -> Int {
        sizes.indices.contains(axis) ? sizes[axis] : sizes.last ?? standard
      }
      return Window(
        kernel: size(kernels, 1), stride: size(strides, 1), padding: size(paddings, 0),
        dilation: size(dilations, 1))
    }
  }
}

extension Shape {
  /// How many places a channel has.
  fileprivate var places: Int { dropFirst().reduce(1, *) }
}
