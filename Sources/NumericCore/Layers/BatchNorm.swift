import RealModule

/// Each channel with mean 0 and deviation 1 over the batch, then scaled and shifted:
/// `y = (x − mean) / √(variance + ε) · weight + bias`.
///
/// In evaluation, mean and variance are running ones: of the training batches, each weighted by the
/// momentum against all before it.
///
/// - Shapes: `[batch, channels, …]` gives the same; `weight`, `bias`, `runningMean` and
///   `runningVariance`: `[channels]`. Over a line, `[batch, channels]` will do.
/// - Source: Ioffe, Szegedy, *Batch Normalization* (2015), algorithms 1 and 2; as in
///   `torch.nn.BatchNorm2d`, the running variance is divided by one less than the count.
public struct BatchNorm<S: TrainingScalar, Axes: SpatialAxes>: Layer {
  public let channels: Int
  public let epsilon: Double
  public let momentum: Double
  public var weight: Parameter<S>
  public var bias: Parameter<S>
  public private(set) var runningMean: Tensor<S>
  public private(set) var runningVariance: Tensor<S>
  /// The input with mean 0 and deviation 1, and what each channel was multiplied by for it.
  private var normalized: [S] = []
  private var scales: [S]
  private var lastMode = Mode.training

  public var kind: String { Self.kind }
  private static var kind: String { "BatchNorm\(Axes.count)d" }

  /// - Errors: ``ShapeError`` where there is no channel.
  public init(
    _ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1
  ) throws(ShapeError) {
    guard channels > 0 else {
      throw .mismatch(layer: Self.kind, detail: "channels are at least 1, not \(channels)")
    }
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
    weight = try Parameter("weight", [channels], standard: .constant(1))
    bias = try Parameter("bias", [channels], standard: .constant(0))
    runningMean = bias.value
    weight.value.scalars.withUnsafeMutableBufferPointer { $0.update(repeating: 1) }
    runningVariance = weight.value
    scales = weight.value.scalars
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    if Axes.count == 1, input.count == 2 {
      try require(input, axes: 2, (1, channels, "channels"))
    } else {
      try require(input, axes: Axes.count + 2, (1, channels, "channels"))
    }
    return input
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let count = try outputShape(for: input).storageCount()
    if normalized.count != count { normalized = Array(repeating: 0, count: count) }
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError) {
    let (images, count) = extents(of: input)
    precondition(
      normalized.count == input.scalars.count, "a layer is prepared for the shape of its input")
    lastMode = mode
    if mode == .training {
      guard images * count > 1 else {
        throw .mismatch(
          layer: kind,
          detail: "one number in each channel of \(input.shape.shapeDescription) has no variance "
            + "to train with")
      }
      BatchNormKernel.normalize(
        input.scalars, &normalized, &scales, S(epsilon), &runningMean.scalars,
        &runningVariance.scalars, S(momentum), images, channels, count)
    } else {
      BatchNormKernel.normalize(
        input.scalars, &normalized, &scales, S(epsilon), mean: runningMean.scalars,
        variance: runningVariance.scalars, images, channels, count)
    }
    BatchNormKernel.scale(
      normalized, weight.value.scalars, bias.value.scalars, &output.scalars, images, channels,
      count)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let (images, count) = extents(of: input)
    BatchNormKernel.addSums(
      cotangent.scalars, normalized, &weight.gradient.scalars, &bias.gradient.scalars, images,
      channels, count)
    if !inputCotangent.isEmpty {
      BatchNormKernel.backward(
        cotangent.scalars, weight.value.scalars, normalized, scales, &inputCotangent.scalars,
        images, channels, count, isTraining: lastMode == .training)
    }
  }

  private func extents(of input: Tensor<S>) -> (images: Int, count: Int) {
    (input.shape[0], input.scalars.count / (input.shape[0] * channels))
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    body(&weight)
    body(&bias)
  }

  public mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void) {
    body(&runningMean)
    body(&runningVariance)
  }
}

/// Over a batch `[batch, channels]` or `[batch, channels, length]`.
public typealias BatchNorm1d<S: TrainingScalar> = BatchNorm<S, Line>
/// Over a batch `[batch, channels, height, width]`.
public typealias BatchNorm2d<S: TrainingScalar> = BatchNorm<S, Plane>

private enum BatchNormKernel {
  /// By the mean and the variance of the batch, which become part of the running ones.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func normalize<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ normalized: UnsafeMutablePointer<S>,
    _ scales: UnsafeMutablePointer<S>, _ epsilon: S, _ runningMean: UnsafeMutablePointer<S>,
    _ runningVariance: UnsafeMutablePointer<S>, _ momentum: S, _ images: Int, _ channels: Int,
    _ count: Int
  ) {
    let each = S(images * count)
    for channel in 0..<channels {
      var (sum, squares): (S, S) = (0, 0)
      for image in 0..<images { sum += Rows.sum(x + (image * channels + channel) * count, count) }
      let mean = sum / each
      for image in 0..<images {
        let start = (image * channels + channel) * count
        let normalized = normalized + start
        for k in 0..<count { normalized[k] = x[start + k] - mean }
        squares += Rows.dot(normalized, normalized, count)
      }
      let scale = 1 / (squares / each + epsilon).squareRoot()
      for image in 0..<images {
        let normalized = normalized + (image * channels + channel) * count
        for k in 0..<count { normalized[k] *= scale }
      }
      scales[channel] = scale
      runningMean[channel] += momentum * (mean - runningMean[channel])
      runningVariance[channel] += momentum * (squares / (each - 1) - runningVariance[channel])
    }
  }

  /// By a mean and a variance that are known.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func normalize<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ normalized: UnsafeMutablePointer<S>,
    _ scales: UnsafeMutablePointer<S>, _ epsilon: S, mean: UnsafePointer<S>,
    variance: UnsafePointer<S>, _ images: Int, _ channels: Int, _ count: Int
  ) {
    for channel in 0..<channels { scales[channel] = 1 / (variance[channel] + epsilon).squareRoot() }
    for plane in 0..<(images * channels) {
      let (mean, scale) = (mean[plane % channels], scales[plane % channels])
      let (x, normalized) = (x + plane * count, normalized + plane * count)
      for k in 0..<count { normalized[k] = (x[k] - mean) * scale }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func scale<S: TrainingScalar>(
    _ normalized: UnsafePointer<S>, _ weight: UnsafePointer<S>, _ bias: UnsafePointer<S>,
    _ y: UnsafeMutablePointer<S>, _ images: Int, _ channels: Int, _ count: Int
  ) {
    for plane in 0..<(images * channels) {
      let (weight, bias) = (weight[plane % channels], bias[plane % channels])
      let (y, normalized) = (y + plane * count, normalized + plane * count)
      for k in 0..<count { y[k] = normalized[k] * weight + bias }
    }
  }

  /// `dw += Σ dy n` and `db += Σ dy`, for each channel.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func addSums<S: TrainingScalar>(
    _ dy: UnsafePointer<S>, _ normalized: UnsafePointer<S>, _ dw: UnsafeMutablePointer<S>,
    _ db: UnsafeMutablePointer<S>, _ images: Int, _ channels: Int, _ count: Int
  ) {
    for plane in 0..<(images * channels) {
      let (dy, normalized) = (dy + plane * count, normalized + plane * count)
      dw[plane % channels] += Rows.dot(dy, normalized, count)
      db[plane % channels] += Rows.sum(dy, count)
    }
  }

  /// With the normalised `n`: `dx = weight · scale · (dy − mean dy − n mean(dy n))`; where mean and
  /// variance are not those of the batch, they are constants.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func backward<S: TrainingScalar>(
    _ dy: UnsafePointer<S>, _ weight: UnsafePointer<S>, _ normalized: UnsafePointer<S>,
    _ scales: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, _ images: Int, _ channels: Int,
    _ count: Int, isTraining: Bool
  ) {
    for channel in 0..<channels {
      var (sum, products): (S, S) = (0, 0)
      if isTraining {
        for image in 0..<images {
          let start = (image * channels + channel) * count
          sum += Rows.sum(dy + start, count)
          products += Rows.dot(dy + start, normalized + start, count)
        }
      }
      let (mean, slope) = (sum / S(images * count), products / S(images * count))
      let scale = weight[channel] * scales[channel]
      for image in 0..<images {
        let start = (image * channels + channel) * count
        let (dy, dx, normalized) = (dy + start, dx + start, normalized + start)
        for k in 0..<count { dx[k] = scale * (dy[k] - mean - normalized[k] * slope) }
      }
    }
  }
}
