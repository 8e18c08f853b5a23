import RealModule

/// A tensor that is learnt, with its gradient.
public struct Parameter<S: TrainingScalar>: Sendable {
  /// As PyTorch names it: `weight`, `bias`, `weight_ih_l0`; in a chain with its place, `0.weight`.
  public internal(set) var name: String
  public var value: Tensor<S> {
    didSet { precondition(value.shape == gradient.shape, "a parameter keeps its shape") }
  }
  public internal(set) var gradient: Tensor<S>
  /// How PyTorch draws it.
  let standard: Distribution
  /// How many inputs each unit has, and how many units each input; `nil` for a bias.
  let fans: (inputs: Int, outputs: Int)?

  /// Zeros, until the layer is initialised.
  ///
  /// - Errors: ``ShapeError`` where the extents are negative or too large.
  public init(
    _ name: String, _ shape: Shape, standard: Distribution,
    fans: (inputs: Int, outputs: Int)? = nil
  ) throws(ShapeError) {
    self.name = name
    value = try Tensor(zeros: shape)
    gradient = value
    self.standard = standard
    self.fans = fans
  }

  mutating func draw(_ initialization: Initialization, using random: inout SplitMix64) {
    let distribution = initialization.distribution(of: self)
    for place in value.scalars.indices {
      value.scalars[place] = S(distribution.draw(using: &random))
    }
  }

  /// Hands itself over in place; for `parameter?.visit(body)`.
  mutating func visit(_ body: (inout Parameter) -> Void) { body(&self) }

  /// Adds up the rows of a cotangent: the gradient of a bias.
  mutating func addToGradient(rows cotangent: UnsafePointer<S>, _ rows: Int) {
    Rows.addSum(of: cotangent, to: &gradient.scalars, rows, value.scalars.count)
  }

  /// Adds up the planes of each channel of a cotangent `[batch, channels, …]`: the gradient of a
  /// bias.
  mutating func addToGradient(planes cotangent: Tensor<S>) {
    let channels = value.scalars.count
    let count = cotangent.scalars.count / (cotangent.shape[0] * channels)
    Channels.addSums(
      of: cotangent.scalars, to: &gradient.scalars, cotangent.shape[0], channels, count)
  }

  mutating func clearGradient() {
    Elementwise.clear(&gradient.scalars, count: value.scalars.count)
  }
}

/// How the parameters of a layer start.
public enum Initialization: Hashable, Sendable {
  /// As PyTorch's layer of that name does.
  case standard
  /// `U(−a, a)` with `a² = 6 / (inputs + outputs)`; biases 0.
  ///
  /// - Source: Glorot, Bengio, *Understanding the difficulty of training deep feedforward neural
  ///   networks* (2010), eq. 16.
  case xavier
  /// `N(0, 2 / inputs)`; biases 0.
  ///
  /// - Source: He et al., *Delving Deep into Rectifiers* (2015), eq. 10.
  case he

  func distribution<S>(of parameter: Parameter<S>) -> Distribution {
    guard self != .standard else { return parameter.standard }
    guard let fans = parameter.fans else {
      if case .constant = parameter.standard { return parameter.standard }
      return .constant(0)
    }
    return self == .xavier
      ? .uniform(.sqrt(6 / Double(fans.inputs + fans.outputs)))
      : .normal(deviation: .sqrt(2 / Double(fans.inputs)))
  }
}
