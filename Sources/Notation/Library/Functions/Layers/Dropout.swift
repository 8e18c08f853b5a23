import NumericCore

/// Inverted dropout with a given mask, `m ⊙ x / (1 − rate)`: without a rate, `m ⊙ x`.
///
/// `rate` is how likely an entry is dropped, and `keep` how likely it stays. The letter p is in use for
/// both, so it is no option.
///
/// - Shapes: x and the mask have one shape.
/// - Source: Srivastava et al., *Dropout* (2014), section 4; scaled while training as in section 10.
struct Dropout: ComposedFunction {
  let name = "dropout"
  let aliases = ["Dropout"]

  var traits: FunctionTraits { [] }
  var keepsShape: Bool { true }
  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? { ["rate", "keep"] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (x, mask) = (try call.operand(0), try call.operand(1))
    guard x.shape == mask.shape else {
      throw Diagnostic(.maskHasShape(x.shape, mask.shape), at: call.arguments[1].span)
    }
    if call.options["rate"] != nil, let keep = call.options["keep"] {
      throw Diagnostic(.rateOrKeep, at: keep.span)
    }
    let kept = try x * mask
    if let keep = try call.operand("keep") { return try kept / keep }
    return try call.operand("rate").map { try kept / (call.number(1) - $0) } ?? kept
  }
}

/// The row of a table for a token: its number, or a one-hot vector of it.
///
/// - Shapes: `W: [vocabulary, d]` and a number, from where indices count, give `[d]`; and so does a vector of
///   as many entries as the vocabulary has. A matrix with a one-hot row for each token gives `[tokens, d]`.
/// - Source: Bengio et al., *A Neural Probabilistic Language Model* (2003), section 2.
struct EmbeddingLayer: ComposedFunction {
  let name = "embedding"
  let aliases = ["Embedding"]

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 2...2 }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let token = try call.context.value(call.arguments[1])
    if case .exact = token {
      let row = Syntax.Expression(
        .indexed(call.arguments[0], [call.arguments[1]]), at: call.span)
      return Operand(batch: call.context.settled(try call.context.batch(row)), call: call)
    }
    let (table, x) = (try call.operand(0), try call.operand(1))
    guard table.shape.count == 2, (1...2).contains(x.shape.count) else {
      throw Diagnostic(.embeddingTakes(table.shape, x.shape), at: call.span)
    }
    return try x.shape.count == 1 ? table.transposed().times(x) : x.times(table)
  }
}

extension Diagnostic.Message {
  fileprivate static func maskHasShape(_ x: Shape, _ mask: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "the mask is \(mask.shapeDescription), and what is masked is \(x.shapeDescription)")
  }

  fileprivate static let rateOrKeep = Self(
    "unknown-option", "'rate' and 'keep' say the same", hint: "give one of them")

  fileprivate static func embeddingTakes(_ table: Shape, _ token: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "embedding takes a table and the number of a token, or one-hot vectors, not "
        + "\(table.shapeDescription) and \(token.shapeDescription)")
  }
}
