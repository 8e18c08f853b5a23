import NumericCore

/// Entries with their mean taken away, divided by their root mean square; then scaled and shifted.
///
/// The variance is the biased one, `1/n Σ (xᵢ − μ)²`, and ε, which is 0 where it is not given, stands
/// below the root: `γ ⊙ (x − μ) / √(σ² + ε) + β`.
///
/// - Shapes: of a matrix, samples are its rows, or its columns where `samples: columns` holds; γ and β
///   have an entry for each feature. Both, and ε, are given behind x or as options.
struct Normalisation: ComposedFunction {
  /// Each feature over the samples; of a vector, one feature of as many samples as it has entries.
  ///
  /// - Source: Ioffe and Szegedy, *Batch Normalization* (2015), algorithm 1.
  static let ofBatches = Self(
    name: "batch_norm", aliases: ["BatchNorm", "batchnorm", "BN"], isOfBatches: true,
    takesMeanAway: true)
  /// Each sample over its features.
  ///
  /// - Source: Ba, Kiros, Hinton, *Layer Normalization* (2016), equations 3 and 4.
  static let ofSamples = Self(
    name: "layer_norm", aliases: ["LayerNorm", "layernorm", "LN"], isOfBatches: false,
    takesMeanAway: true)
  /// Each sample over its features, without a mean: `γ ⊙ x / √(1/n Σ xᵢ² + ε)`.
  ///
  /// - Source: Zhang and Sennrich, *Root Mean Square Layer Normalization* (2019), equation 4.
  static let bySquares = Self(
    name: "rms_norm", aliases: ["RMSNorm", "rmsnorm"], isOfBatches: false, takesMeanAway: false)

  let name: String
  let aliases: [String]
  private let isOfBatches: Bool
  private let takesMeanAway: Bool

  var traits: FunctionTraits { [.transcendental, .branches] }
  var keepsShape: Bool { true }
  var arity: ClosedRange<Int> { 1...(takesMeanAway ? 3 : 2) }
  var options: Set<String>? {
    let common: Set = ["eps", "epsilon", "ε", "ϵ", "gamma", "γ"]
    return takesMeanAway ? common.union(["beta", "β"]) : common
  }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let x = try call.operand(0)
    guard (1...2).contains(x.shape.count) else {
      throw Diagnostic(.normOfAxes(name, x.shape), at: call.arguments[0].span)
    }
    let samples = call.context.sampleAxis == .rows ? 0 : 1
    // Of a vector, there is but one axis.
    let axis = x.shape.count == 1 ? 0 : isOfBatches ? samples : 1 - samples
    func spread(_ statistic: Operand<C>) throws -> Operand<C> {
      x.shape.count == 1 ? statistic : try statistic.repeated(x.shape[axis], along: axis)
    }
    let centred = takesMeanAway ? try x - spread(x.mean(along: axis)) : x
    var variance = try (centred * centred).mean(along: axis)
    if let epsilon = try call.operand("eps", "epsilon", "ε", "ϵ") {
      variance = try variance + epsilon
    }
    var y = try centred / spread(variance.applying(.sqrt))
    if let gamma = try parameter(call, 1, "gamma", "γ") {
      y = try y * fitted(gamma, to: x, samples: samples)
    }
    if takesMeanAway, let beta = try parameter(call, 2, "beta", "β") {
      y = try y + fitted(beta, to: x, samples: samples)
    }
    return y
  }

  /// γ or β, behind x or as an option.
  private func parameter<C>(
    _ call: FunctionCall<C>, _ place: Int, _ names: String...
  ) throws -> Operand<C>? {
    let options = names.compactMap { call.options[$0] }
    let given = options + (call.arguments.count > place ? [call.arguments[place]] : [])
    guard given.count <= 1 else {
      throw Diagnostic(.repeatedOption(names[0]), at: given[1].span)
    }
    return try given.first.map {
      Operand(batch: call.context.settled(try call.context.batch($0)), call: call)
    }
  }

  /// A number, or a vector with an entry for each feature, beside each sample.
  private func fitted<C>(
    _ parameter: Operand<C>, to x: Operand<C>, samples: Int
  ) throws -> Operand<C> {
    guard parameter.shape.count == 1 else { return parameter }
    if x.shape.count == 1 {
      guard !isOfBatches else {
        throw Diagnostic(.oneFeature(name, parameter.shape), at: parameter.call.span)
      }
      return parameter
    }
    let wide = try parameter.repeated(x.shape[samples], along: samples)
    guard wide.shape == x.shape else {
      throw Diagnostic(
        .parameterOfFeatures(name, x.shape[1 - samples], parameter.shape), at: parameter.call.span)
    }
    return wide
  }
}

extension Diagnostic.Message {
  fileprivate static func normOfAxes(_ name: String, _ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "\(name) takes a vector, or a matrix of samples, not \(shape.shapeDescription)")
  }

  fileprivate static func parameterOfFeatures(
    _ name: String, _ features: Int, _ shape: Shape
  ) -> Self {
    Self(
      .shapesDoNotFit,
      "\(name) needs an entry for each of \(features) features, not \(shape.shapeDescription)",
      hint: "declare 'samples: columns' where the samples of a batch are columns")
  }

  fileprivate static func oneFeature(_ name: String, _ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "of a vector, \(name) takes its entries as the samples of one feature, which a number scales "
        + "and shifts, not \(shape.shapeDescription)",
      hint: "write layer_norm for the features of one sample")
  }
}
