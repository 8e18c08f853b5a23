import Notation
import NumericCore

extension Edit {
  static let derivatives: [Edit] = [
    chainBroken, quadraticForm, asymmetric, inverse, outerProducts, otherLayout, countedTwice,
    lostPaths, forgottenSkip, forgottenFactor, forgottenPath, forgottenReaders,
  ]

  /// `\delta x^\top` for `x \delta^\top`, where one layout is declared or used all around.
  static let otherLayout = Edit(
    "other-layout", "the gradient is in the other layout: transpose", size: 1
  ) { place in
    guard place.isWhole, let layout = place.answer.layout, layout != .denominator,
      place.answer.asksGradientOfMatrix
    else { return [] }
    var replacement = place.transposed
    replacement.words = "\(layout.words): transpose"
    return [replacement]
  }

  /// `\partial^+ \ell` for `\partial \ell`, beside a factor that is followed through time.
  static let countedTwice = Edit(
    "counted-twice", "what goes through time is counted twice: this derivative is direct", size: 1
  ) { place in
    guard case .derivative(let output, let input, isDirect: false) = place.node.kind,
      place.answer.isThroughTime(output, input)
    else { return [] }
    let text = place.text.text(of: place.node)
    guard let sign = text.firstRange(of: "\\partial") ?? text.firstRange(of: "∂") else { return [] }
    return [place.replaced(by: String(text[..<sign.upperBound] + "^+" + text[sign.upperBound...]))]
  }

  /// `\partial h[k]` for `\partial^+ h[k]`.
  static let lostPaths = Edit(
    "lost-paths", "what goes through time is lost: this derivative is total", size: 1
  ) { place in
    guard case .derivative(_, _, isDirect: true) = place.node.kind else { return [] }
    let text = place.text.text(of: place.node)
    guard let mark = text.firstRange(of: "^{+}") ?? text.firstRange(of: "^+") else { return [] }
    return [place.replaced(by: String(text[..<mark.lowerBound] + text[mark.upperBound...]))]
  }

  /// `∂h/∂i · ∂c/∂i` for `∂h/∂c · ∂c/∂i`.
  static let chainBroken = Edit(
    "chain-broken", "the chain rule goes through what stands between", size: 1
  ) { place in
    guard case .binary(let sign, let left, let right) = place.node.kind, sign.multiplies,
      case .derivative(let outer, let input, _) = left.lastFactor.kind,
      case .derivative(let inner, let last, _) = right.kind, input.text != inner.text,
      outer.text != inner.text, input.text == last.text
    else { return [] }
    return [
      ClaimText.Replacement(
        range: place.text.range(of: input), text: place.text.text(of: inner))
    ]
  }

  /// `2 v^\top A^\top B` for the derivative of `(A v)^\top (B v)`, in which both matrices come twice.
  static let quadraticForm = Edit(
    "quadratic-form", "the derivative of a quadratic form has its matrix and the transposed one",
    size: 1
  ) { place in
    guard case .binary(_, let left, let right) = place.node.kind,
      case .number(let two) = left.lastFactor.kind, two == Rational(2),
      case .binary(.juxtaposition, let row, let second) = right.kind,
      case .binary(.juxtaposition, let first, let vector) = row.kind,
      case .transposed = vector.kind
    else { return [] }
    let (a, b) = (place.text.operandText(of: first), place.text.operandText(of: second))
    let sign = place.text.surface == .latex ? "^\\top" : "ᵀ"
    let whole = "\(place.text.text(of: vector)) (\(a)\(sign) \(b) + \(b)\(sign) \(a))"
    let range =
      place.text.range(of: left.lastFactor).lowerBound..<place.text.range(of: right).upperBound
    return [ClaimText.Replacement(range: range, text: whole)]
  }

  /// `2 A x` for `(A + A^\top) x`.
  static let asymmetric = Edit(
    "asymmetric", "the matrix need not be symmetric: the derivative has it and the transposed one",
    size: 2
  ) { place in
    guard case .binary(let sign, let two, let matrix) = place.node.kind, sign.multiplies,
      two.literal == 2, case .name = matrix.kind
    else { return [] }
    let name = place.text.operandText(of: matrix)
    let mark = place.text.surface == .latex ? "^\\top" : "ᵀ"
    return [place.replaced(by: "(\(name) + \(name)\(mark))")]
  }

  /// `M^{-2} \partial M` for `M^{-1} \partial M M^{-1}`.
  static let inverse = Edit(
    "inverse", "the derivative of an inverse has the inverse on both sides", size: 2
  ) { place in
    guard case .binary(let sign, let left, let right) = place.node.kind, sign.multiplies,
      case .power(let base, let exponent) = left.kind,
      exponent.text == "-2" || exponent.text == "−2"
    else { return [] }
    let matrix = place.text.operandText(of: base)
    let once = "\(matrix)\(place.text.surface == .latex ? "^{-1}" : "^(-1)")"
    return [place.replaced(by: "\(once) \(place.text.operandText(of: right)) \(once)")]
  }

  /// `(∂a/∂h) v`, a number, for `v ∂a/∂h`, a matrix; at every term alike.
  static let outerProducts = Edit(
    "outer-products", "a column times a row is a matrix, a row times a column a number", size: 1
  ) { place in
    guard place.isWhole else { return [] }
    let pairs = place.withChildren.compactMap { inner -> (Range<Int>, String)? in
      guard case .binary(let sign, let left, let right) = inner.node.kind, sign.multiplies,
        left.containsDerivative, !right.containsDerivative
      else { return nil }
      let (a, b) = (inner.text.operandRange(of: left), inner.text.operandRange(of: right))
      // Braces may hold both, as in `\mathbf{Xy}`.
      guard a.upperBound <= b.lowerBound else { return nil }
      let between = inner.text[a.upperBound..<b.lowerBound]
      return (
        a.lowerBound..<b.upperBound, inner.text[b] + between + inner.text[a]
      )
    }
    guard pairs.count > 1, let first = pairs.first, let last = pairs.last else { return [] }
    var text = ""
    var position = first.0.lowerBound
    for (range, swapped) in pairs where range.lowerBound >= position {
      text += place.text[position..<range.lowerBound] + swapped
      position = range.upperBound
    }
    return [ClaimText.Replacement(range: first.0.lowerBound..<last.0.upperBound, text: text)]
  }
}

extension Syntax.Expression {
  /// The factor at the right end of a product.
  fileprivate var lastFactor: Syntax.Expression {
    if case .binary(let sign, _, let right) = kind, sign.multiplies { return right.lastFactor }
    return self
  }
}

extension Answer {
  /// Whether something is differentiated by a whole matrix; layouts differ by a transposition then.
  fileprivate var asksGradientOfMatrix: Bool {
    guard case .derivative(_, let input, _) = asked?.kind, case .name(let name) = input.kind,
      case .tensor(let extents) = scope[name]?.kind
    else { return false }
    return extents.count == 2
  }

  fileprivate func isThroughTime(
    _ output: Syntax.Expression, _ input: Syntax.Expression
  ) -> Bool {
    scope.closure(of: output.freeNames().union(input.freeNames())).contains {
      scope.family($0) != nil
    }
  }
}
