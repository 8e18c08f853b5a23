import Testing

@testable import NumericCore

/// `½ Σ x A x`, for a matrix that need not be symmetric.
private struct Quadratic: DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let x = inputs[0]
    let row = try x.reshaped([1, x.shape[0]])
    let product = try row.multiplied(by: inputs[1]).multiplied(by: row.transposed())
    let half = Variable(constant: Tensor<S>(try S.one.divided(by: S(2))))
    return try product.reshaped([]) * half
  }
}

/// A product of two layers of matrices, so that it can be evaluated in a field.
private struct Polynomial: DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let hidden = try inputs[0].multiplied(by: inputs[1])
    return try (hidden * hidden).multiplied(by: inputs[1].transposed()) * inputs[0]
  }
}

/// A recurrent step with its gate, and what it is scaled with.
private struct GatedStep: DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let state = try inputs[0].multiplied(by: inputs[1]).mapped(.tanh)
    let gate = try inputs[0].multiplied(by: inputs[2]).mapped(.sigmoid)
    return try state * gate / gate.mapped(.exp)
  }
}

@Suite("Derivatives of functions of tensors")
struct DerivativeTests {
  @Test("A quadratic has the gradient (A + Aᵀ) x / 2 and the product (A + Aᵀ) v / 2, exactly")
  func quadratic() throws {
    let a = residues([3, 3], 1)
    let (x, v) = (residues([3], 2), residues([3], 3))
    let none = a.map { _ in PrimeField.zero }
    let sum = try a + a.transposed()
    let half = try PrimeField.one.divided(by: PrimeField(2))
    func applied(_ vector: Tensor<PrimeField>) throws -> Tensor<PrimeField> {
      try (sum * vector).sum(along: 1).map { $0 * half }
    }
    #expect(try Quadratic().gradient(at: [x, a])[0] == applied(x))
    let products = try Quadratic().hessianVectorProduct([v, none], at: [x, a])
    #expect(products[0] == (try applied(v)))
    // The derivative of ∂f/∂A = ½ x xᵀ along v.
    let (left, right) = (try x.reshaped([3, 1]) * v, try v.reshaped([3, 1]) * x)
    #expect(try products[1] == (left + right).map { $0 * half })
  }

  @Test("⟨w, Jv⟩ = ⟨Jᵀw, v⟩, exactly in a field", arguments: 1..<9 as Range<UInt64>)
  func adjoint(_ seed: UInt64) throws {
    let inputs = [residues([2, 3], seed), residues([3, 4], seed + 100)]
    let tangents = [residues([2, 3], seed + 200), residues([3, 4], seed + 300)]
    let w = residues([2, 3], seed + 400)
    let forward = try Polynomial().jacobianVectorProduct(tangents, at: inputs)
    let backward = try Polynomial().vectorJacobianProduct(w, at: inputs)
    #expect(forward.value == backward.value)
    #expect(inner([w], [forward.product]) == inner(backward.product, tangents))
  }

  @Test("The Jacobian has both products as its rows and columns")
  func jacobian() throws {
    let inputs = [residues([2, 3], 1), residues([3, 4], 2)]
    let jacobian = try Polynomial().jacobian(at: inputs, by: 1)
    #expect(jacobian.shape == [2, 3, 3, 4])
    var v = inputs.map { $0.map { _ in PrimeField.zero } }
    var w = residues([2, 3], 0).map { _ in PrimeField.zero }
    for (row, column) in [(0, 0), (3, 7), (5, 11)] {
      v[1].scalars[column] = .one
      w.scalars[row] = .one
      let entry = jacobian.scalars[row * 12 + column]
      #expect(try Polynomial().jacobianVectorProduct(v, at: inputs).product.scalars[row] == entry)
      #expect(
        try Polynomial().vectorJacobianProduct(w, at: inputs).product[1].scalars[column] == entry)
      v[1].scalars[column] = .zero
      w.scalars[row] = .zero
    }
  }

  @Test("The Hessian is symmetric, exactly in a field", arguments: 1..<5 as Range<UInt64>)
  func symmetry(_ seed: UInt64) throws {
    let inputs = [residues([2, 3], seed), residues([3, 4], seed + 100)]
    let cotangent = residues([2, 3], seed + 200)
    let u = [residues([2, 3], seed + 300), residues([3, 4], seed + 400)]
    let v = [residues([2, 3], seed + 500), residues([3, 4], seed + 600)]
    let along = try [u, v].map {
      try Polynomial().hessianVectorProduct($0, at: inputs, cotangent: cotangent)
    }
    #expect(inner(along[0], v) == inner(along[1], u))
    #expect(inner(along[0], v) != .zero)
  }

  @Test("A Hessian–vector product is the difference of gradients")
  func hessianByDifferences() throws {
    let (inputs, v) = (drawn(1), drawn(2))
    var random = SplitMix64(seed: 3)
    let cotangent = Tensor<Double>(drawing: [2, 4], using: &random)
    func gradient(_ step: Double) throws -> [Tensor<Double>] {
      let moved = try zip(inputs, v).map { try $0 + $1.map { step * $0 } }
      return try GatedStep().vectorJacobianProduct(cotangent, at: moved).product
    }
    let (right, left) = (try gradient(1e-4), try gradient(-1e-4))
    let product = try GatedStep().hessianVectorProduct(v, at: inputs, cotangent: cotangent)
    for input in inputs.indices {
      let difference = try (right[input] - left[input]).map { $0 / 2e-4 }
      expectClose(product[input], difference, within: 1e-6, floor: 1)
    }
  }

  @Test("Second order is checked in three ways too", arguments: 0..<3)
  func secondOrder(_ input: Int) throws {
    let check = try GradientCheck.runSecondOrder(GatedStep(), at: drawn(4), by: input)
    #expect(check.passed, "\(check.worst)")
    #expect(check.worst.forward != nil)
    #expect(check.elements == drawn(4)[input].scalars.count)
  }

  @Test("Shapes that do not fit are refused")
  func refusal() throws {
    let (inputs, function) = (drawn(1), GatedStep())
    #expect(throws: ShapeError.self) { try function.gradient(at: inputs) }
    #expect(throws: ShapeError.self) { try function.hessianVectorProduct(inputs, at: inputs) }
    #expect(throws: ShapeError.self) {
      try function.vectorJacobianProduct(inputs[0], at: inputs)
    }
    #expect(throws: ShapeError.self) {
      try function.jacobianVectorProduct(Array(inputs.dropLast()), at: inputs)
    }
    #expect(throws: ShapeError.self) {
      try function.jacobianVectorProduct(inputs.reversed(), at: inputs)
    }
  }

  private func drawn(_ seed: UInt64) -> [Tensor<Double>] {
    var random = SplitMix64(seed: seed)
    return [[2, 3], [3, 4], [3, 4]].map { Tensor(drawing: $0, using: &random) }
  }

  private func residues(_ shape: Shape, _ seed: UInt64) -> Tensor<PrimeField> {
    var random = SplitMix64(seed: seed)
    let scalars = (0..<shape.reduce(1, *)).map { _ in PrimeField(bits: random.next()) }
    return Tensor(shape: shape, scalars: scalars)
  }

  private func inner<S: Scalar>(_ a: [Tensor<S>], _ b: [Tensor<S>]) -> S {
    zip(a, b).reduce(.zero) { total, pair in
      zip(pair.0.scalars, pair.1.scalars).reduce(total) { $0 + $1.0 * $1.1 }
    }
  }
}
