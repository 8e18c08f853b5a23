import Notation

extension GraphBuilder {
  /// What an expression is computed from last: one node, or several where operations are left out;
  /// none for a constant.
  mutating func operandsOf(
    _ expression: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    try enter()
    defer { leave() }
    let (base, indices) = expression.chainedIndices
    switch base.kind {
    case .number: return []
    case .name(let name): return try read(name, indices, place)
    case .call(let name, _, _) where scope[name] != nil: return try read(name, indices, place)
    case .call(let name, let arguments, _):
      // What only looks at shapes reads no value.
      guard !base.namesOfValues.isEmpty else { return [] }
      var operands: [ComputationGraph.Operand] = []
      for item in arguments.flatMap(\.items) { operands += try self.items(item, place) }
      return try operation(Symbol(name), operands, place)
    case .negated(let inner):
      return try operation(Symbol("−"), operandsOf(inner, place), place)
    case .binary(.add, _, _), .binary(.subtract, _, _): return try sum(base, place)
    case .binary(.hadamard, _, _): return try product("⊙", base.factors(isElementwise: true), place)
    case .binary(.divide, let left, let right): return try quotient(left, right, place)
    case .binary: return try product("·", base.factors(isElementwise: false), place)
    case .power(let base, let exponent): return try power(base, exponent, place)
    case .transposed(let inner):
      return try operation(Symbol("⊤"), operandsOf(inner, place), place)
    case .reduction(let reduction, let binder, let body):
      return try reduce(reduction, binder, body, place)
    case .derivative(let output, let input, _), .gradient(let output, let input):
      return try operation(
        Symbol("∂"), operandsOf(output, place) + operandsOf(input, place), place)
    case .slope(let call, let order):
      guard case .call(let name, let arguments, _) = call.kind, let argument = arguments.first
      else { return [] }
      let symbol = Symbol(name + String(repeating: "'", count: order))
      return try operation(symbol, operandsOf(argument, place), place)
    case .cases: return try gather("cases", base.children, place)
    case .indicator: return try gather("δ", base.children, place)
    case .matrix, .tuple: return try gather("[ ]", base.children, place)
    case .indexed: return []
    }
  }

  /// An operation on what was computed before; nothing where that is constant. Where operations are
  /// left out, the operands themselves.
  mutating func operation(
    _ symbol: Symbol, _ operands: [ComputationGraph.Operand], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    guard !operands.isEmpty else { return [] }
    guard detail == .operations else {
      var seen: Set<Int> = []
      return operands.filter { seen.insert($0.node).inserted }.map { .init($0.node) }
    }
    let step = place.step
    return [.init(try node(.operation, symbol, of: operands, step: step).number)]
  }

  private mutating func gather(
    _ sign: String, _ parts: [Syntax.Expression], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    var operands: [ComputationGraph.Operand] = []
    for part in parts { operands += try operandsOf(part, place) }
    return try operation(Symbol(sign), operands, place)
  }

  // MARK: - Sums

  /// All terms go into one node; a number beside a single one becomes part of the sign, `1 −`.
  private mutating func sum(
    _ expression: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    var operands: [ComputationGraph.Operand] = []
    var constants: [String] = []
    for (term, isNegative) in expression.terms {
      let values = try operandsOf(term, place)
      operands += isNegative ? values.map { .init($0.node, .negated) } : values
      if values.isEmpty { constants.append((isNegative ? "− " : "") + constant(term)) }
    }
    let text = constants.joined(separator: " + ").replacing("+ −", with: "−")
    guard !constants.isEmpty else { return try operation(Symbol("+"), operands, place) }
    guard operands.count == 1 else {
      return try operation(Symbol("+ \(text)".replacing("+ −", with: "−")), operands, place)
    }
    let sign =
      operands[0].mark == .negated
      ? "\(text) −" : text.hasPrefix("−") ? text : "+ \(text)"
    return try operation(Symbol(sign), [.init(operands[0].node)], place)
  }

  /// A number as a part of a sign.
  private func constant(_ expression: Syntax.Expression) -> String {
    let text = expression.plain
    return text.count <= 12 ? text : "…"
  }

  // MARK: - Products

  /// A given matrix is a box on the way of what it is multiplied with; everything else goes into one
  /// node.
  private mutating func product(
    _ sign: String, _ factors: [Syntax.Expression], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    var products: [[ComputationGraph.Operand]] = []
    var behind: [Syntax.Expression] = []
    var constants: [String] = []
    for factor in factors.reversed() {
      if sign == "·", isMatrix(factor, place) {
        if products.isEmpty {
          behind.append(factor)
        } else {
          products[products.count - 1] = try map(factor, products[products.count - 1], place)
        }
        continue
      }
      var values = try operandsOf(factors.count > 1 ? factor.upright : factor, place)
      guard !values.isEmpty else {
        constants.insert(constant(factor), at: 0)
        continue
      }
      for matrix in behind.reversed() { values = try map(matrix, values, place) }
      behind = []
      products.append(values)
    }
    // Matrices alone multiply each other.
    for matrix in behind { products.append(try operandsOf(matrix, place)) }
    var result = products.reversed().flatMap { $0 }
    if products.count > 1 { result = try operation(Symbol(sign), result, place) }
    guard !constants.isEmpty else { return result }
    return try operation(Symbol(constants.joined(separator: " ") + " ·"), result, place)
  }

  private mutating func map(
    _ matrix: Syntax.Expression, _ operands: [ComputationGraph.Operand], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    let (base, indices) = matrix.upright.chainedIndices
    guard case .name(let name) = base.kind, let declaration = scope[name] else { return operands }
    let part = part(of: declaration, indices, place)
    var symbol = part.symbol
    symbol.isTransposed = matrix.upright != matrix
    let shape = shapes.extents(of: name, behind: part.axes)
    let node = try node(.map, symbol, named: name, of: operands, shape: shape, step: place.step)
    return [.init(node.number)]
  }

  /// Whether it is a given matrix, the same at every time, or the transposed of one.
  private func isMatrix(_ factor: Syntax.Expression, _ place: Context) -> Bool {
    let (base, indices) = factor.upright.chainedIndices
    guard case .name(let name) = base.kind, let declaration = scope[name],
      case .tensor(let extents) = declaration.kind
    else { return false }
    let part = part(of: declaration, indices, place)
    return !part.isTimed && part.axes == indices.count && extents.count - part.axes == 2
  }

  private mutating func quotient(
    _ left: Syntax.Expression, _ right: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    let (above, below) = (try operandsOf(left, place), try operandsOf(right, place))
    if above.isEmpty { return try operation(Symbol("\(constant(left)) /"), below, place) }
    if below.isEmpty { return try operation(Symbol("/ \(constant(right))"), above, place) }
    return try operation(
      Symbol("/"), above + below.map { ComputationGraph.Operand($0.node, .divisor) }, place)
  }

  private mutating func power(
    _ base: Syntax.Expression, _ exponent: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    let (below, above) = (try operandsOf(base, place), try operandsOf(exponent, place))
    let open = "(\u{A0})"
    if above.isEmpty { return try operation(Symbol("\(open)^\(constant(exponent))"), below, place) }
    if base.kind == .name("e") { return try operation(Symbol("exp"), above, place) }
    let left = below.isEmpty ? constant(base) : open
    return try operation(Symbol("\(left)^\(open)"), below + above, place)
  }
}

extension Syntax.Expression {
  /// The terms of a sum, from left to right.
  fileprivate var terms: [(term: Syntax.Expression, isNegative: Bool)] {
    switch kind {
    case .binary(.add, let left, let right): left.terms + right.terms
    case .binary(.subtract, let left, let right):
      left.terms + right.terms.map { ($0.term, !$0.isNegative) }
    case .negated(let inner): inner.terms.map { ($0.term, !$0.isNegative) }
    default: [(self, false)]
    }
  }

  /// The factors of a product, elementwise or as shapes allow.
  fileprivate func factors(isElementwise: Bool) -> [Syntax.Expression] {
    guard case .binary(let sign, let left, let right) = kind,
      isElementwise ? sign == .hadamard : sign.isProduct
    else { return [self] }
    return left.factors(isElementwise: isElementwise) + right.factors(isElementwise: isElementwise)
  }

  /// Without its transposition.
  fileprivate var upright: Syntax.Expression {
    if case .transposed(let inner) = kind { inner.upright } else { self }
  }

  /// What stands in a list or a matrix of one row.
  fileprivate var items: [Syntax.Expression] {
    switch kind {
    case .matrix(let rows): rows.flatMap { $0 }
    case .tuple(let parts): parts
    default: [self]
    }
  }
}
