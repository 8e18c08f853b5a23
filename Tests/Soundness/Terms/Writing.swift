/// Writes terms as an author would: brackets where they are needed and nowhere else.
struct Writing {
  let isLatex: Bool
  /// Whether a function of a product of names is written without brackets: `\tanh w x`.
  var baresArguments = false
  /// Whether every part that is not a single sign stands in brackets.
  var bracketsAll = false

  /// How tightly a text holds together.
  private enum Strength: Int, Comparable {
    case sum, reach, product, factor, whole

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  func text(_ term: Term) -> String { written(term).text }

  private func text(_ term: Term, _ least: Strength) -> String {
    let (text, strength) = written(term)
    return strength >= (bracketsAll ? .whole : least) ? text : "(\(text))"
  }

  private func written(_ term: Term) -> (text: String, strength: Strength) {
    switch term {
    case .number(let number): return ("\(number)", .whole)
    case .name(let name): return (name, .whole)
    case .entry(let name, let places):
      return ("\(name)[\(places.map { text($0) }.joined(separator: ", "))]", .whole)
    case .negated(let inner): return ("-\(text(inner, .product))", .sum)
    case .add(let left, let right):
      let isNegated = if case .negated = right { true } else { false }
      return ("\(closed(left, .sum)) + \(text(right, isNegated ? .reach : .sum))", .sum)
    case .subtract(let left, let right):
      return ("\(closed(left, .sum)) - \(text(right, .reach))", .sum)
    case .product(let left, let right): return product(left, right)
    case .hadamard(let left, let right):
      let sign = isLatex ? "\\odot" : "⊙"
      return ("\(text(left, .factor)) \(sign) \(text(right, .factor))", .product)
    case .quotient(let left, let right):
      return isLatex
        ? ("\\frac{\(text(left))}{\(text(right))}", .factor)
        : ("\(text(left, .whole))/\(text(right, .whole))", .reach)
    case .power(let base, let exponent): return ("\(text(base, .whole))^\(exponent)", .factor)
    case .transposed(let inner):
      return ("\(text(inner, .whole))\(isLatex ? "^\\top" : "ᵀ")", .factor)
    case .function(let function, let arguments): return call(function, arguments)
    case .sum(let index, let lower, let upper, let body):
      let bounds =
        isLatex
        ? "\\sum_{\(index)=\(text(lower))}^{\(text(upper))}"
        : "sum(\(index) in \(text(lower, .factor))..\(text(upper, .factor)))"
      return ("\(bounds) \(text(body, .product))", .reach)
    case .delta(let left, let right):
      let equation = "\(text(left)) = \(text(right))"
      return (isLatex ? "\\delta_{\(equation)}" : "δ(\(equation))", .whole)
    case .choice(let first, let left, let right, let second):
      let condition = "\(text(left)) \(isLatex ? "\\le" : "<=") \(text(right))"
      return isLatex
        ? (
          "\\begin{cases} \(text(first)) & \\text{if } \(condition) \\\\ \(text(second)) & "
            + "\\text{otherwise} \\end{cases}", .sum
        ) : ("cases(\(text(first)) if \(condition); \(text(second)) otherwise)", .whole)
    case .derivative(let output, let input, let isDirect):
      let plus = isDirect ? "^+" : ""
      return isLatex
        ? ("\\frac{\\partial\(plus) \(text(output))}{\\partial \(text(input))}", .factor)
        : ("∂\(plus)\(text(output, .whole))/∂\(text(input, .whole))", .factor)
    }
  }

  /// What takes all that follows, as a sum does, in brackets where something follows.
  private func closed(_ term: Term, _ least: Strength) -> String {
    endsOpenly(term) ? "(\(text(term)))" : text(term, least)
  }

  private func endsOpenly(_ term: Term) -> Bool {
    switch term {
    case .sum: true
    case .add(_, let right), .subtract(_, let right), .product(_, let right): endsOpenly(right)
    case .negated(let inner): endsOpenly(inner)
    default: false
    }
  }

  private func product(_ left: Term, _ right: Term) -> (String, Strength) {
    let first = endsOpenly(left) ? closed(left, .product) : text(left, .product)
    let isSum = if case .sum = right { true } else { false }
    let second = text(right, isSum ? .reach : .factor)
    let needsDot =
      second.first?.isNumber == true || written(left).text.hasSuffix("]") && second.hasPrefix("(")
    // A dot holds its factors less tightly together than a gap does.
    return (
      "\(first)\(needsDot ? isLatex ? " \\cdot " : " · " : " ")\(second)",
      isSum || needsDot ? .reach : .product
    )
  }

  private func call(_ function: Term.Function, _ arguments: [Term]) -> (String, Strength) {
    let list = arguments.map { text($0) }.joined(separator: ", ")
    guard isLatex else { return ("\(function.rawValue)(\(list))", .whole) }
    switch function {
    case .floor: return ("\\lfloor \(list) \\rfloor", .whole)
    case .ceil: return ("\\lceil \(list) \\rceil", .whole)
    case .abs: return ("|\(list)|", .whole)
    case .sigmoid: return ("\\sigma(\(list))", .whole)
    case .relu, .diag: return ("\\operatorname{\(function.rawValue)}(\(list))", .whole)
    case .exp, .log, .tanh, .sin, .cos, .max, .min:
      // It takes all that follows, so that a factor behind it asks for brackets.
      return baresArguments && !bracketsAll && arguments[0].isPlainProduct
        ? ("\\\(function.rawValue) \(list)", .reach) : ("\\\(function.rawValue)(\(list))", .whole)
    }
  }
}

extension Term {
  /// What may stand behind a function without brackets and leaves no doubt.
  fileprivate var isPlainProduct: Bool {
    switch self {
    case .name, .entry, .number: true
    case .product(let left, let right): left.isPlainProduct && right.isPlainProduct
    default: false
    }
  }
}

extension Setting {
  /// The blocks in front of a claim.
  func text(_ writing: Writing) -> String {
    let fence = writing.isLatex ? "math " : ""
    let lines = writing.isLatex ? " \\\\\n" : "\n"
    var text = "---\ncheckmark: {index-base: 1, layout: shape}\n---\n"
    let given = givenLines(writing)
    if !given.isEmpty { text += "```\(fence)given\n\(given.joined(separator: lines))\n```\n" }
    if !definitions.isEmpty {
      let definitions = definitions.flatMap { definition -> [String] in
        let left: (String) -> String = { "\(definition.name)\($0)" }
        let indices =
          definition.indices.isEmpty ? "" : "[\(definition.indices.joined(separator: ", "))]"
        return (definition.start.map { ["\(left("[0]")) = \(writing.text($0))"] } ?? [])
          + ["\(left(indices)) = \(writing.text(definition.body))"]
      }
      text += "```\(fence)define\n\(definitions.joined(separator: lines))\n```\n"
    }
    return text
  }

  private func givenLines(_ writing: Writing) -> [String] {
    var lines: [String] = []
    let whole = letters + lettersFromZero
    if !whole.isEmpty {
      lines.append(whole.joined(separator: ", ") + (writing.isLatex ? " \\in \\N" : " : N"))
    }
    lines += letters.map { "\($0) \(writing.isLatex ? "\\ge" : ">=") 1" }
    lines += tensors.map { tensor in
      let extents = tensor.extents.map { writing.text($0) }
      return writing.isLatex
        ? "\(tensor.name) \\in \\R"
          + (extents.isEmpty ? "" : "^{\(extents.joined(separator: " \\times "))}")
        : "\(tensor.name) : R" + (extents.isEmpty ? "" : "[\(extents.joined(separator: ", "))]")
    }
    if let (upper, lower) = constraint {
      lines.append(
        "\(writing.text(upper)) \(writing.isLatex ? "\\ge" : ">=") \(writing.text(lower))")
    }
    return lines
  }
}
