import NumericCore

/// Vectors end to end; matrices with their features side by side, as heads are joined.
///
/// - Shapes: of matrices samples are rows, or columns where `samples: columns` holds, and there are
///   as many of them in each.
/// - Source: Vaswani et al., *Attention Is All You Need* (2017), section 3.2.2.
struct Concatenation: ComposedFunction {
  let name = "concat"
  let aliases = ["Concat", "concatenate"]

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 1...32 }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let parts = try call.arguments.indices.map { try call.operand($0) }
    let axes = parts[0].shape.count
    guard (1...2).contains(axes), parts.allSatisfy({ $0.shape.count == axes }) else {
      throw Diagnostic(.concatenates(parts.map(\.shape)), at: call.span)
    }
    let areColumns = axes == 2 && call.context.sampleAxis == .columns
    let rows = try parts.map { part in
      axes == 1 ? try part.repeated(1, along: 0) : areColumns ? part.transposed() : part
    }
    guard rows.allSatisfy({ $0.shape[0] == rows[0].shape[0] }) else {
      throw Diagnostic(.concatenates(parts.map(\.shape)), at: call.span)
    }
    let width = rows.reduce(0) { $0 + $1.shape[1] }
    var joined: Operand<C>?
    var start = 0
    for part in rows {
      let placed = try part.padded(to: start..<start + part.shape[1], of: width)
      joined = try joined.map { try $0 + placed } ?? placed
      start += part.shape[1]
    }
    guard let joined else { return parts[0] }
    return axes == 1 ? try joined.sum(along: 0) : areColumns ? joined.transposed() : joined
  }
}

extension Diagnostic.Message {
  fileprivate static func concatenates(_ shapes: [Shape]) -> Self {
    Self(
      .shapesDoNotFit,
      "concat takes vectors, or matrices of as many samples, not "
        + shapes.map(\.shapeDescription).joined(separator: ", "))
  }
}
