import NumericCore

extension Vocabulary {
  /// How many axes a value has, where that can be told without its sizes.
  func rank(of expression: Syntax.Expression) -> Int? {
    switch expression.kind {
    case .number, .indicator: return 0
    case .name(let name): return rank(of: name)
    case .indexed(let base, let indices):
      return rank(of: base).map { max(0, $0 - indices.count) }
    case .negated(let inner), .power(let inner, _), .reduction(_, _, let inner):
      return rank(of: inner)
    case .transposed(let inner): return rank(of: inner) == 2 ? 2 : nil
    case .call(let name, let arguments, _):
      return Library.traits(of: name).contains(.elementwise) && self[name] == nil
        ? arguments.first.flatMap(rank) : nil
    case .binary(let sign, let left, let right):
      guard let left = rank(of: left), let right = rank(of: right) else { return nil }
      return Self.rank(of: sign, left, right)
    case .matrix(let rows): return rows.count > 1 && rows[0].count > 1 ? 2 : nil
    case .cases, .derivative, .tuple: return nil
    }
  }

  private func rank(of name: String) -> Int? {
    switch self[name] {
    case .number: 0
    case .tensor(let rank): rank
    case .function, .family, nil: nil
    }
  }

  private static func rank(of sign: Syntax.BinaryOperator, _ left: Int, _ right: Int) -> Int? {
    switch sign {
    case .add, .subtract, .hadamard, .star, .divide: return max(left, right)
    case .juxtaposition, .dot, .times:
      if left == 0 || right == 0 { return left + right }
      return left == 2 ? right : nil
    }
  }
}
