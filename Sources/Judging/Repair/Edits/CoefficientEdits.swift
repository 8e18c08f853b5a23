import Notation

extension Edit {
  static let coefficients: [Edit] = [
    missingPower, upsideDown, dividingFactor, exchangedNumber, missingCoefficient, missingPenalty,
    missingTerm,
  ]

  /// `1 - \beta` for `1 - \beta^t`.
  static let missingPower = Edit(
    "missing-power", "the rate is raised to the step: 1 - β^t", size: 2
  ) { place in
    guard place.role == .value, case .name(let name) = place.node.kind,
      case .binary(.subtract, let one, _) = place.parent?.kind, one.literal == 1,
      place.answer.ingredients.numbers.contains(name)
    else { return [] }
    let text = place.text.text(of: place.node)
    return place.answer.indices.filter { !place.sums.contains($0) }.map {
      place.replaced(by: "\(text)^\(place.answer.spelling($0))")
    }
  }

  /// `\log \frac{\sigma_1}{\sigma_2}` for `\log \frac{\sigma_2}{\sigma_1}`.
  static let upsideDown = Edit("upside-down", "a quotient is upside down", size: 2) { place in
    guard place.role == .value, case .binary(.divide, let left, let right) = place.node.kind,
      left.literal != 1
    else { return [] }
    return place.swapped(place.text.operandRange(of: left), place.text.operandRange(of: right))
  }

  /// `p (1 - p)` for `\frac{1}{p} (1 - p)`.
  static let dividingFactor = Edit(
    "dividing-factor", "a factor belongs below the fraction", size: 2
  ) { place in
    guard place.role == .value, place.isFactor, place.node.literal == nil,
      place.answer.isNumber(place.node)
    else { return [] }
    return [place.operandReplaced(by: place.reciprocal(of: place.node))]
  }

  /// `\frac{1}{M}` for `\frac{1}{N}`.
  static let exchangedNumber = Edit(
    "exchanged-number", "another letter belongs here", size: 2
  ) { place in
    guard place.role == .value || place.role == .extent, case .name(let name) = place.node.kind,
      place.answer.ingredients.numbers.contains(name)
    else { return [] }
    return place.answer.ingredients.numbers.filter { $0 != name }.map {
      place.replaced(by: place.answer.written($0))
    }
  }

  /// `X^\top (X w - y)` for `\frac{1}{N} X^\top (X w - y)`: what the definitions multiply by.
  static let missingCoefficient = Edit(
    "missing-coefficient", "a factor of the definition is missing", size: 3
  ) { place in
    guard place.isTerm, place.node.literal == nil else { return [] }
    let term = place.text.factorText(of: place.node)
    return place.answer.ingredients.coefficients.flatMap { [$0, $0.inverse] }.map { coefficient in
      let text = coefficient.written(place.text.surface)
      var replacement = place.replaced(by: "\(text) \(term)")
      replacement.words =
        "the factor \(coefficient.written(.plainText).withoutOuterBrackets) is missing"
      return replacement
    }
  }

  /// `\nabla_W \ell` for `\nabla_W \ell + \lambda W`.
  static let missingPenalty = Edit(
    "missing-penalty", "the derivative of the penalty is missing", size: 3
  ) { place in
    guard place.isWhole, let variable = place.answer.variable else { return [] }
    let (term, name) = (place.text.text(of: place.node), place.answer.written(variable))
    return place.answer.ingredients.coefficients.map {
      place.replaced(by: "\(term) + \($0.doubled.written(place.text.surface)) \(name)")
    }
  }

  /// `s (i' - 1) + k - 2p` for `s (i' - 1) + k - 2p + a`.
  static let missingTerm = Edit("missing-term", "a term is missing", size: 3) { place in
    guard place.isWhole || place.isBranch || place.isCountInBrackets else { return [] }
    let used = place.node.freeNames()
    let letters = place.answer.ingredients.numbers.filter { !used.contains($0) }
      .map(place.answer.written)
    let text = place.text.text(of: place.node)
    let terms = place.answer.countsOnly ? letters + ["1"] : letters
    return terms.flatMap { term in
      ["+", "-"].map { place.replaced(by: "\(text) \($0) \(term)") }
    }
  }
}

extension Place {
  /// Whether it is the value of one line of `cases`.
  fileprivate var isBranch: Bool {
    if case .cases = parent?.kind { role == .value && node.literal == nil } else { false }
  }

  /// Whether it is a sum of sizes that is multiplied.
  fileprivate var isCountInBrackets: Bool { answer.countsOnly && isFactor && node.isSum }

  fileprivate func reciprocal(of node: Syntax.Expression) -> String {
    text.surface == .latex
      ? "\\frac{1}{\(text.text(of: node))}" : "(1/\(text.factorText(of: node)))"
  }
}

extension Answer {
  /// Whether nothing but numbers and sizes stands in the answer.
  var countsOnly: Bool {
    expressions.names { $0.freeNames() }.allSatisfy { ingredients.numbers.contains($0) }
  }

  /// Whether an expression is made of letters for single numbers.
  fileprivate func isNumber(_ expression: Syntax.Expression) -> Bool {
    let names = expression.freeNames()
    return !names.isEmpty && names.allSatisfy { ingredients.numbers.contains($0) }
  }

  /// What the question differentiates by, where that is one whole name.
  fileprivate var variable: String? {
    switch asked?.kind {
    case .derivative(_, let input, _), .gradient(_, let input):
      if case .name(let name) = input.kind { name } else { nil }
    default: nil
    }
  }

  /// A name as the author spells it, or as it is written.
  func written(_ name: String) -> String {
    if let spelling = spellings[name] { return spelling }
    let node = Syntax.Expression(.name(name), at: Span(0..<0))
    return text.surface == .latex ? node.typedLatex : node.text
  }
}

extension String {
  fileprivate var withoutOuterBrackets: String {
    hasPrefix("(") && hasSuffix(")") && !dropFirst().dropLast().contains("(")
      ? String(dropFirst().dropLast()) : self
  }
}
