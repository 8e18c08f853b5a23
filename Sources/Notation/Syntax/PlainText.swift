import NumericCore

extension Syntax.Expression {
  /// The expression in plain text: short, canonical, for messages and for telling two apart.
  package var text: String {
    switch kind {
    case .number(let number): return number.description
    case .name(let name): return name
    case .negated(let inner): return "−\(inner.operandText)"
    case .binary(let sign, let left, let right):
      let gap = sign == .juxtaposition ? " " : sign == .divide ? "/" : " \(sign.rawValue) "
      let isSum = sign == .add || sign == .subtract
      return (isSum ? left.text : left.operandText) + gap
        + (sign == .add ? right.text : right.operandText)
    case .power(let base, let exponent): return "\(base.operandText)^\(exponent.operandText)"
    case .transposed(let inner): return "\(inner.operandText)ᵀ"
    case .call(let name, let arguments, let options):
      if arguments.isEmpty, options.isEmpty { return name }
      let list = arguments.map(\.text) + options.map { "\($0.name) = \($0.value.text)" }
      return "\(name)(\(list.joined(separator: ", ")))"
    case .indexed(let base, let indices):
      if case .name(let name) = base.kind, name.hasSuffix("_"), let first = indices.first {
        let rest = indices.dropFirst().map(\.text).joined(separator: ", ")
        return "\(name)\(first.operandText)" + (rest.isEmpty ? "" : "[\(rest)]")
      }
      if case .name(let name) = base.kind, name.hasSuffix("^") {
        return name.withScripts(indices.map(\.text)) { "(\($0))" }
      }
      return "\(base.operandText)[\(indices.map(\.text).joined(separator: ", "))]"
    case .reduction(let reduction, let binder, let body):
      let bounds = [binder.lower, binder.upper].compactMap { $0?.text }.joined(separator: "..")
      return "\(reduction.rawValue)(\(binder.name)\(bounds.isEmpty ? "" : " in \(bounds)")) "
        + body.operandText
    case .indicator(let conditions):
      return "δ(\(conditions.map(\.text).joined(separator: ", ")))"
    case .cases(let branches):
      return "cases(\(branches.map(\.text).joined(separator: "; ")))"
    case .derivative(let output, let input, let isDirect):
      return "∂\(isDirect ? "^+" : "")\(output.operandText)/∂\(input.operandText)"
    case .gradient(let output, let input):
      return "∇_\(input.operandText) \(output.operandText)"
    case .slope(let call, let order):
      guard case .call(let name, let arguments, _) = call.kind else { return call.text }
      let primes = String(repeating: "'", count: order)
      return "\(name)\(primes)(\(arguments.map(\.text).joined(separator: ", ")))"
    case .matrix(let rows):
      return "[\(rows.map { $0.map(\.text).joined(separator: ", ") }.joined(separator: "; "))]"
    case .tuple(let parts): return "(\(parts.map(\.text).joined(separator: ", ")))"
    }
  }

  /// In brackets where it is a sum or a product.
  private var operandText: String {
    switch kind {
    case .binary, .negated, .reduction: "(\(text))"
    default: text
    }
  }
}

extension Syntax.Branch {
  fileprivate var text: String {
    guard let guards else { return "\(value.text) otherwise" }
    return "\(value.text) if \(guards.map(\.text).joined(separator: ", "))"
  }
}

extension Syntax.Condition {
  package var text: String {
    switch self {
    case .chain(let chain):
      chain.steps.reduce(chain.first.text) { "\($0) \($1.relation.rawValue) \($1.expression.text)" }
    case .membership(let subject, let domain): "\(subject.text) ∈ \(domain.text)"
    }
  }
}

extension Syntax.Domain {
  package var text: String {
    switch self {
    case .reals(let extents):
      extents.isEmpty ? "ℝ" : "ℝ[\(extents.map(\.text).joined(separator: ", "))]"
    case .naturals: "ℕ"
    case .oneHot: "one-hot"
    case .list(let values): "{\(values.map(\.text).joined(separator: ", "))}"
    case .range(let lower, let upper): "{\(lower.text), …, \(upper.text)}"
    case .interval(let interval): interval.written(\.text)
    case .power(let set, let extents):
      "\(set.text)^(\(extents.map(\.text).joined(separator: " × ")))"
    case .functions(let taken, let made): "\(Self.reals(taken).text) → \(Self.reals(made).text)"
    }
  }
}

extension Syntax.Interval {
  package func written(_ text: (Syntax.Expression) -> String) -> String {
    (isClosedBelow ? "[" : "(") + text(lower) + ", " + text(upper) + (isClosedAbove ? "]" : ")")
  }

  package func mapping(_ transform: (Syntax.Expression) -> Syntax.Expression) -> Self {
    Self(
      lower: transform(lower), upper: transform(upper), isClosedBelow: isClosedBelow,
      isClosedAbove: isClosedAbove)
  }
}

extension String {
  /// A value of a family with its indices as its author wrote them, `x^(i)`, `a_h^t`.
  func withScripts(_ indices: [String], inBrackets bracketed: (String) -> String) -> String {
    guard hasSuffix("_^"), indices.count > 1 else {
      let rest = indices.dropFirst().joined(separator: ", ")
      return self + bracketed(indices[0]) + (rest.isEmpty ? "" : "[\(rest)]")
    }
    let below = indices.dropLast().joined(separator: ", ")
    return dropLast() + bracketed(below) + "^" + bracketed(indices[indices.count - 1])
  }
}
