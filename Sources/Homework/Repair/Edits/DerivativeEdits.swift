import Notation
import NumericCore

extension Edit {
  static let derivatives: [Edit] = [chainBroken, quadraticForm, outerProducts]

  /// `∂h/∂i · ∂c/∂i` for `∂h/∂c · ∂c/∂i`.
  static let chainBroken = Edit(
    "chain-broken", "the chain rule goes through what stands between", size: 1
  ) { place in
    guard case .binary(let sign, let left, let right) = place.node.kind, sign.multiplies,
      case .derivative(let outer, let input) = left.lastFactor.kind,
      case .derivative(let inner, let last) = right.kind, input.text != inner.text,
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
