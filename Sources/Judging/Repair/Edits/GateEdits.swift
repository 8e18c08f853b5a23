import Notation

extension Edit {
  /// `c \odot \frac{\partial h}{\partial W}` for the derivative of `c \odot h`, where `c` depends on
  /// `W`, too; in every term alike.
  static let forgottenFactor = Edit(
    "forgotten-factor", "the factor beside a derivative is held fixed", size: 2
  ) { place in
    guard place.role == .value, place.node.isSum || place.isWhole, place.parent?.isSum != true
    else { return [] }
    let halves = place.node.terms.compactMap(place.forgottenHalf)
    guard let first = halves.first else { return [] }
    var replacement = place.replaced(
      by: place.text.text(of: place.node) + halves.map(\.text).joined())
    replacement.words = first.words
    return [replacement]
  }

  /// `\operatorname{diag}(c)` for the derivative of `c \odot h` by `h`, where `c` depends on `h`, too.
  static let forgottenPath = Edit(
    "forgotten-path", "one of the ways on which it depends is forgotten", size: 2
  ) { place in
    guard place.isWhole, case .derivative(let output, let input, _) = place.answer.asked?.kind
    else { return [] }
    let (y, x) = (place.text.text(of: output), place.text.text(of: input))
    return place.answer.between(output, input).map { gate in
      let g = place.text.surface == .latex ? gate.latex : gate.text
      let path = "\(place.derivative(y, g)) \(place.derivative(g, x))"
      var replacement = place.replaced(by: "\(place.text.text(of: place.node)) + \(path)")
      replacement.words = "this forgets that \(gate.text) depends on \(input.text)"
      return replacement
    }
  }
}

extension Edit {
  /// `W^\top \nabla_y L` for `\nabla_y L + W^\top \nabla_y L`.
  static let forgottenSkip = Edit(
    "forgotten-skip", "what goes past the block, by the skip connection, is forgotten", size: 3
  ) { place in
    guard place.isWhole else { return [] }
    let text = place.text.text(of: place.node)
    return place.withChildren.filter { $0.sums.isEmpty && !$0.isWhole }.compactMap { inner in
      switch inner.node.kind {
      case .derivative, .gradient:
        place.replaced(by: "\(text) + \(inner.text.text(of: inner.node))")
      default: nil
      }
    }
  }

  /// `\nabla_V L W_V^\top` for the derivative by what queries and keys read, too: all that is missing at once.
  static let forgottenReaders = Edit(
    "forgotten-readers", "one of the ways on which it depends is forgotten", size: 3
  ) { place in
    guard place.isWhole, let (output, input) = place.answer.askedDerivative else { return [] }
    let readers = place.answer.readers(of: input, in: output)
    guard (1...3).contains(readers.count) else { return [] }
    let (y, x) = (place.answer.written(output), place.answer.asWritten(input))
    let paths = readers.map { gate in
      let g = place.answer.written(gate)
      return "\(place.derivative(y, g)) \(place.derivative(g, x))"
    }
    var replacement = place.replaced(
      by: ([place.text.text(of: place.node)] + paths).joined(separator: " + "))
    let names = readers.joinedText
    replacement.words =
      "this forgets that \(names) depend\(readers.count == 1 ? "s" : "") on \(input.text)"
    return [replacement]
  }
}

extension [Syntax.Expression] {
  /// `a, b and c`
  fileprivate var joinedText: String {
    let texts = map(\.text)
    return texts.count > 1
      ? texts.dropLast().joined(separator: ", ") + " and " + (texts.last ?? "")
      : texts.joined()
  }
}

extension Answer {
  /// What is differentiated by what, also where that has a name: `dx` of `dx = ∂L/∂x`.
  fileprivate var askedDerivative: (output: Syntax.Expression, input: Syntax.Expression)? {
    var question = asked
    if case .name(let name) = asked?.kind, case .definition(_, [], let body) = scope[name]?.kind {
      question = body
    }
    switch question?.kind {
    case .derivative(let output, let input, isDirect: false), .gradient(let output, let input):
      return (output, input)
    default: return nil
    }
  }

  /// The input as the question has it.
  fileprivate func asWritten(_ input: Syntax.Expression) -> String {
    let isInQuestion = asked?.nodes.contains { $0 == input } == true
    return isInQuestion ? text.text(of: input) : written(input)
  }

  /// What is defined by the input itself, on the way to the output, and does not come in the answer.
  fileprivate func readers(
    of input: Syntax.Expression, in output: Syntax.Expression
  ) -> [Syntax.Expression] {
    guard case .name(let source) = input.chainedIndices.0.kind,
      case .name(let target) = output.kind
    else { return [] }
    let used = Set(expressions.flatMap(\.differentiatedNames))
    return scope.closure(of: [target]).sorted().filter { name in
      guard name != target, name != source, !used.contains(name),
        case .definition([], let indices, let body) = scope[name]?.kind, indices.isEmpty
      else { return false }
      return body.freeNames().contains(source)
    }.map { Syntax.Expression(.name($0), at: input.span) }
  }
}

extension Place {
  /// `u \odot \partial g`, the half that is missing beside `g \odot \partial u`.
  fileprivate func forgottenHalf(
    _ term: (isNegative: Bool, node: Syntax.Expression)
  ) -> (text: String, words: String)? {
    guard case .binary(let product, let factor, let right) = term.node.kind,
      product.multiplies || product == .hadamard, !factor.containsDerivative,
      case .derivative(let inner, let input, isDirect: false) = right.kind,
      let name = input.chainedIndices.0.namesInOrder.first, answer.scope[name] != nil,
      factor.freeNames().contains(where: { answer.scope.depends($0, on: name) })
    else { return nil }
    var diagonal = factor
    if case .call("diag", let vector, _) = factor.kind, vector.count == 1 { diagonal = vector[0] }
    // A number has no derivative: of 1 - c only c counts.
    var (gate, isNegative) = (diagonal, term.isNegative)
    if case .binary(let sign, let one, let rest) = diagonal.kind, one.literal != nil,
      diagonal.isSum
    {
      gate = rest
      if sign == .subtract { isNegative.toggle() }
    }
    let half =
      product.multiplies ? self.diagonal(of: inner) + " " : text.factorText(of: inner) + odot
    let isName = if case .binary = gate.kind { false } else { true }
    let slope = derivative(
      isName ? text.text(of: gate) : text.factorText(of: gate), text.text(of: input))
    return (
      " \(isNegative ? "-" : "+") \(half)\(slope)",
      "this forgets that \(gate.text) depends on \(input.text)"
    )
  }

  fileprivate func derivative(_ output: String, _ input: String) -> String {
    text.surface == .latex
      ? "\\frac{\\partial \(output)}{\\partial \(input)}" : "∂\(output)/∂\(input)"
  }
}

extension Answer {
  /// The values by which an output is defined and which depend on the input.
  fileprivate func between(
    _ output: Syntax.Expression, _ input: Syntax.Expression
  ) -> [Syntax.Expression] {
    guard case .name(let name) = output.chainedIndices.0.kind,
      case .name(let source) = input.chainedIndices.0.kind
    else { return [] }
    let found = bodies(of: name, at: output.chainedIndices.1).flatMap { $0.values(in: scope) }
    return found.reduce(into: []) { values, value in
      guard case .name(let gate) = value.chainedIndices.0.kind, gate != name, gate != source,
        scope.depends(gate, on: source), !values.contains(where: { $0.text == value.text })
      else { return }
      values.append(value)
    }
  }

  /// The right sides that define a value, with its indices in them.
  private func bodies(
    of name: String, at indices: [Syntax.Expression]
  ) -> [Syntax.Expression] {
    switch scope[name]?.kind {
    case .definition(_, [], let body): return [body]
    case .family(let family) where indices.count >= family.rank:
      return family.lines.compactMap { line in
        let pairs = zip(line.pattern, indices)
        return line.body?.replacing { part in
          pairs.first { $0.0.kind == part.kind && $0.0.literal == nil }?.1
        }
      }
    default: return []
    }
  }
}

extension Syntax.Expression {
  /// The names by which something is differentiated.
  fileprivate var differentiatedNames: [String] {
    nodes.flatMap { node -> [String] in
      switch node.kind {
      case .derivative(_, let input, _), .gradient(_, let input): return Array(input.freeNames())
      default: return []
      }
    }
  }

  /// The terms of a sum, each with its sign; another expression is its only term.
  fileprivate var terms: [(isNegative: Bool, node: Syntax.Expression)] {
    switch kind {
    case .binary(.add, let left, let right): left.terms + right.terms
    case .binary(.subtract, let left, let right):
      left.terms + right.terms.map { (!$0.isNegative, $0.node) }
    default: [(false, self)]
    }
  }

  /// The values of families, and the tensors that are defined whole, that it is made of.
  fileprivate func values(in scope: Scope) -> [Syntax.Expression] {
    let (base, indices) = chainedIndices
    if case .name(let name) = base.kind {
      if let family = scope.family(name) { return indices.count == family.rank ? [self] : [] }
      if case .definition(_, [], _) = scope[name]?.kind { return [base] }
    }
    return children.flatMap { $0.values(in: scope) }
  }
}
