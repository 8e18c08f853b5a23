import NumericCore

extension Vocabulary {
  /// How many axes a value has, and whether it is a vector that lies: `x^\top`.
  private struct Rank {
    let axes: Int
    var isRow = false

    static let number = Self(axes: 0)
  }

  /// How many axes a value has, where that can be told without its sizes; that of a row depends on
  /// what stands beside it.
  func rank(of expression: Syntax.Expression) -> Int? {
    form(of: expression).flatMap { $0.isRow ? nil : $0.axes }
  }

  private func form(of expression: Syntax.Expression) -> Rank? {
    switch expression.kind {
    case .number, .indicator: return .number
    case .name(let name): return axes(of: name).map { Rank(axes: $0) }
    case .indexed(let base, let indices):
      return axes(of: base, count: indices.count).map { Rank(axes: max(0, $0 - indices.count)) }
    case .negated(let inner), .power(let inner, _), .reduction(_, _, let inner):
      return form(of: inner)
    case .transposed(let inner):
      return form(of: inner).map { Rank(axes: $0.axes, isRow: $0.axes == 1 && !$0.isRow) }
    case .call(let name, let arguments, _): return form(ofCall: name, arguments)
    case .binary(let sign, let left, let right):
      guard let left = form(of: left), let right = form(of: right) else { return nil }
      return Self.form(of: sign, left, right)
    case .matrix(let rows): return rows.count > 1 && rows[0].count > 1 ? Rank(axes: 2) : nil
    case .gradient(let output, let input):
      guard let outputs = rank(of: output), let inputs = rank(of: input) else { return nil }
      return Rank(axes: outputs + inputs)
    case .slope(let call, _):
      guard case .call(_, let arguments, _) = call.kind else { return nil }
      return arguments.first.flatMap(form)
    case .cases, .derivative, .tuple: return nil
    }
  }

  private func axes(of name: String) -> Int? {
    switch self[name] {
    case .number: 0
    case .tensor(let rank): rank
    case .function: origins[name]?.rank
    case .family, nil: nil
    }
  }

  /// The axes of what is indexed: those of a family, and of its values.
  private func axes(of base: Syntax.Expression, count: Int) -> Int? {
    guard case .name(let name) = base.kind, case .family(_, let rank) = self[name] else {
      return rank(of: base)
    }
    return origins[name]?.rank.map { $0 + rank }
  }

  private func form(ofCall name: String, _ arguments: [Syntax.Expression]) -> Rank? {
    if self[name] != nil { return axes(of: name).map { Rank(axes: $0) } }
    let traits = Library.traits(of: name)
    if traits.contains(.isNumber) { return .number }
    let keepsShape = arguments.count == 1 && Library[name]?.keepsShape == true
    return keepsShape || traits.contains(.elementwise) ? arguments.first.flatMap(form) : nil
  }

  private static func form(of sign: Syntax.BinaryOperator, _ left: Rank, _ right: Rank) -> Rank? {
    switch sign {
    case .add, .subtract, .hadamard, .star, .divide: return left.axes < right.axes ? right : left
    case .juxtaposition, .dot, .times:
      if left.axes == 0 || right.axes == 0 { return left.axes == 0 ? right : left }
      if sign == .dot, left.axes == 1, right.axes == 1 { return .number }
      switch (left.axes, right.axes) {
      case (2, 2): return left
      case (2, 1): return right.isRow ? nil : right
      case (1, 2): return left.isRow ? left : nil
      case (1, 1) where left.isRow != right.isRow: return left.isRow ? .number : Rank(axes: 2)
      default: return nil
      }
    }
  }
}
