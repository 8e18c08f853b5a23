import NumericCore

/// `\nabla_x A`, `\nabla_x^2 A`, `\nabla f(x)`; in plain text also `grad(A, x)` and `hessian(A, x)`.
extension Parser {
  /// ∇ takes the shortest beginning of the product that is a number and depends on the variable.
  mutating func gradient() throws(Diagnostic) -> Syntax.Expression {
    let start = current.span
    var variable: Syntax.Expression?
    var order = 0
    while current.kind == .nabla {
      advance()
      let (written, power) = try gradientScripts()
      if let variable, let written, variable.text != written.text {
        throw Diagnostic(.mixedGradients, at: written.span)
      }
      variable = variable ?? written
      order += power
    }
    guard order <= 2 else { throw Diagnostic(.higherGradient, at: start) }
    let operand: Syntax.Expression
    if let variable {
      operand = try gradientOperand(by: variable)
    } else {
      operand = try power()
      variable = try onlyVariable(of: operand)
    }
    guard let variable else { throw Diagnostic(.gradientByWhat, at: start) }
    var gradient = operand
    for _ in 0..<order {
      gradient = try make(.gradient(gradient, by: variable), start, previousSpan)
    }
    return gradient
  }

  /// What stands below ∇, and how often it is taken.
  private mutating func gradientScripts() throws(Diagnostic) -> (Syntax.Expression?, Int) {
    var variable: Syntax.Expression?
    var order = 1
    while true {
      if variable == nil, take(.subscriptMark) {
        variable = try variableOfGradient()
      } else if order == 1, take(.superscriptMark) {
        let exponent = try oneOperand()
        guard exponent.kind == .number(Rational(2)) else {
          throw Diagnostic(.higherGradient, at: exponent.span)
        }
        order = 2
      } else {
        return (variable, order)
      }
    }
  }

  /// `x`, `{W^{(2)}}`; in plain text `h[t]`, for nothing else groups what stands below.
  private mutating func variableOfGradient() throws(Diagnostic) -> Syntax.Expression {
    if current.kind == .open(.round) || current.kind == .open(.curly) {
      guard case .open(let bracket) = advance().kind else { return try oneOperand() }
      let variable = try postfix()
      try expect(.close(bracket), "the bracket that closes this group")
      return variable
    }
    guard isPlainText, case .letters = current.kind else { return try oneOperand() }
    let name = try oneOperand()
    guard current.kind == .open(.square) else { return name }
    return try make(.indexed(name, try bracketed(.square)), name.span, previousSpan)
  }

  private mutating func gradientOperand(
    by variable: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    operandOfGradient = position
    var operand = try power()
    var isOneFactor = true
    while !endsGradient(operand, by: variable, isOneFactor: isOneFactor) {
      guard let longer = try continued(operand) else { return operand }
      operand = longer
      isOneFactor = false
    }
    guard restOfProductMentions(variable),
      takesSecondReading(at: operand.span.joined(with: current.span))
    else { return operand }
    while let longer = try continued(operand) { operand = longer }
    return operand
  }

  /// Whether the variable itself stands in what is left of the product, and not below a ∇ or ∂.
  private func restOfProductMentions(_ variable: Syntax.Expression) -> Bool {
    guard case .name(let name) = variable.chainedIndices.0.kind else { return false }
    var depth = 0
    for (place, token) in rest.enumerated() {
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .sign(.plus), .sign(.minus), .sign(.comma), .relation, .lineBreak, .gap, .ampersand,
        .endOfFormula:
        if depth == 0 { return false }
      default:
        if startsName(name, at: place), !isDifferentiatedBy(at: place) { return true }
      }
      if depth < 0 { return false }
    }
    return false
  }

  /// Whether a name stands there, with its label and no other.
  private func startsName(_ name: String, at distance: Int) -> Bool {
    guard let letter = peek(distance).plainText, name.hasPrefix(letter) else { return false }
    if name == letter {
      guard peek(distance + 1).kind == .subscriptMark, let label = scriptText(at: distance + 1)
      else { return true }
      return vocabulary["\(name)_\(label)"] == nil
    }
    var text = letter
    var ahead = distance + 1
    while text.count < name.count, name.hasPrefix(text) {
      switch peek(ahead).kind {
      case .subscriptMark: text += "_"
      case .superscriptMark: text += "^"
      case .prime: text += "'"
      case .open(.group), .close(.group): break
      case .open(.round): text += "("
      case .close(.round): text += ")"
      case .open(.square): text += "["
      case .close(.square): text += "]"
      default:
        guard let part = peek(ahead).plainText else { return false }
        text += part
      }
      ahead += 1
    }
    return text == name
  }

  /// Whether what stands there is below ∇, or behind the ∂ of a denominator.
  private func isDifferentiatedBy(at distance: Int) -> Bool {
    let before = peek(distance - 1).kind == .open(.group) ? distance - 2 : distance - 1
    return peek(before).kind == .partial
      || (peek(before).kind == .subscriptMark && peek(before - 1).kind == .nabla)
  }

  /// The product with its next factor; nothing where it ends.
  private mutating func continued(
    _ left: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression? {
    let sign: Syntax.BinaryOperator
    switch current.kind {
    case .sign(.hadamard): sign = .hadamard
    case .sign(.dot): sign = .dot
    case .sign(.times): sign = .times
    case .sign(.star): sign = .star
    case .sign(.slash): sign = .divide
    default:
      guard startsFactor(current.kind), !endsProduct(at: 0) else { return nil }
      return try make(.binary(.juxtaposition, left, try power()), left.span, previousSpan)
    }
    if endsProduct(at: 1) { return nil }
    advance()
    let isFactor = sign == .divide || vocabulary.rank(of: left) == 0
    let right = isFactor ? try power() : try factors()
    return try make(.binary(sign, left, right), left.span, previousSpan)
  }

  /// Whether ∇ takes no more: it has a number that depends on the variable. A factor of which nothing
  /// tells what it is, is taken for one.
  private func endsGradient(
    _ operand: Syntax.Expression, by variable: Syntax.Expression, isOneFactor: Bool
  ) -> Bool {
    guard let rank = vocabulary.rank(of: operand) else {
      return isOneFactor && operand.isNamed && vocabulary.depends(operand, on: variable)
    }
    return rank == 0 && vocabulary.depends(operand, on: variable)
  }

  /// By what ∇ without an index differentiates: the argument of a function, or the one name of which
  /// the value is made.
  private func onlyVariable(of operand: Syntax.Expression) throws(Diagnostic) -> Syntax.Expression?
  {
    let (base, indices) = operand.chainedIndices
    switch base.kind {
    case .call(_, let arguments, _):
      return arguments.count == 1 && indices.isEmpty ? arguments[0] : nil
    case .name(let name):
      let origin = vocabulary.origins[name]
      var names = origin?.variables ?? []
      if names.isEmpty {
        names = origin.map { $0.dependencies.intersection(vocabulary.given).sorted() } ?? []
      }
      return names.count == 1 ? Syntax.Expression(.name(names[0]), at: base.span) : nil
    default:
      let names = operand.freeNames().filter { (vocabulary.given.contains($0)) }
      return names.count == 1 ? Syntax.Expression(.name(names.sorted()[0]), at: base.span) : nil
    }
  }

  /// `grad(L, x)`, `hessian(L, x)`, where nothing else has that name.
  mutating func gradientCall(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    if let product = DerivativeProduct.named(name), vocabulary[name] == nil,
      current.kind == .open(.round)
    {
      return try derivativeProduct(product, from: start)
    }
    guard let order = ["grad": 1, "hessian": 2][name], vocabulary[name] == nil,
      current.kind == .open(.round)
    else { return nil }
    let arguments = try bracketed(.round)
    guard arguments.count == 2 else { throw Diagnostic(.gradientByWhat, at: start) }
    var gradient = arguments[0]
    for _ in 0..<order {
      gradient = try make(.gradient(gradient, by: arguments[1]), start, previousSpan)
    }
    return gradient
  }

  /// `jvp(y, x, v)`, `vjp(y, x, v)`
  private mutating func derivativeProduct(
    _ product: DerivativeProduct, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let arguments = try bracketed(.round)
    guard arguments.count == 3 else {
      throw Diagnostic(.productNeedsDerivative(product.name), at: start)
    }
    let derivative = try make(
      .derivative(arguments[0], by: arguments[1]), start, previousSpan)
    return try make(.call(product.name, [derivative, arguments[2]], []), start, previousSpan)
  }
}

extension Vocabulary {
  /// Whether a value changes with a variable, as far as a reader knows.
  fileprivate func depends(
    _ expression: Syntax.Expression, on variable: Syntax.Expression
  ) -> Bool {
    guard case .name(let name) = variable.chainedIndices.0.kind else { return true }
    return expression.freeNames().contains { other in
      if other == name { return true }
      guard let entry = self[other] else { return false }
      // What this block defines has an origin only behind it.
      return origins[other].map { $0.dependencies.contains(name) } ?? (entry != .number)
    }
  }
}

extension Syntax.Expression {
  /// Whether it is a name, a call, or an element of one.
  fileprivate var isNamed: Bool {
    switch chainedIndices.0.kind {
    case .name, .call: true
    default: false
    }
  }
}

extension Diagnostic.Message {
  static let gradientByWhat = Self(
    "ambiguous", "nothing says by what this gradient is taken",
    hint: "write \\nabla_x L, or grad(L, x) in plain text")

  static let mixedGradients = Self(
    "unsupported", "this takes the gradient of a gradient by something else",
    hint: "write \\frac{\\partial^2 L}{\\partial x \\partial y^\\top}")

  static let higherGradient = Self(
    "unsupported", "∇ is taken once, for the gradient, or twice, for the Hessian")
}
