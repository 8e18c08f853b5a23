import Notation

extension Edit {
  static let activations: [Edit] = [wrongSlope, missingActivation, missingSlope]

  /// `g \odot (1 - g)` for `1 - g^2`, and the other way round.
  static let wrongSlope = Edit(
    "wrong-slope", "the slope is that of another activation: σ' = σ (1 - σ), tanh' = 1 - tanh²",
    size: 2
  ) { place in
    guard place.role == .value else { return [] }
    if let (value, range) = place.logisticSlope {
      return [Place.Replacement(range: range, text: "(1 - \(value)^2)")]
    }
    guard case .binary(.subtract, let one, let square) = place.node.kind, one.literal == 1,
      case .power(let base, let exponent) = square.kind, exponent.literal == 2
    else { return [] }
    let value = place.text.operandText(of: base)
    return [place.odot, " "].map {
      place.operandReplaced(by: "(\(value)\($0)(1 - \(value)))")
    }
  }

  /// `z` for `\sigma(z)`.
  static let missingActivation = Edit(
    "missing-activation", "the activation is missing", size: 2
  ) { place in
    guard place.role == .value, place.isNameOrEntry, !place.isBelowEntry else { return [] }
    let name = place.node.chainedIndices.0
    return place.answer.ingredients.activations.compactMap { activation in
      guard case .call(let function, let arguments, _) = activation.kind,
        arguments[0].chainedIndices.0.kind == name.kind
      else { return nil }
      let call = Syntax.Expression(.call(function, [place.node], []), at: place.node.span)
      return place.operandReplaced(by: place.answer.written(call))
    }
  }

  /// `W^\top \delta` for `f'(z) \odot W^\top \delta`, `\operatorname{diag}(f'(z)) W`.
  static let missingSlope = Edit(
    "missing-slope", "the slope of the activation is missing", size: 3
  ) { place in
    guard place.role == .value, place.isWhole || place.isFactorOrTransposed else { return [] }
    let slopes = place.answer.slopes
    let term = place.text.factorText(of: place.node)
    let forms = slopes.flatMap { slope in
      (place.answer.comparesEntries ? ["\(slope) \(term)"] : [])
        + ["(\(term)\(place.odot)\(slope))", "\(place.diagonal(slope)) \(term)"]
    }
    return forms.map { form in
      place.isWhole
        ? place.replaced(by: form.hasPrefix("(") ? String(form.dropFirst().dropLast()) : form)
        : place.operandReplaced(by: form)
    }
  }
}

extension Place {
  /// `g \odot (1 - g)`, with its text and g.
  fileprivate var logisticSlope: (value: String, range: Range<Int>)? {
    guard case .binary(let sign, let left, let right) = node.kind,
      sign.multiplies || sign == .hadamard,
      case .binary(.subtract, let one, let value) = right.kind, one.literal == 1
    else { return nil }
    var factor = left
    while case .binary(let inner, _, let last) = factor.kind,
      inner.multiplies || inner == .hadamard,
      text.operandRange(of: factor) == text.range(of: factor)
    {
      factor = last
    }
    let range = text.operandRange(of: factor).lowerBound..<text.operandRange(of: right).upperBound
    return factor.text == value.text && !range.isEmpty ? (text.operandText(of: value), range) : nil
  }

  fileprivate var isNameOrEntry: Bool {
    switch node.kind {
    case .name, .indexed: true
    default: false
    }
  }

  /// Whether it is the tensor of an entry, or what is differentiated.
  fileprivate var isBelowEntry: Bool {
    switch parent?.kind {
    case .indexed, .derivative, .gradient, .call: true
    default: false
    }
  }

  fileprivate var isFactorOrTransposed: Bool {
    switch parent?.kind {
    case .binary(let sign, _, _): sign.multiplies && !isProduct
    default: false
    }
  }

  private var isProduct: Bool {
    guard case .binary(let sign, _, _) = node.kind else { return false }
    return sign.multiplies && text.operandRange(of: node) == text.range(of: node)
  }

  fileprivate func diagonal(_ slope: String) -> String {
    "\(text.surface == .latex ? "\\operatorname{diag}" : "diag")(\(slope))"
  }
}

extension Answer {
  /// Whether single entries are compared, so that factors are numbers.
  fileprivate var comparesEntries: Bool {
    guard let asked else { return false }
    switch asked.kind {
    case .indexed: return true
    case .derivative(_, let input, _), .gradient(_, let input):
      if case .indexed = input.kind { return true }
      return false
    default: return false
    }
  }

  /// The slopes of the activations, written so that the answer can use them.
  fileprivate var slopes: [String] {
    ingredients.activations.compactMap { activation in
      guard case .call(let function, let arguments, _) = activation.kind,
        !["log", "ln", "exp", "sqrt"].contains(function)
      else { return nil }
      if let value = ingredients.activated[activation.text], !arguments[0].isShort {
        let text = written(value)
        switch function {
        case "tanh": return "(1 - \(text)^2)"
        case "σ", "sigmoid":
          return "(\(text) \(self.text.surface == .latex ? "\\odot" : "⊙") (1 - \(text)))"
        default: break
        }
      }
      return written(Syntax.Expression(.slope(of: activation, order: 1), at: activation.span))
    }
  }

  func written(_ expression: Syntax.Expression) -> String {
    if case .name(let name) = expression.kind, let spelling = spellings[name] { return spelling }
    return text.surface == .latex ? expression.typedLatex : expression.text
  }
}

extension Syntax.Expression {
  /// A name or an entry.
  fileprivate var isShort: Bool {
    switch kind {
    case .name, .indexed: true
    default: false
    }
  }
}
