import Notation

extension Edit {
  static let softmax: [Edit] = [forgottenMean]

  /// `p_k q_k` for `p_k (q_k - \sum_m p_m q_m)`, and `p \odot (1 - p) \odot g` for
  /// `p \odot (g - p^\top g)`: what the other outputs of a softmax add.
  static let forgottenMean = Edit(
    "forgotten-mean", "each output of a softmax depends on all inputs: subtract the mean", size: 3
  ) { place in
    guard place.role == .value, !place.isInProduct else { return [] }
    let factors = place.productFactors
    guard (2...5).contains(factors.count) else { return [] }
    return factors.indices.flatMap { weight in place.centred(factors, by: weight) }
  }
}

extension Place {
  fileprivate typealias Factor = (sign: Syntax.BinaryOperator?, node: Syntax.Expression)

  /// Whether a larger product holds it as its beginning.
  fileprivate var isInProduct: Bool {
    guard case .binary(let sign, let left, _) = parent?.kind else { return false }
    return (sign.multiplies || sign == .hadamard) && left == node
  }

  /// The factors of a product, each with the sign before it.
  fileprivate var productFactors: [Factor] {
    func factors(_ node: Syntax.Expression) -> [Factor] {
      guard case .binary(let sign, let left, let right) = node.kind,
        sign.multiplies || sign == .hadamard,
        text.operandRange(of: node) == text.range(of: node) || node == self.node
      else { return [(nil, node)] }
      return factors(left) + [(sign, right)]
    }
    return factors(node)
  }

  /// One factor after the other less its mean under the weights.
  fileprivate func centred(_ factors: [Factor], by weight: Int) -> [Replacement] {
    let weights = factors[weight].node
    let others = factors.indices.filter { index in
      index != weight && !factors[index].node.isComplement(of: weights)
    }
    guard !others.isEmpty else { return [] }
    return others.flatMap { place in
      means(of: factors[place].node, weights).map { mean in
        let value = text.operandText(of: factors[place].node)
        let kept = factors.indices.filter { $0 == weight || others.contains($0) }
        let written = kept.map { index in
          let sign = index == kept.first ? "" : self.sign(factors[index].sign)
          return sign
            + (index == place ? "(\(value) - \(mean))" : text.operandText(of: factors[index].node))
        }
        return replaced(by: written.joined())
      }
    }
  }

  private func sign(_ sign: Syntax.BinaryOperator?) -> String {
    switch sign {
    case .hadamard: odot
    case .dot: text.surface == .latex ? " \\cdot " : " · "
    case .star: " * "
    default: " "
    }
  }

  /// `\sum_m p_m u_m`, or `p^\top u` of whole vectors.
  private func means(of value: Syntax.Expression, _ weights: Syntax.Expression) -> [String] {
    let (p, u) = (text.operandText(of: weights), text.operandText(of: value))
    guard case .indexed(_, let indices) = weights.kind else {
      if case .name = weights.kind {
        return ["\(p)\(text.surface == .latex ? "^\\top" : "ᵀ") \(u)"]
      }
      return []
    }
    let free = answer.freshLetter
    return indices.compactMap { index in
      guard case .name(let letter) = index.kind, value.freeNames().contains(letter), let free else {
        return nil
      }
      let sum = text.surface == .latex ? "\\sum_{\(free)}" : "sum(\(free))"
      return "\(sum) \(renamed(weights, letter, free)) \(renamed(value, letter, free))"
    }
  }

  /// The text of a part with another letter for one of its names.
  func renamed(_ part: Syntax.Expression, _ name: String, _ other: String) -> String {
    renamed(text.operandRange(of: part), in: part, [name: other])
  }

  /// A piece of the text with other letters for the names in it.
  func renamed(
    _ range: Range<Int>, in part: Syntax.Expression, _ names: [String: String]
  ) -> String {
    var result = ""
    var position = range.lowerBound
    let found = part.nodes.compactMap { node -> (Range<Int>, String)? in
      guard case .name(let name) = node.kind, let other = names[name] else { return nil }
      return (text.range(of: node), other)
    }.sorted { $0.0.lowerBound < $1.0.lowerBound }
    for (place, other) in found where place.lowerBound >= position {
      result += text[position..<place.lowerBound] + other
      position = place.upperBound
    }
    return result + text[position..<max(position, range.upperBound)]
  }
}

extension Answer {
  /// A letter for an index that nothing has.
  var freshLetter: String? {
    let used = Set(expressions.flatMap(\.namesInOrder) + (asked?.namesInOrder ?? []))
    return ["k", "m", "j", "l", "r", "n", "i"].first {
      scope[$0] == nil && !used.contains($0) && !indices.contains($0)
    }
  }
}

extension Syntax.Expression {
  /// It and all expressions in it.
  var nodes: [Syntax.Expression] { [self] + children.flatMap(\.nodes) }

  /// Whether it is 1 less the other.
  fileprivate func isComplement(of other: Syntax.Expression) -> Bool {
    guard case .binary(.subtract, let one, let value) = kind else { return false }
    return one.literal == 1 && value.text == other.text
  }
}
