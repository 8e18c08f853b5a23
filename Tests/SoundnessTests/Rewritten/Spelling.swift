import Notation
import NumericCore

/// Writes a tree as text that reads back as the same tree: every part in brackets.
struct Spelling {
  let surface: Surface

  private var isLatex: Bool { surface == .latex }

  func text(_ statement: Syntax.Statement) -> String? {
    var text: String
    switch statement.kind {
    case .chain(let chain):
      text = self.text(chain)
    case .membership(let subjects, .reals(let extents)):
      let sizes = extents.map(operand).joined(separator: isLatex ? " \\times " : ", ")
      let space = isLatex ? " \\in \\R^{\(sizes)}" : " : R[\(sizes)]"
      text = subjects.map(self.text).joined(separator: ", ") + space
    case .membership, .indexBase: return nil
    }
    for condition in statement.conditions {
      text += (isLatex ? ", \\quad " : ", ") + self.text(condition)
    }
    return text
  }

  func text(_ chain: Syntax.Chain) -> String {
    chain.steps.reduce(text(chain.first)) {
      "\($0) \(sign($1.relation)) \(text($1.expression))"
    }
  }

  /// An expression where nothing stands beside it.
  func text(_ expression: Syntax.Expression) -> String {
    switch expression.kind {
    case .number(let number):
      return number.isInteger || number.description.contains(".")
        ? number.description : quotient("\(number.numerator)", "\(number.denominator)")
    case .name(let name): return self.name(name)
    case .negated(let inner): return "-\(operand(inner))"
    case .binary(.divide, let left, let right): return quotient(operand(left), operand(right))
    case .binary(.juxtaposition, let left, let right) where right.beginsWithNumber:
      return operand(left) + sign(.dot) + operand(right)
    case .binary(let sign, let left, let right):
      return operand(left) + self.sign(sign) + operand(right)
    case .power(let base, let exponent):
      let isEuler = base.kind == .name("e")
      return (isEuler ? "e" : operand(base))
        + (isLatex ? "^{\(text(exponent))}" : "^\(operand(exponent))")
    case .transposed(let inner): return operand(inner) + (isLatex ? "^\\top" : "ᵀ")
    case .call(let function, let arguments, let options): return call(function, arguments, options)
    case .indexed(let base, let indices): return indexed(base, indices)
    case .reduction(.list, let binder, let body): return list(binder, body)
    case .reduction(let reduction, let binder, let body):
      return self.reduction(reduction, binder) + " " + operand(body)
    case .indicator(let conditions):
      return (isLatex ? "\\mathbb{1}[" : "𝟙[") + joined(conditions) + "]"
    case .cases(let branches): return cases(branches)
    case .derivative(let output, let input, let isDirect):
      let plus = isDirect ? "^+" : ""
      return isLatex
        ? "\\frac{\\partial\(plus) \(operand(output))}{\\partial \(operand(input))}"
        : "∂\(plus)\(operand(output))/∂\(operand(input))"
    case .gradient(let output, let input):
      return isLatex
        ? "\\nabla_{\(text(input))} \(operand(output))"
        : "grad(\(text(output)), \(text(input)))"
    case .slope(let call, let order):
      guard case .call(let function, let arguments, _) = call.kind else { return text(call) }
      return name(function) + String(repeating: "'", count: order)
        + "(\(arguments.map(text).joined(separator: ", ")))"
    case .matrix(let rows): return matrix(rows)
    case .tuple(let parts): return "(\(parts.map(text).joined(separator: ", ")))"
    }
  }

  /// An expression as a part of another.
  private func operand(_ expression: Syntax.Expression) -> String {
    switch expression.kind {
    case .number(let number) where number.isInteger: text(expression)
    case .name, .indexed, .tuple: text(expression)
    case .call(let name, _, _) where name != "cases": text(expression)
    default: "(\(text(expression)))"
    }
  }

  // MARK: - Parts

  private func quotient(_ numerator: String, _ denominator: String) -> String {
    isLatex ? "\\frac{\(numerator)}{\(denominator)}" : "\(numerator)/\(denominator)"
  }

  private func call(
    _ function: String, _ arguments: [Syntax.Expression], _ options: [Syntax.Option]
  ) -> String {
    let list =
      arguments.map(text)
      + options.map { (isLatex ? "\\text{\($0.name)} = " : "\($0.name) = ") + text($0.value) }
    return "\(name(function))(\(list.joined(separator: ", ")))"
  }

  private func indexed(_ base: Syntax.Expression, _ indices: [Syntax.Expression]) -> String {
    if case .name(let name) = base.kind, name.hasSuffix("_"), let first = indices.first {
      let rest = indices.dropFirst().map(text).joined(separator: ", ")
      return "\(self.name(String(name.dropLast())))_{\(text(first))}"
        + (rest.isEmpty ? "" : "[\(rest)]")
    }
    return "\(operand(base))[\(indices.map(text).joined(separator: ", "))]"
  }

  private func list(_ binder: Syntax.Binder, _ body: Syntax.Expression) -> String {
    let ends = [binder.lower, binder.upper].compactMap { $0 }.map { end in
      text(body.replacing { $0.kind == .name(binder.name) ? end : nil })
    }
    return ends.joined(separator: isLatex ? ", \\dots, " : ", …, ")
  }

  private func reduction(_ reduction: Syntax.Reduction, _ binder: Syntax.Binder) -> String {
    let name = self.name(binder.name)
    let bounds = [binder.lower, binder.upper].compactMap { $0.map(text) }
    if isLatex {
      let sign = reduction == .sum ? "\\sum" : "\\prod"
      return bounds.count == 2
        ? "\(sign)_{\(name)=\(bounds[0])}^{\(bounds[1])}" : "\(sign)_{\(name)}"
    }
    let sign = reduction == .sum ? "sum" : "prod"
    return bounds.count == 2 ? "\(sign)(\(name) in \(bounds[0])..\(bounds[1]))" : "\(sign)(\(name))"
  }

  private func cases(_ branches: [Syntax.Branch]) -> String {
    let lines = branches.map { branch in
      let guards = branch.guards.map { (isLatex ? "\\text{if } " : "if ") + joined($0) }
      return text(branch.value)
        + (isLatex ? " & " : " ") + (guards ?? (isLatex ? "\\text{otherwise}" : "otherwise"))
    }
    return isLatex
      ? "\\begin{cases} \(lines.joined(separator: " \\\\ ")) \\end{cases}"
      : "cases(\(lines.joined(separator: "; ")))"
  }

  private func matrix(_ rows: [[Syntax.Expression]]) -> String {
    let lines = rows.map { $0.map(text).joined(separator: isLatex ? " & " : ", ") }
    return isLatex
      ? "\\begin{bmatrix} \(lines.joined(separator: " \\\\ ")) \\end{bmatrix}"
      : "[\(lines.map { "[\($0)]" }.joined(separator: ", "))]"
  }

  // MARK: - Conditions

  private func joined(_ conditions: [Syntax.Condition]) -> String {
    conditions.map(text).joined(separator: ", ")
  }

  func text(_ condition: Syntax.Condition) -> String {
    switch condition {
    case .chain(let chain): return text(chain)
    case .membership(let subject, let domain):
      let values: String =
        switch domain {
        case .range(let lower, let upper):
          isLatex
            ? "\\{\(text(lower)), \\dots, \(text(upper))\\}"
            : "{\(text(lower)), …, \(text(upper))}"
        case .interval(let interval): interval.written(text)
        case .list(let values):
          isLatex
            ? "\\{\(values.map(text).joined(separator: ", "))\\}"
            : "{\(values.map(text).joined(separator: ", "))}"
        case .reals, .naturals, .oneHot, .power, .functions: ""
        }
      return "\(text(subject)) \(isLatex ? "\\in" : "∈") \(values)"
    }
  }

  // MARK: - Signs and names

  private func sign(_ relation: Syntax.Relation) -> String {
    guard isLatex else { return relation.rawValue }
    return switch relation {
    case .equal: "="
    case .unequal: "\\ne"
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .approximatelyEqual: "\\approx"
    }
  }

  private func sign(_ sign: Syntax.BinaryOperator) -> String {
    switch sign {
    case .add: " + "
    case .subtract: " - "
    case .juxtaposition: isLatex ? "\\, " : " "
    case .dot: isLatex ? " \\cdot " : " · "
    case .times: isLatex ? " \\times " : " × "
    case .divide: "/"
    case .hadamard: isLatex ? " \\odot " : " ⊙ "
    case .star: " * "
    }
  }

  private func name(_ name: String) -> String {
    guard isLatex else { return name }
    let primes = String(name.filter { $0 == "'" })
    let plain = name.filter { $0 != "'" }
    if RightNames.functions.contains(plain) {
      return "\\operatorname{\(plain.replacing("_", with: "\\_"))}\(primes)"
    }
    for mark in ["^", "_"] {
      if let place = plain.firstIndex(of: Character(mark)), place != plain.startIndex {
        return "\(plain[..<place])\(primes)\(mark){\(plain[plain.index(after: place)...])}"
      }
    }
    return (RightNames.commands[plain] ?? plain) + primes
  }
}

extension Syntax.Expression {
  /// Two numbers side by side would be one.
  fileprivate var beginsWithNumber: Bool { literal != nil }
}

/// How names are written in LaTeX.
private enum RightNames {
  static let functions: Set<String> = [
    "tanh", "sigmoid", "exp", "log", "relu", "max", "min", "floor", "ceil", "shape", "norm",
    "trace", "tr", "diag", "softmax", "softargmax", "sqrt", "abs", "conv1d", "conv2d", "avgpool",
    "avgpool1d", "maxpool", "maxpool1d", "conv_size", "pool_size", "conv2d_parameters",
    "conv2d_shape",
  ]
  static let commands = ["ℓ": "\\ell", "σ": "\\sigma"]
}
