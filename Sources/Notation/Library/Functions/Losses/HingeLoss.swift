import NumericCore

/// `max(0, 1 − y s)` of a score s and a label y, which is −1 or 1.
///
/// - Shapes: two numbers give a number; of vectors, each entry by itself.
/// - Source: Rosasco et al., *Are Loss Functions All the Same?* (2004), section 2.
struct HingeLoss: ComposedFunction {
  let name = "hinge"

  var traits: FunctionTraits { [.transcendental] }
  var keepsShape: Bool { true }
  var arity: ClosedRange<Int> { 2...2 }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    let (y, s) = (arguments[0], arguments[1])
    let one = Syntax.Expression(.number(Rational(1)), at: y.span)
    return [.difference(one, Syntax.Expression(.binary(.hadamard, y, s), at: y.span))]
  }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (y, s) = try call.pair(of: name)
    return try (call.number(1) - y * s).applying(.relu)
  }
}

/// `Σ_{j ≠ y} max(0, s_j − s_y + Δ)` of the scores s and the class y, one-hot; Δ is the third argument, or 1.
///
/// - Shapes: two vectors of one size, and a number, give a number.
/// - Source: Weston and Watkins, *Multi-Class Support Vector Machines* (1998), section 2.
struct MulticlassHinge: ComposedFunction {
  let name = "multiclass_hinge"

  var traits: FunctionTraits { [.transcendental, .isNumber] }
  var arity: ClosedRange<Int> { 2...3 }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    let (s, y) = (arguments[0], arguments[1])
    let right = Syntax.Expression(.binary(.dot, y, s), at: s.span)
    let margin =
      arguments.count > 2 ? arguments[2] : Syntax.Expression(.number(Rational(1)), at: s.span)
    return [Syntax.Expression(.binary(.add, .difference(s, right), margin), at: s.span)]
  }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (s, y) = try call.pair(of: name)
    let one = try call.number(1)
    let margin = call.arguments.count > 2 ? try call.operand(2) : one
    guard margin.shape.isEmpty else {
      throw Diagnostic(.marginIsNumber(margin.shape), at: call.arguments[2].span)
    }
    let losses = try (s - (y * s).sum() + margin).applying(.relu)
    return try ((one - y) * losses).sum()
  }
}

extension Diagnostic.Message {
  fileprivate static func marginIsNumber(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "the margin is a number, not \(shape.shapeDescription)")
  }
}
