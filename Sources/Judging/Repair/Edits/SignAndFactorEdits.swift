import Notation

extension Edit {
  static let signs: [Edit] = [wrongSign, missingMinus, surplusMinus]
  static let factors: [Edit] = [
    surplusFactor, surplusTerm, surplusSquare, shiftedExponent, missingTwo, missingHalf,
    shiftedNumber, missingSquare,
  ]

  /// `a - b` for `a + b`.
  static let wrongSign = Edit("wrong-sign", "a sign is wrong", size: 1, inEachTerm: true) { place in
    place.role == .value || place.role == .extent ? place.signFlipped : []
  }

  static let missingMinus = Edit("missing-minus", "the sign is wrong", size: 1) { place in
    guard place.isWhole || place.isArgument || place.isWholeExponent || place.isEntry,
      !place.node.isNegated
    else { return [] }
    // The brackets around an argument are the function's.
    let text = place.text.text(of: place.node)
    return [place.replaced(by: place.node.isSum ? "-(\(text))" : "-\(text)")]
  }

  static let surplusMinus = Edit("surplus-minus", "the sign is wrong", size: 1) { place in
    guard place.role == .value, case .negated(let inner) = place.node.kind else { return [] }
    return [place.replaced(by: place.text.operandText(of: inner))]
  }

  static let missingTwo = Edit("missing-two", "a factor of 2 is missing", size: 2) { place in
    let isTerm =
      place.node.literal == nil && (place.isTerm || place.isArgument || place.isWholeExponent)
    let text = place.text.text(of: place.node)
    return isTerm
      ? [place.replaced(by: place.node.isSum ? "2 (\(text))" : "2 \(text)")] : []
  }

  static let missingHalf = Edit("missing-half", "a factor of 1/2 is missing", size: 2) { place in
    let half = place.text.surface == .latex ? "\\frac{1}{2}" : "(1/2)"
    return place.isTerm && place.node.literal == nil
      ? [place.replaced(by: "\(half) \(place.text.factorText(of: place.node))")]
      : []
  }

  /// `2 a b` for `a b`.
  static let surplusFactor = Edit("surplus-factor", "there is a factor too many", size: 2) {
    place in
    guard place.role == .value, case .binary(let sign, let left, let right) = place.node.kind,
      sign.multiplies || sign == .hadamard || sign == .divide
    else { return [] }
    let kept = sign == .divide ? [left] : [right, left]
    return kept.map { place.replaced(by: place.text.operandText(of: $0)) }
  }

  /// `1 + a` for `a`.
  static let surplusTerm = Edit("surplus-term", "there is a term too many", size: 2) { place in
    guard [.value, .extent, .exponent].contains(place.role),
      case .binary(let sign, let left, let right) = place.node.kind, place.node.isSum
    else { return [] }
    return [place.replaced(by: place.text.operandText(of: left))]
      + (sign == .add ? [place.replaced(by: place.text.operandText(of: right))] : [])
  }

  /// `h^2` for `h`.
  static let surplusSquare = Edit("surplus-square", "there is a power too many", size: 2) { place in
    guard place.role == .value, case .power(let base, let exponent) = place.node.kind,
      exponent.literal == 2
    else { return [] }
    return [place.replaced(by: place.text.operandText(of: base))]
  }

  /// `w^\tau` for `w^{\tau - 1}`.
  static let shiftedExponent = Edit(
    "shifted-exponent", "an exponent is off by one", size: 2
  ) { place in
    guard place.isWholeExponent, place.node.literal == nil else { return [] }
    let text = place.text.text(of: place.node)
    return ["-", "+"].map { place.replaced(by: "\(text) \($0) 1") }
  }

  /// `D K` for `D(K - 1)`.
  static let shiftedNumber = Edit(
    "shifted-number", "a number is one too large or too small", size: 2
  ) { place in
    guard place.role == .value || place.role == .extent, place.isFactor,
      case .name(let name) = place.node.kind, case .number = place.answer.scope[name]?.kind
    else { return [] }
    return ["-", "+"].map { place.replaced(by: "(\(place.text.text(of: place.node)) \($0) 1)") }
  }

  /// `1 - \tanh(z)` for `1 - \tanh(z)^2`.
  static let missingSquare = Edit(
    "missing-square", "a square is missing", size: 3, inEachTerm: true
  ) { place in
    guard place.role == .value, case .call = place.node.kind else { return [] }
    if case .power = place.parent?.kind { return [] }
    let text = place.text.text(of: place.node)
    guard let bracket = text.firstRange(of: "\\left(") ?? text.firstRange(of: "(") else {
      return [place.replaced(by: "\(text)^2")]
    }
    // The square of each element of a vector stands at the function.
    let (function, arguments) = (text[..<bracket.lowerBound], text[bracket.lowerBound...])
    return ["\(text)^2", "\(function)^2\(arguments)"].map { place.replaced(by: $0) }
  }
}

extension Place {
  /// Whether it is what a function is taken of.
  fileprivate var isArgument: Bool {
    if case .call(_, let arguments, _) = parent?.kind { arguments == [node] } else { false }
  }

  /// Whether it is the whole exponent of a power.
  fileprivate var isWholeExponent: Bool {
    if case .power(_, let exponent) = parent?.kind { exponent == node } else { false }
  }

  /// Whether it is an entry of a matrix.
  fileprivate var isEntry: Bool {
    if case .matrix = parent?.kind { role == .value } else { false }
  }

  /// The whole answer, or a term of the sum that it is.
  var isTerm: Bool {
    guard role == .value else { return false }
    if isWhole { return true }
    return parent?.isSum == true && !node.isSum
  }
}

extension Syntax.Expression {
  fileprivate var isNegated: Bool { if case .negated = kind { true } else { false } }
}
