/// A gradient under check: coordinates that are moved one at a time, and the outputs that follow.
///
/// It is the gradient of the scalar `Σ weights ⊙ outputs`.
protocol CheckedGradient {
  /// What messages call the tensor of coordinates.
  var name: String { get }
  var point: Tensor<Double> { get }
  var gradient: Tensor<Double> { get }
  /// The outputs at the point.
  var outputs: Tensor<Double> { get }
  var weights: [Double] { get }
  /// Whether ``derivatives(by:)`` is computed in another way than the gradient.
  static var hasForwardMode: Bool { get }

  mutating func move(_ element: Int, to coordinate: Double)
  mutating func evaluate(into outputs: inout Tensor<Double>) throws
  /// The derivative of each output by one coordinate, at the point.
  mutating func derivatives(by element: Int) throws -> [Double]
}

extension CheckedGradient {
  /// Weights of order 1 and of either sign, so that no error in one output hides another.
  static func weights(for shape: Shape) -> Tensor<Double> {
    var random = SplitMix64(seed: 0, stream: "cotangent")
    return Tensor(drawing: shape, using: &random)
  }

  /// - Errors: ``GradientCheckError`` where an output or an element of the gradient is not finite.
  func requireFinite() throws(GradientCheckError) {
    if let place = outputs.scalars.firstIndex(where: { !$0.isFinite }) {
      throw .value(outputs.scalars[place].significant(4), at: outputs.index(of: place))
    }
    if let place = gradient.scalars.firstIndex(where: { !$0.isFinite }) {
      throw .gradient(
        gradient.scalars[place].significant(4), by: name, at: gradient.index(of: place))
    }
  }
}

/// The gradient of `Σ weights ⊙ function(inputs)` by one input: reverse mode, with dual numbers
/// beside it.
struct FunctionGradient<Function: DifferentiableFunction>: CheckedGradient {
  static var hasForwardMode: Bool { true }

  let name: String
  let point: Tensor<Double>
  let gradient: Tensor<Double>
  let outputs: Tensor<Double>
  let weights: [Double]
  private let function: Function
  private let input: Int
  private var moved: Tensor<Double>
  private var variables: [Variable<Double>]
  private var lifted: [Variable<Dual<Double>>]

  init(_ function: Function, at inputs: [Tensor<Double>], by input: Int) throws {
    self.function = function
    self.input = input
    name = "input \(input)"
    point = inputs[input]
    moved = point
    variables = inputs.map { Variable(constant: $0) }
    lifted = inputs.map { Variable(constant: Tensor(lifting: $0)) }
    var leaves = variables
    leaves[input] = Variable(leaf: point)
    let output = try function(leaves)
    let cotangent = Self.weights(for: output.shape)
    outputs = output.value
    weights = cotangent.scalars
    gradient = try output.pullback(cotangent, to: [leaves[input]])[0]
  }

  mutating func move(_ element: Int, to coordinate: Double) {
    moved.scalars[element] = coordinate
  }

  mutating func evaluate(into outputs: inout Tensor<Double>) throws {
    variables[input] = Variable(constant: moved)
    outputs = try function(variables).value
  }

  mutating func derivatives(by element: Int) throws -> [Double] {
    var direction = Tensor<Dual<Double>>(lifting: point)
    direction.scalars[element] = Dual(point.scalars[element], tangent: 1)
    var variables = lifted
    variables[input] = Variable(constant: direction)
    return try function(variables).value.scalars.map { $0.tangent }
  }
}

/// The Hessian–vector product of `Σ cotangent ⊙ function(inputs)`, in one fixed direction: the
/// gradient of `⟨∇, v⟩`. Its outputs are the elements of the gradient, and its weights are `v`.
struct HessianProduct<Function: DifferentiableFunction>: CheckedGradient {
  static var hasForwardMode: Bool { true }

  let name: String
  let point: Tensor<Double>
  let gradient: Tensor<Double>
  let outputs: Tensor<Double>
  let weights: [Double]
  private let function: Function
  private let input: Int
  private let cotangent: Tensor<Double>
  private var inputs: [Tensor<Double>]
  private var still: [Tensor<Double>]

  init(_ function: Function, at inputs: [Tensor<Double>], by input: Int) throws {
    self.function = function
    self.input = input
    self.inputs = inputs
    name = "input \(input)"
    point = inputs[input]
    still = inputs.map { $0.map { _ in 0 } }
    cotangent = Self.weights(for: try function.value(at: inputs).shape)
    var random = SplitMix64(seed: 0, stream: "direction")
    let direction = inputs.map { Tensor<Double>(drawing: $0.shape, using: &random) }
    weights = direction.flatMap { $0.scalars }
    outputs = Self.joined(try function.vectorJacobianProduct(cotangent, at: inputs).product)
    gradient = try function.hessianVectorProduct(
      direction, at: inputs, cotangent: cotangent)[input]
  }

  mutating func move(_ element: Int, to coordinate: Double) {
    inputs[input].scalars[element] = coordinate
  }

  mutating func evaluate(into outputs: inout Tensor<Double>) throws {
    outputs = Self.joined(try function.vectorJacobianProduct(cotangent, at: inputs).product)
  }

  /// A column of the Hessian, which is to be symmetric.
  mutating func derivatives(by element: Int) throws -> [Double] {
    var tangents = still
    tangents[input].scalars[element] = 1
    let column = try function.hessianVectorProduct(tangents, at: inputs, cotangent: cotangent)
    return Self.joined(column).scalars
  }

  private static func joined(_ tensors: [Tensor<Double>]) -> Tensor<Double> {
    let scalars = tensors.flatMap { $0.scalars }
    return Tensor(shape: [scalars.count], scalars: scalars)
  }
}
