import NumericCore

extension Scope {
  /// The extents of a value as its author wrote them, so that equal sizes are the same size and not two
  /// that happen to be equal; `nil` where the declarations do not say them.
  func writtenExtents(of expression: Syntax.Expression) -> [String]? {
    var reader = ExtentReader(scope: self)
    return reader.extents(of: expression)
  }
}

private struct ExtentReader {
  let scope: Scope
  /// Those of the definitions that were met.
  private var known: [String: [String]?] = [:]
  private var rest = Self.mostParts

  init(scope: Scope) { self.scope = scope }

  /// More is not looked at.
  private static let mostParts = 1000

  mutating func extents(of expression: Syntax.Expression) -> [String]? {
    rest -= 1
    guard rest > 0 else { return nil }
    switch expression.kind {
    case .number: return []
    case .name(let name): return extents(of: name)
    case .indexed(let base, let indices):
      return extents(of: base).map { Array($0.dropFirst(indices.count)) }
    case .power(let base, let exponent) where base.kind == .name("e") && scope["e"] == nil:
      return extents(of: exponent)
    case .negated(let inner), .power(let inner, _), .slope(let inner, _), .gradient(_, let inner):
      return extents(of: inner)
    case .transposed(let inner):
      return extents(of: inner).flatMap { $0.count == 2 ? $0.reversed() : nil }
    case .call(let name, let arguments, _): return extents(ofCall: name, arguments)
    case .binary(let sign, let left, let right):
      guard let left = extents(of: left), let right = extents(of: right) else { return nil }
      return Self.extents(of: sign, left, right)
    case .reduction, .indicator, .cases, .derivative, .matrix, .tuple: return nil
    }
  }

  private mutating func extents(
    ofCall name: String, _ arguments: [Syntax.Expression]
  ) -> [String]? {
    if case .definition(let parameters, [], let body) = scope[name]?.kind {
      guard parameters.count == arguments.count else { return nil }
      let given = arguments.map { extents(of: $0) }
      let outer = known
      defer { known = outer }
      for (parameter, extents) in zip(parameters, given) { known[parameter] = .some(extents) }
      return extents(of: body)
    }
    guard scope[name] == nil, Library[name]?.keepsShape == true else { return nil }
    return arguments.compactMap { extents(of: $0) }.max { $0.count < $1.count }
  }

  private mutating func extents(of name: String) -> [String]? {
    if let known = known[name] { return known }
    switch scope[name]?.kind {
    case .number: return []
    case .tensor(let extents): return extents.map(\.text)
    case .definition(let arguments, let indices, let body)
    where arguments.isEmpty && indices.isEmpty && scope.family(name) == nil:
      let extents = extents(of: body)
      known[name] = .some(extents)
      return extents
    case .definition, .family, .loss, nil: return nil
    }
  }

  private static func extents(
    of sign: Syntax.BinaryOperator, _ left: [String], _ right: [String]
  ) -> [String]? {
    switch sign {
    case .add, .subtract, .hadamard, .star, .divide: return left.count < right.count ? right : left
    case .juxtaposition, .dot, .times:
      if left.isEmpty || right.isEmpty { return left + right }
      guard left.count == 2, right.count <= 2 else { return nil }
      return [left[0]] + right.dropFirst()
    }
  }
}
