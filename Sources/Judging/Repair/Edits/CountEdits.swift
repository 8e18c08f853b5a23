import Notation

extension Edit {
  static let counts: [Edit] = [forgottenBias, dilatedKernel, undivided]

  /// `11 \times 11 \times 3 \times 96` for `11 \times 11 \times 3 \times 96 + 96`.
  static let forgottenBias = Edit(
    "forgotten-bias", "the biases are not counted", size: 2
  ) { place in
    guard place.role == .value, place.answer.countsOnly, !place.isFactor,
      case .binary(let sign, _, _) = place.node.kind, sign.multiplies
    else { return [] }
    let text = place.text.text(of: place.node)
    return place.node.factors.filter { $0.literal.map { $0 > 1 } ?? !$0.isSum }
      .map { place.replaced(by: "\(text) + \(place.text.operandText(of: $0))") }
  }

  /// `d k` for `(d (k - 1) + 1)`.
  static let dilatedKernel = Edit(
    "dilated-kernel", "a dilated kernel of k taps reaches over d (k - 1) + 1", size: 2
  ) { place in
    guard place.role == .value || place.role == .extent, place.answer.countsOnly,
      case .binary(let sign, let left, let right) = place.node.kind, sign.multiplies,
      case .name = left.kind, case .name = right.kind
    else { return [] }
    let (a, b) = (place.text.operandText(of: left), place.text.operandText(of: right))
    return [(a, b), (b, a)].map { place.operandReplaced(by: "(\($0) (\($1) - 1) + 1)") }
  }

  /// `H` for `\lceil H / S \rceil`.
  static let undivided = Edit(
    "undivided", "a size is divided by the stride, and rounded", size: 3
  ) { place in
    guard place.role == .value || place.role == .extent, place.answer.countsOnly,
      case .name(let name) = place.node.kind
    else { return [] }
    let size = place.text.text(of: place.node)
    return place.answer.ingredients.divisors.filter { $0 != name }.flatMap { divisor in
      let stride = place.answer.written(divisor)
      return ["ceil", "floor"].map { rounding in
        place.replaced(
          by: place.text.surface == .latex
            ? "\\left\\l\(rounding) \\frac{\(size)}{\(stride)} \\right\\r\(rounding)"
            : "\(rounding)(\(size)/\(stride))")
      }
    }
  }
}

extension Ingredients {
  /// The letters by which something is divided.
  fileprivate var divisors: [String] {
    let found = coefficients.flatMap(\.below).compactMap { divisor in
      if case .name(let name) = divisor.kind { name } else { nil }
    }
    return Set(found).sorted()
  }
}

extension Syntax.Expression {
  fileprivate var factors: [Syntax.Expression] {
    guard case .binary(let sign, let left, let right) = kind, sign.multiplies else { return [self] }
    return left.factors + right.factors
  }
}
