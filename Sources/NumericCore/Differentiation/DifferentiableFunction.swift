/// A function of tensors that can be evaluated with any scalar: composed of primitives, and so
/// differentiable any number of times.
public protocol DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S>
}

/// Derivatives by all inputs, backwards over the tape, forwards with dual numbers, or both.
///
/// - Errors: ``ShapeError`` where a tangent or cotangent does not have the shape of what it belongs
///   to; ``DomainError`` where the function or its derivative has no value; those of the function.
/// - Source: Griewank, Walther, *Evaluating Derivatives* (2008), sections 3.1, 3.2 and 5.1.
extension DifferentiableFunction {
  /// The value, without derivatives.
  public func value<S: Scalar>(at inputs: [Tensor<S>]) throws -> Tensor<S> {
    try self(inputs.map { Variable(constant: $0) }).value
  }

  /// The gradient of a scalar function.
  ///
  /// - Shapes: each that of its input.
  /// - Errors: ``ShapeError`` where the output has more than one element.
  public func gradient<S: Scalar>(at inputs: [Tensor<S>]) throws -> [Tensor<S>] {
    let leaves = Variable.leaves(inputs)
    let output = try self(leaves)
    return try output.pullback(Self.one(for: output.shape), to: leaves)
  }

  /// Every derivative of an element of the output by an element of one input.
  ///
  /// - Shapes: the axes of the output, then those of the input.
  public func jacobian<S: Scalar>(at inputs: [Tensor<S>], by input: Int) throws -> Tensor<S> {
    var variables = inputs.map { Variable(constant: $0) }
    variables[input] = Variable(leaf: inputs[input])
    return try self(variables).jacobian(by: variables[input])
  }

  /// The vector–Jacobian product `wᵀJ`: one pass backwards.
  ///
  /// - Shapes: the cotangent that of the output, each product that of its input.
  public func vectorJacobianProduct<S: Scalar>(
    _ cotangent: Tensor<S>, at inputs: [Tensor<S>]
  ) throws -> (value: Tensor<S>, product: [Tensor<S>]) {
    let leaves = Variable.leaves(inputs)
    let output = try self(leaves)
    try Self.require(cotangent.shape, of: "cotangent", toBe: output.shape)
    return (output.value, try output.pullback(cotangent, to: leaves))
  }

  /// The Jacobian–vector product `Jv`: one pass forwards.
  ///
  /// - Shapes: each tangent that of its input, the product that of the output.
  public func jacobianVectorProduct<S: Scalar>(
    _ tangents: [Tensor<S>], at inputs: [Tensor<S>]
  ) throws -> (value: Tensor<S>, product: Tensor<S>) {
    let lifted = try Self.lift(inputs, along: tangents)
    let output = try value(at: lifted)
    return (output.values(), output.tangents())
  }

  /// The Hessian–vector product `Hv` of a scalar function, or of `Σ cotangent ⊙ f`: one pass
  /// backwards over dual numbers, at a small multiple of the cost of the function.
  ///
  /// - Shapes: each tangent and each product that of its input, the cotangent that of the output.
  /// - Errors: ``ShapeError`` where the output has more than one element and no cotangent is given.
  /// - Source: Pearlmutter, *Fast Exact Multiplication by the Hessian* (1994).
  public func hessianVectorProduct<S: Scalar>(
    _ tangents: [Tensor<S>], at inputs: [Tensor<S>], cotangent: Tensor<S>? = nil
  ) throws -> [Tensor<S>] {
    let leaves = Variable.leaves(try Self.lift(inputs, along: tangents))
    let output = try self(leaves)
    let weights = try cotangent ?? Self.one(for: output.shape)
    try Self.require(weights.shape, of: "cotangent", toBe: output.shape)
    return try output.pullback(Tensor(lifting: weights), to: leaves).map { $0.tangents() }
  }

  private static func lift<S>(
    _ inputs: [Tensor<S>], along tangents: [Tensor<S>]
  ) throws(ShapeError) -> [Tensor<Dual<S>>] {
    guard tangents.count == inputs.count else {
      throw .mismatch(
        layer: "differentiation",
        detail: "\(inputs.count) inputs take as many tangents, not \(tangents.count)")
    }
    var lifted: [Tensor<Dual<S>>] = []
    for (input, tangent) in zip(inputs, tangents) {
      try require(tangent.shape, of: "tangent", toBe: input.shape)
      lifted.append(Tensor(lifting: input, tangent: tangent))
    }
    return lifted
  }

  private static func one<S>(for shape: Shape) throws(ShapeError) -> Tensor<S> {
    guard shape.allSatisfy({ $0 == 1 }) else {
      throw .mismatch(
        layer: "differentiation",
        detail: "a gradient is that of a scalar, and the output is \(shape.shapeDescription): "
          + "give a cotangent, or ask for the Jacobian")
    }
    return Tensor(shape: shape, scalars: [.one])
  }

  private static func require(
    _ shape: Shape, of name: String, toBe expected: Shape
  ) throws(ShapeError) {
    guard shape != expected else { return }
    throw .mismatch(
      layer: "differentiation",
      detail: "the \(name) is \(shape.shapeDescription), "
        + "and what it belongs to \(expected.shapeDescription)")
  }
}

extension Tensor {
  /// Dual numbers of these values, that do not move.
  package init<Base>(lifting values: Tensor<Base>) where S == Dual<Base> {
    self.init(shape: values.shape, scalars: values.scalars.map { Dual($0, tangent: .zero) })
  }

  /// Dual numbers of these values and tangents, of one shape.
  package init<Base>(lifting values: Tensor<Base>, tangent: Tensor<Base>) where S == Dual<Base> {
    self.init(
      shape: values.shape,
      scalars: zip(values.scalars, tangent.scalars).map { Dual($0, tangent: $1) })
  }

  /// What the dual numbers are without their tangents.
  package func values<Base>() -> Tensor<Base> where S == Dual<Base> {
    Tensor<Base>(shape: shape, scalars: scalars.map { $0.value })
  }

  /// What the dual numbers move along.
  package func tangents<Base>() -> Tensor<Base> where S == Dual<Base> {
    Tensor<Base>(shape: shape, scalars: scalars.map { $0.tangent })
  }
}
