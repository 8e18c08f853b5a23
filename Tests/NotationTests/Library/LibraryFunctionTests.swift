import NumericCore
import Testing

@testable import Notation

/// `x³`, which no homework knows.
private enum Cube: ElementaryRule {
  static var name: String { "cube" }
  static var traits: ElementaryTraits { [.zero] }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base { x * x * x }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S { S(3) * x * x }
}

/// The sum of the squares of a vector, taken `times` times; no homework knows it.
private struct Energy: LibraryFunction {
  let name = "energy"

  var traits: FunctionTraits { [] }
  var options: Set<String>? { ["times"] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    let sum = try call.context.elementwise(.multiply, x, x, mayBroadcast: false, at: call.span)
      .summed()
    guard let times = call.options["times"] else { return .tensor(sum) }
    return .tensor(
      try call.context.elementwise(
        .multiply, sum, call.context.batch(times), mayBroadcast: true, at: call.span))
  }
}

/// A number that knows no elementary function.
private struct Plain: Scalar {
  let value: Double

  init(value: Double) { self.value = value }
  init(_ value: Int) { self.value = Double(value) }
  init?(_ ratio: Rational) { value = Double(ratio.numerator) / Double(ratio.denominator) }

  static func + (left: Self, right: Self) -> Self { Self(value: left.value + right.value) }
  static func - (left: Self, right: Self) -> Self { Self(value: left.value - right.value) }
  static func * (left: Self, right: Self) -> Self { Self(value: left.value * right.value) }
  static prefix func - (number: Self) -> Self { Self(value: -number.value) }

  func divided(by divisor: Self) throws(DomainError) -> Self {
    Self(value: value / divisor.value)
  }

  static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    throw .notExact(function.name)
  }

  func isLess(than other: Self) throws(DomainError) -> Bool { value < other.value }
  var isFinite: Bool { value.isFinite }
  var description: String { "\(value)" }
}

@Suite("The library")
struct LibraryFunctionTests {
  private static let span = Span(0..<1)
  private static let x = Syntax.Expression(.name("x"), at: span)

  private static func evaluator<S: Scalar>(_ tensors: [String: Variable<S>]) -> Evaluator<S> {
    Evaluator(
      Scope(), reading: Reading(),
      sample: Sample(letters: [:]) { _, shape in Tensor(shape: shape, scalars: []) },
      overrides: tensors)
  }

  private static func value<S: Scalar>(
    of function: any LibraryFunction, at x: Variable<S>, times: Int = 1,
    _ options: [Syntax.Option] = []
  ) throws -> Variable<S> {
    let call = try FunctionCall(
      of: function, as: function.name, to: Array(repeating: Self.x, count: times), options,
      at: span, in: evaluator(["x": x]))
    guard case .tensor(let batch) = try function.value(of: call) else {
      throw Diagnostic(.notAStatement, at: span)
    }
    return batch.variable
  }

  @Test("An elementary function is its value: it is applied and differentiated over every scalar")
  func elementary() throws {
    let function = Elementwise.named(ElementaryFunction(Cube.self))[0]
    let leaf = Variable(leaf: Tensor(shape: [2], scalars: [2.0, -3]))
    let cubes = try Self.value(of: function, at: leaf)
    #expect(cubes.value.scalars == [8, -27])
    #expect(try cubes.jacobian(by: leaf).scalars == [12, 0, 0, 27])
    let slope = try #require(function.slope)
    #expect(slope.name == "cube'")
    let slopes = try Self.value(of: slope, at: Variable(constant: leaf.value))
    #expect(slopes.value.scalars == [12, 27])

    let field = Variable(leaf: Tensor(shape: [1], scalars: [PrimeField(5)]))
    let unknown = try Self.value(of: function, at: field)
    #expect(try unknown.jacobian(by: field).scalars == [PrimeField(75)])
    let dual = Dual(2.0, tangent: 1)
    let moved = try Self.value(
      of: function, at: Variable(constant: Tensor(shape: [], scalars: [dual])))
    #expect(moved.value.scalars == [Dual(8, tangent: 12)])
  }

  @Test("So is a function of the library: it takes its options and its arguments, and no others")
  func library() throws {
    let leaf = Variable(leaf: Tensor(shape: [2], scalars: [3.0, 4]))
    let energy = try Self.value(of: Energy(), at: leaf)
    #expect(energy.value.scalars == [25])
    #expect(try energy.jacobian(by: leaf).scalars == [6, 8])
    let two = Syntax.Expression(.number(Rational(2)), at: Self.span)
    func option(_ name: String) -> Syntax.Option {
      Syntax.Option(name: name, value: two, span: Self.span)
    }
    #expect(try Self.value(of: Energy(), at: leaf, [option("times")]).value.scalars == [50])
    for (options, text) in [
      ([option("often")], "energy has no option 'often'"),
      ([option("times"), option("times")], "the option 'times' is given twice"),
    ] {
      let error = #expect(throws: Diagnostic.self) {
        try Self.value(of: Energy(), at: leaf, options)
      }
      #expect(error?.message.text == text)
    }
    let error = #expect(throws: Diagnostic.self) {
      try Self.value(of: Energy(), at: leaf, times: 2)
    }
    #expect(error?.message.text == "energy takes 1 argument, not 2")
  }

  // MARK: - What functions say of themselves

  private static let tensors: [String: Shape] = [
    "v": [2], "m": [2, 2], "k": [1, 2, 2], "q": [2, 1, 2], "t": [1, 2, 2], "w": [1, 1, 2, 2],
  ]

  /// A call of each function that has a value; of elementary functions, and their slopes, as well.
  private static let calls =
    ElementaryFunction.all.flatMap(Elementwise.named).flatMap {
      ["\($0.name)(v)", "\($0.name)'(v)"]
    }
    + [
      "floor(7/2)", "ceil(7/2)", "max(2, 3)", "min(2, 3)", "shape(v)", "dim(v)", "diag(v)",
      "trace(m)", "tr(m)", "Tr(m)", "det(m)", "kron(m, m)", "vec(m)", "factorial(3)",
      "mean(v)", "Var(v)", "var(v)", "sign(v)", "sgn(v)", "mod(7, 2)", "π",
      "norm(v)", "norm_1(v)", "softmax(v)", "softargmax(v)", "Softmax(v)", "softmax(1, 2)",
      "softmax(m)", "softmax_cross_entropy(v, v)", "eye(2)", "ones(2)", "ones(2, 3)",
      "linear(v, m)", "conv1d(m, k)", "conv2d(t, w)",
      "avgpool(t; size = 2)", "maxpool(t; size = 2)", "avgpool1d(m; size = 2)",
      "maxpool1d(m; size = 2)", "conv_size(5, 2)", "pool_size(4, 2)",
      "conv1d_shape(input: 5, kernel: 2)", "conv2d_shape(input: 5 × 6, kernel: 2)",
      "pool2d_shape(input: 4 × 4, kernel: 2)", "linear_parameters(inputs: 2, outputs: 3)",
      "conv1d_parameters(channels: 2, filters: 3, kernel: 2)",
      "conv2d_parameters(channels: 2, filters: 3, kernel: 2)",
      "gelu(v)", "GELU(v)", "GeLU(v)", "gelu_tanh(v)", "silu(v)", "SiLU(v)", "swish(v)", "Swish(v)",
      "leaky_relu(v)", "LeakyReLU(v)", "PReLU(v)", "prelu(v)", "elu(v)", "ELU(v)", "batch_norm(v)",
      "BatchNorm(v)", "batchnorm(v)", "BN(v)", "layer_norm(v)", "LayerNorm(v)", "layernorm(v)",
      "LN(v)", "rms_norm(v)", "RMSNorm(v)", "rmsnorm(v)", "mse(v, v)", "MSE(v, v)",
      "cross_entropy(v, v)", "CrossEntropy(v, v)", "CE(v, v)", "kl(v, v)", "KL(v, v)",
      "kl_divergence(v, v)", "D_KL(v, v)", "hinge(v, v)", "multiclass_hinge(v, v)", "dropout(v, v)",
      "Dropout(v, v)", "concat(v, v)", "Concat(v, v)", "concatenate(v, v)",
      "binary_cross_entropy(1, 2)", "BCE(1, 2)", "attention(m, m, m)", "Attention(m, m, m)",
      "Attn(m, m, m)", "embedding(m, 1)", "Embedding(m, 1)", "conv_transpose1d(m, q)",
      "conv_transpose2d(t, w)", "conv_transpose_size(5, 2)", "receptive_field(kernel: 3)",
      "conv_transpose1d_parameters(channels: 2, filters: 3, kernel: 2)",
      "conv_transpose2d_parameters(channels: 2, filters: 3, kernel: 2)",
      "rnn_parameters(inputs: 2, hidden: 3)", "rnn_macs(inputs: 2, hidden: 3)",
      "rnn_flops(inputs: 2, hidden: 3)", "gru_parameters(inputs: 2, hidden: 3)",
      "gru_macs(inputs: 2, hidden: 3)", "gru_flops(inputs: 2, hidden: 3)",
      "lstm_parameters(inputs: 2, hidden: 3)", "lstm_macs(inputs: 2, hidden: 3)",
      "lstm_flops(inputs: 2, hidden: 3)", "attention_parameters(size: 2)",
      "embedding_parameters(vocabulary: 3, size: 2)", "batch_norm_parameters(size: 2)",
      "layer_norm_parameters(size: 2)", "rms_norm_parameters(size: 2)",
      "linear_macs(inputs: 2, outputs: 3)", "attention_macs(queries: 2, keys: 3, size: 4)",
      "conv1d_macs(channels: 2, filters: 3, kernel: 2, input: 5)",
      "conv2d_macs(channels: 2, filters: 3, kernel: 2, input: 5)",
      "linear_flops(inputs: 2, outputs: 3)", "attention_flops(queries: 2, keys: 3, size: 4)",
      "conv1d_flops(channels: 2, filters: 3, kernel: 2, input: 5)",
      "conv2d_flops(channels: 2, filters: 3, kernel: 2, input: 5)", "jvp(v, v, v)", "vjp(v, v, v)",
    ]

  private static func parsed(_ call: String) throws -> Syntax.Expression {
    try Syntax.Expression(
      parsing: Fragment(SourceFile(name: "test", text: call)), surface: .plainText,
      vocabulary: Vocabulary(tensors.mapValues { .tensor(rank: $0.count) }))
  }

  @Test("What a function says of itself is so", arguments: calls)
  func traits(_ text: String) throws {
    let call = try Self.parsed(text)
    let evaluator = Self.evaluator(
      Self.tensors.mapValues { shape in
        let scalars = (1...shape.reduce(1, *)).map { Plain($0) }
        return Variable(constant: Tensor(shape: shape, scalars: scalars))
      })
    do {
      let value = try evaluator.value(call)
      #expect(value.isShape == call.isShape)
      #expect(!call.appliesFunction)
    } catch DomainError.notExact(_) {
      #expect(call.appliesFunction)
    }
  }

  @Test("Every function with a value has said what it is")
  func isComplete() throws {
    let called = try Set(
      Self.calls.map { try Self.parsed($0) }.compactMap { call in
        if case .call(let name, _, _) = call.kind { name } else { nil }
      })
    let named = Set(Library.names).subtracting(NetworkCount.allCases.map(\.rawValue))
      .subtracting(Network.all.map(\.name)).subtracting([Cases.name, UnitVector.name])
    #expect(named.isSubset(of: called), "\(named.subtracting(called))")
  }

  @Test(
    "A root has two branches",
    arguments: [("sqrt(v)", true), ("norm(v)", true), ("norm_1(v)", true), ("exp(v)", false)])
  func branches(_ text: String, _ hasBranches: Bool) throws {
    #expect(try Self.parsed("1 + " + text).appliesBranches == hasBranches)
  }

  @Test("A name that is nearly that of a function is told so")
  func nearest() {
    #expect(Diagnostic.Message.unknownFunction("sotfmax").hint == "did you mean 'softmax'?")
  }
}
