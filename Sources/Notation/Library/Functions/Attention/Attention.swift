import NumericCore

/// Scaled dot-product attention, `softmax(Q K^⊤ / √d) V`, the softmax of each query.
///
/// With `heads = h` the columns of Q, K and V are cut into h blocks side by side; each is attended to by
/// itself, scaled by its own width, and the results stand side by side again. A `mask` has a 1 where a
/// query may look and a 0 where it may not; `causal = 1` lets query i look at keys up to i. A `bias` is
/// added to the scores, and `scale` stands for 1/√d.
///
/// - Shapes: `Q: [queries, d]`, `K: [keys, d]`, `V: [keys, dᵥ]` give `[queries, dᵥ]`, and the mask and the
///   bias are `[queries, keys]`; where `samples: columns` holds, all of them transposed.
/// - Errors: shapes that do not fit, heads that do not divide d and dᵥ, a mask of other numbers.
/// - Source: Vaswani et al., *Attention Is All You Need* (2017), equation 1 and section 3.2.2.
struct Attention: ComposedFunction {
  let name = "attention"
  let aliases = ["Attention", "Attn"]

  var traits: FunctionTraits { [.transcendental] }
  var arity: ClosedRange<Int> { 3...3 }
  var options: Set<String>? { ["mask", "causal", "bias", "scale", "heads"] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let inputs = try [0, 1, 2].map { try tokens(call.operand($0)) }
    let (q, k, v) = (inputs[0], inputs[1], inputs[2])
    guard q.shape[1] == k.shape[1], k.shape[0] == v.shape[0] else {
      throw Diagnostic(
        .attentionDoesNotFit(inputs.map(\.shape)), at: call.arguments[1].span)
    }
    let heads = try call.options["heads"].map { try call.context.exact($0).whole(at: $0.span) } ?? 1
    guard heads >= 1, q.shape[1] % heads == 0, v.shape[1] % heads == 0 else {
      throw Diagnostic(.headsDivide(heads, q.shape[1], v.shape[1]), at: call.span)
    }
    let scores = try Scores(q, k, in: call)
    let (width, valueWidth) = (q.shape[1] / heads, v.shape[1] / heads)
    var output: Operand<C>?
    for head in 0..<heads {
      let block = head * width..<(head + 1) * width
      let values = head * valueWidth..<(head + 1) * valueWidth
      let weights = try scores.weights(
        heads == 1 ? q : q.columns(block), heads == 1 ? k : k.columns(block))
      guard heads > 1 else {
        output = try weights.times(v)
        break
      }
      let part = try weights.times(v.columns(values)).padded(to: values, of: v.shape[1])
      output = try output.map { try $0 + part } ?? part
    }
    guard let output else {
      throw Diagnostic(.attentionDoesNotFit(inputs.map(\.shape)), at: call.span)
    }
    return call.context.sampleAxis == .columns ? output.transposed() : output
  }

  /// The matrix with a token in each row.
  private func tokens<C>(_ matrix: Operand<C>) throws -> Operand<C> {
    guard matrix.shape.count == 2 else {
      throw Diagnostic(.attentionNeedsMatrices(matrix.shape), at: matrix.call.span)
    }
    return matrix.call.context.sampleAxis == .columns ? matrix.transposed() : matrix
  }
}

/// What is done to the scores of every head alike.
private struct Scores<C: EvaluationContext> {
  private let bias: Operand<C>?
  private let mask: Operand<C>?
  private let scale: Operand<C>?

  init(_ q: Operand<C>, _ k: Operand<C>, in call: FunctionCall<C>) throws {
    let shape = [q.shape[0], k.shape[0]]
    func ofPairs(_ option: String) throws -> Operand<C>? {
      guard let given = try call.operand(option), given.shape.count == 2 else {
        guard let expression = call.options[option] else { return nil }
        throw Diagnostic(.pairsOfTokens(option, shape), at: expression.span)
      }
      let pairs = call.context.sampleAxis == .columns ? given.transposed() : given
      guard pairs.shape == shape else {
        throw Diagnostic(.pairsOfTokens(option, shape), at: call.options[option]?.span ?? call.span)
      }
      return pairs
    }
    bias = try ofPairs("bias")
    scale = try call.operand("scale")
    var mask = try ofPairs("mask")
    if let mask, let given = call.options["mask"] {
      guard mask.batch.variable.value.scalars.allSatisfy({ $0 == .zero || $0 == .one }) else {
        throw Diagnostic(.maskIsOfZerosAndOnes, at: given.span)
      }
      guard try !mask.sum(along: 1).batch.variable.value.scalars.contains(.zero) else {
        throw Diagnostic(.queryWithoutKeys, at: given.span)
      }
    }
    if let causal = call.options["causal"],
      try call.context.exact(causal).whole(at: causal.span) != 0
    {
      let earlier = (0..<shape[0] * shape[1]).map {
        $0 % shape[1] <= $0 / shape[1] ? C.S.one : .zero
      }
      let triangle = Operand(
        batch: Batch(.single, Variable(constant: Tensor(shape: shape, scalars: earlier))),
        call: call)
      mask = try mask.map { try $0 * triangle } ?? triangle
    }
    self.mask = mask
  }

  /// The weights of the keys for each query.
  func weights(_ q: Operand<C>, _ k: Operand<C>) throws -> Operand<C> {
    var scores = try q.times(k.transposed())
    if let scale {
      scores = try scores * scale
    } else {
      scores = try scores / q.call.number(q.shape[1]).applying(.sqrt)
    }
    if let bias { scores = try scores + bias }
    var powers = try scores.applying(.exp)
    if let mask { powers = try powers * mask }
    return try powers / powers.sum(along: 1).repeated(k.shape[0], along: 1)
  }
}

extension Diagnostic.Message {
  fileprivate static func attentionNeedsMatrices(_ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "attention takes three matrices with a token in each row, not \(shape.shapeDescription)",
      hint: "of the vectors of one token, write them as rows: q^\\top")
  }

  fileprivate static func attentionDoesNotFit(_ shapes: [Shape]) -> Self {
    Self(
      .shapesDoNotFit,
      "attention takes Q: [queries, d], K: [keys, d] and V: [keys, d_v], not "
        + shapes.map(\.shapeDescription).joined(separator: ", "),
      hint: "declare 'samples: columns' where tokens are columns")
  }

  fileprivate static func headsDivide(_ heads: Int, _ width: Int, _ valueWidth: Int) -> Self {
    Self(
      .shapesDoNotFit,
      "\(heads) heads do not divide the \(width) columns of Q and the \(valueWidth) of V",
      hint: "give the width as a multiple: d = h k")
  }

  fileprivate static func pairsOfTokens(_ option: String, _ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "the \(option) has an entry for each query and key: \(shape.shapeDescription)")
  }

  fileprivate static let queryWithoutKeys = Self(
    "no-value", "a query has no weights where its row of the mask is 0",
    hint: "define a mask with a 1 in each row")

  fileprivate static let maskIsOfZerosAndOnes = Self(
    .shapesDoNotFit, "a mask has the entries 0 and 1",
    hint: "declare M \\in \\{0, 1\\}^{n \\times m}; what is added to the scores is 'bias = M'")
}
