import NumericCore

extension [Syntax.Statement] {
  /// The statements as LaTeX, a line each.
  package var latex: String {
    let lines = map(\.latex)
    return lines.count == 1
      ? lines[0] : "\\begin{gathered} \(lines.joined(separator: " \\\\ ")) \\end{gathered}"
  }
}

extension Syntax.Statement {
  fileprivate var latex: String {
    let body: String =
      switch kind {
      case .chain(let chain): chain.latex
      case .membership(let subjects, let domain):
        "\(subjects.map(\.latex).joined(separator: ", ")) \\in \(domain.latex)"
      case .indexBase(let base): "\\text{indices from } \(base)"
      }
    guard !conditions.isEmpty else { return body }
    return "\(body) \\quad \\text{where } \(conditions.map(\.latex).joined(separator: ", "))"
  }
}

extension Syntax.Chain {
  package var latex: String {
    steps.reduce(first.latex) { text, step in
      let tolerance = step.tolerance.map { " \\pm \($0.latex)" } ?? ""
      return "\(text) \(step.relation.latex) \(step.expression.latex)\(tolerance)"
    }
  }
}

extension Syntax.Relation {
  fileprivate var latex: String {
    switch self {
    case .equal: "="
    case .unequal: "\\ne"
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .approximatelyEqual: "\\approx"
    }
  }
}

extension Syntax.Condition {
  fileprivate var latex: String {
    switch self {
    case .chain(let chain): chain.latex
    case .membership(let subject, let domain): "\(subject.latex) \\in \(domain.latex)"
    }
  }
}

extension Syntax.Domain {
  fileprivate var latex: String {
    switch self {
    case .reals(let extents):
      extents.isEmpty
        ? "\\mathbb{R}"
        : "\\mathbb{R}^{\(extents.map(\.latexExtent).joined(separator: " \\times "))}"
    case .naturals: "\\mathbb{N}"
    case .oneHot: "\\text{one-hot}"
    case .list(let values): "\\{\(values.map(\.latex).joined(separator: ", "))\\}"
    case .range(let lower, let upper): "\\{\(lower.latex), \\dots, \(upper.latex)\\}"
    case .interval(let interval): interval.written(\.latex)
    case .power(let set, let extents):
      "\(set.latex)^{\(extents.map(\.latexExtent).joined(separator: " \\times "))}"
    case .functions(let taken, let made):
      "\(Self.reals(taken).latex) \\to \(Self.reals(made).latex)"
    }
  }
}

extension Syntax.Expression {
  package var latex: String {
    switch kind {
    case .number(let number):
      return number.isInteger || number.description.contains(".")
        ? number.description : "\\frac{\(number.numerator)}{\(number.denominator)}"
    case .name(let name): return Self.latex(name: name)
    case .negated(let inner): return "-\(inner.latexOperand)"
    case .binary(.divide, let left, let right): return "\\frac{\(left.latex)}{\(right.latex)}"
    case .binary(let sign, let left, let right):
      let isSum = sign == .add || sign == .subtract
      return (isSum ? left.latex : left.latexOperand) + sign.latex
        + (sign == .add && !right.isNegated ? right.latex : right.latexOperand)
    case .power(let base, let exponent): return "{\(base.latexBase)}^{\(exponent.latex)}"
    case .transposed(let inner): return "{\(inner.latexBase)}^\\top"
    case .call(let name, let arguments, let options):
      if arguments.isEmpty, options.isEmpty { return name }
      return Self.latex(callOf: name, arguments, options)
    case .indexed(let base, let indices):
      if case .name(let name) = base.kind, name.hasSuffix("_"), let first = indices.first {
        let rest = indices.dropFirst().map(\.latex).joined(separator: ", ")
        return "\(Self.latex(name: String(name.dropLast())))_{\(first.latex)}"
          + (rest.isEmpty ? "" : "[\(rest)]")
      }
      if case .name(let name) = base.kind, name.hasSuffix("^") {
        return name.withScripts(indices.map(\.latex)) { "{\($0)}" }
      }
      return "\(base.latexBase)[\(indices.map(\.latex).joined(separator: ", "))]"
    case .reduction(.list, let binder, let body):
      let ends = [binder.lower, binder.upper].compactMap { $0 }.map { end in
        body.replacing { $0.kind == .name(binder.name) ? end : nil }.latex
      }
      return "\\left[\(ends.joined(separator: ", \\dots, "))\\right]"
    case .reduction(let reduction, let binder, let body):
      return Self.latex(reduction: reduction, binder, body)
    case .indicator(let conditions):
      return "\\delta_{\(conditions.map(\.latex).joined(separator: ",\\, "))}"
    case .cases(let branches):
      let lines = branches.map { branch in
        let guards = branch.guards.map { "\\text{if } \($0.map(\.latex).joined(separator: ", "))" }
        return "\(branch.value.latex) & \(guards ?? "\\text{otherwise}")"
      }
      return "\\begin{cases} \(lines.joined(separator: " \\\\ ")) \\end{cases}"
    case .derivative(let output, let input, let isDirect):
      return
        "\\frac{\\partial\(isDirect ? "^{+}" : "") \(output.latexOperand)}{\\partial \(input.latex)}"
    case .gradient(let output, let input):
      return "\\nabla_{\(input.latex)} \(output.latexOperand)"
    case .slope(let call, let order):
      guard case .call(let name, let arguments, _) = call.kind else { return call.latex }
      return Self.latex(callOf: name + String(repeating: "'", count: order), arguments, [])
    case .matrix(let rows):
      let lines = rows.map { $0.map(\.latex).joined(separator: " & ") }
      return "\\begin{bmatrix} \(lines.joined(separator: " \\\\ ")) \\end{bmatrix}"
    case .tuple(let parts): return "(\(parts.map(\.latex).joined(separator: ", ")))"
    }
  }

  private static func latex(
    callOf name: String, _ arguments: [Syntax.Expression], _ options: [Syntax.Option]
  ) -> String {
    if let brackets = Library[name]?.brackets, arguments.count == 1 {
      return "\\left\(brackets.left) \(arguments[0].latex) \\right\(brackets.right)"
    }
    if let sign = Library[name]?.sign, arguments.count < 2 {
      return sign + (arguments.first.map { "_{\($0.latex)}" } ?? "")
    }
    let list =
      arguments.map(\.latex)
      + options.map { option in
        let isWord = option.name.count > 1 && !option.name.contains("_")
        let name = isWord ? "\\text{\(option.name)}" : latex(name: option.name)
        return "\(name) = \(option.value.latex)"
      }
    let isWord = name.count > 1 && name.allSatisfy(\.isLetter)
    let function = isWord ? "\\operatorname{\(name)}" : latex(name: name)
    return "\(function)\\left(\(list.joined(separator: ", "))\\right)"
  }

  private static func latex(
    reduction: Syntax.Reduction, _ binder: Syntax.Binder, _ body: Syntax.Expression
  ) -> String {
    let sign =
      switch reduction {
      case .sum: "\\sum"
      case .product, .list: "\\prod"
      case .maximum: "\\max"
      case .minimum: "\\min"
      }
    let lower = binder.lower.map { "=\($0.latex)" } ?? ""
    let upper = binder.upper.map { "^{\($0.latex)}" } ?? ""
    let isSum = if case .binary(let sign, _, _) = body.kind { !sign.isProduct } else { false }
    return "\(sign)_{\(latex(name: binder.name))\(lower)}\(upper) "
      + (isSum ? body.latexOperand : body.latex)
  }

  /// In brackets where it is a sum or a product.
  private var latexOperand: String {
    switch kind {
    case .binary(let sign, _, _) where sign != .divide && sign != .juxtaposition:
      "\\left(\(latex)\\right)"
    case .negated, .reduction: "\\left(\(latex)\\right)"
    default: latex
    }
  }

  /// In brackets where more than one thing would stand below a power or before an index list.
  private var latexBase: String {
    switch kind {
    case .binary, .power, .transposed, .cases: "\\left(\(latex)\\right)"
    default: latexOperand
    }
  }

  /// In brackets where it is no single factor of a shape.
  fileprivate var latexExtent: String {
    switch kind {
    case .binary(.times, _, _): latex
    default: latexOperand
    }
  }

  private var isNegated: Bool { if case .negated = kind { true } else { false } }

  /// `W_c` with its subscript, words upright.
  private static func latex(name: String) -> String {
    if name.hasPrefix("\\") { return name }
    if let mark = name.firstIndex(of: "^") {
      let label = name[name.index(after: mark)...]
      return "\(latex(name: String(name[..<mark])))^{\(label)}"
    }
    if name.contains(" ") { return "\\text{\(name)}" }
    if name.contains(".") { return "\\texttt{\(name.replacing("_", with: "\\_"))}" }
    let primes = name.filter { $0 == "'" }
    let plain = name.filter { $0 != "'" }
    if Library.contains(plain), plain.count > 1 {
      return "\\operatorname{\(plain.replacing("_", with: "\\_"))}" + primes
    }
    guard let mark = plain.firstIndex(of: "_"), mark != plain.startIndex else {
      return (plain.count > 1 ? "\\mathit{\(plain)}" : plain) + primes
    }
    let lower = plain[plain.index(after: mark)...].replacing("_", with: "\\_")
    let base = String(plain[..<mark])
    return "\(base.count > 1 ? "\\mathit{\(base)}" : base)\(primes)_{\(lower)}"
  }
}

extension Syntax.BinaryOperator {
  fileprivate var latex: String {
    switch self {
    case .add: " + "
    case .subtract: " - "
    case .juxtaposition: "\\, "
    case .dot: " \\cdot "
    case .star: " * "
    case .times: " \\times "
    case .divide: " / "
    case .hadamard: " \\odot "
    }
  }
}
