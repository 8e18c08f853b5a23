import NumericCore

extension Syntax.Expression {
  /// The free names in the order in which they first stand in the text.
  package var namesInOrder: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    collectNames(excluding: [], into: &names, &seen)
    return names
  }

  private func collectNames(
    excluding bound: Set<String>, into names: inout [String], _ seen: inout Set<String>
  ) {
    switch kind {
    case .name(let name):
      if !bound.contains(name), seen.insert(name).inserted { names.append(name) }
    case .power(let base, let exponent) where base.kind == .name("e"):
      // Euler's number, unless the letter is an index elsewhere.
      exponent.collectNames(excluding: bound, into: &names, &seen)
    case .reduction(_, let binder, let body):
      for bounds in [binder.lower, binder.upper] {
        bounds?.collectNames(excluding: bound, into: &names, &seen)
      }
      body.collectNames(excluding: bound.union([binder.name]), into: &names, &seen)
    case .call(let callee, _, _):
      if !Library.contains(callee), !bound.contains(callee), seen.insert(callee).inserted {
        names.append(callee)
      }
      for child in children { child.collectNames(excluding: bound, into: &names, &seen) }
    default:
      for child in children { child.collectNames(excluding: bound, into: &names, &seen) }
    }
  }

  /// The indices of all sums and products in it.
  var boundNames: Set<String> {
    let inside = children.reduce(into: Set<String>()) { $0.formUnion($1.boundNames) }
    guard case .reduction(_, let binder, _) = kind else { return inside }
    return inside.union([binder.name])
  }

  /// The names that stand alone in an index place.
  package var bareIndices: Set<String> {
    var names = children.reduce(into: Set<String>()) { $0.formUnion($1.bareIndices) }
    if case .indexed(_, let indices) = kind {
      for case .name(let name) in indices.map(\.kind) { names.insert(name) }
    }
    return names
  }

  /// The names that stand for themselves, and are not applied to anything.
  var namesWithoutArguments: Set<String> {
    if case .name(let name) = kind { return [name] }
    return children.reduce(into: []) { $0.formUnion($1.namesWithoutArguments) }
  }

  /// The names whose values count; those inside `shape(…)` lend only their extents.
  package var namesOfValues: Set<String> {
    if calls(.looksAtShapes) { return [] }
    switch kind {
    case .name(let name): return [name]
    case .reduction(_, let binder, _):
      return children.reduce(into: Set()) { $0.formUnion($1.namesOfValues) }
        .subtracting([binder.name])
    case .call(let callee, _, _):
      return children.reduce(into: [callee]) { $0.formUnion($1.namesOfValues) }
    default: return children.reduce(into: []) { $0.formUnion($1.namesOfValues) }
    }
  }

  /// Whether it stands for a shape and not for a number, whatever its values: `shape(f)`, `(2, 3)`.
  package var isShape: Bool {
    if case .tuple = kind { true } else { calls(.isShape) }
  }

  /// The largest whole number in it.
  package var largestLiteral: Int {
    let inside = children.map(\.largestLiteral).max() ?? 0
    guard case .number(let number) = kind, let value = number.ceiling.integer else { return inside }
    return max(inside, value)
  }

  /// Every number in it.
  package var numbers: Set<Rational> {
    let inside = children.reduce(into: Set<Rational>()) { $0.formUnion($1.numbers) }
    if case .number(let number) = kind { return inside.union([number]) }
    return inside
  }

  /// Whether some function is applied that is no polynomial.
  package var appliesFunction: Bool {
    containsBesideSquares { part in
      if case .power(let base, _) = part.kind, base.kind == .name("e") { return true }
      if part.isRealPower { return true }
      return part.calls(.transcendental)
    }
  }

  /// Whether some function is applied whose rule has another solution: `√(x²)` is x for half of all x.
  package var appliesBranches: Bool {
    containsBesideSquares { $0.calls(.branches) || $0.isRealPower }
  }

  /// `\|x\|^2` is a sum of squares, and takes no root: what its norm is of.
  var squaredNorm: Syntax.Expression? {
    guard case .power(let norm, let exponent) = kind, case .number(let degree) = exponent.kind,
      degree == Rational(2), case .call(Norm.euclidean.name, let arguments, _) = norm.kind,
      arguments.count == 1
    else { return nil }
    return arguments[0]
  }

  private func containsBesideSquares(_ matches: (Syntax.Expression) -> Bool) -> Bool {
    if let inner = squaredNorm { return inner.containsBesideSquares(matches) }
    return matches(self) || children.contains { $0.containsBesideSquares(matches) }
  }

  /// `x^{3/2}`, `x^{-0.5}`
  private var isRealPower: Bool {
    guard case .power(_, let exponent) = kind else { return false }
    return exponent.numbers.contains { !$0.isInteger } || exponent.divides
  }

  /// Whether something in it is raised to what is no whole number as far as the scope tells, `p^\gamma`.
  package func raisesToReal(in scope: Scope) -> Bool {
    contains { part in
      guard case .power(_, let exponent) = part.kind else { return false }
      return exponent.freeNames().contains { scope[$0]?.isTensor ?? scope.isParameter($0) }
    }
  }

  private var divides: Bool {
    contains { if case .binary(.divide, _, _) = $0.kind { true } else { false } }
  }

  /// Whether it is itself a call of a function that says so.
  private func calls(_ traits: FunctionTraits) -> Bool {
    guard case .call(let name, _, _) = kind else { return false }
    return Library.traits(of: name).contains(traits)
  }

  /// Whether a function of that name is called in it.
  package func calls(_ function: String) -> Bool {
    contains { if case .call(function, _, _) = $0.kind { true } else { false } }
  }

  package var containsDerivative: Bool { contains { $0.isDerivative } }

  /// Whether it holds the slope of a function that has none at some arguments: `relu'(x)` at 0.
  package var takesSlopesOfKinks: Bool { contains { $0.isSlope && !$0.gaps.isEmpty } }

  /// Whether it holds a derivative or the slope of a function.
  var differentiates: Bool { contains { $0.isDerivative || $0.isSlope } }

  /// By what each derivative in it is taken.
  var differentiatedBy: [Syntax.Expression] {
    let inside = children.flatMap(\.differentiatedBy)
    switch kind {
    case .derivative(_, let input, _), .gradient(_, let input): return [input] + inside
    default: return inside
    }
  }

  private var isDerivative: Bool {
    switch kind {
    case .derivative, .gradient: true
    default: false
    }
  }

  private var isSlope: Bool { if case .slope = kind { true } else { calls(.isSlope) } }

  /// Whether a derivative is written in it that follows nothing through time.
  package var containsDirectDerivative: Bool {
    contains { if case .derivative(_, _, isDirect: true) = $0.kind { true } else { false } }
  }

  /// Whether something holds of a part of it, or of all of it.
  private func contains(_ holds: (Self) -> Bool) -> Bool {
    holds(self) || children.contains { $0.contains(holds) }
  }

  /// One text for a derivative, however its function is written.
  static func derivativeText(
    _ output: Syntax.Expression, _ input: Syntax.Expression
  ) -> String {
    "∂\(output.withoutArguments)/∂\(input.withoutArguments)"
  }

  /// The same, whatever elements of them are chosen.
  static func derivativeText(
    ofBases output: Syntax.Expression, _ input: Syntax.Expression
  ) -> String {
    derivativeText(output.chainedIndices.0, input.chainedIndices.0)
  }

  /// `f_W(x)` as `f_W`: the homework defines the function once.
  var withoutArguments: String {
    if case .call(let name, _, _) = kind, !Library.contains(name) { name } else { text }
  }

  /// The canonical texts of those derivatives in it that an index list counts the axes of.
  package var indexedDerivativeTexts: [String] {
    if case .indexed = kind, case .derivative = chainedIndices.0.kind {
      return chainedIndices.0.derivativeTexts
    }
    return children.flatMap(\.indexedDerivativeTexts)
  }

  /// The canonical texts of the derivatives in it, each once, in order.
  package var derivativeTexts: [String] {
    var texts: [String] = []
    if case .derivative(let output, let input, _) = kind {
      texts.append(Self.derivativeText(ofBases: output, input))
    }
    for text in children.flatMap(\.derivativeTexts) where !texts.contains(text) {
      texts.append(text)
    }
    return texts
  }

  /// The network whose equations a call stands for.
  package var network: Network? {
    if case .call(let name, _, _) = kind { Network.named(name) } else { nil }
  }

  /// The parts of `(h, c)`; of anything else, itself.
  package var parts: [Syntax.Expression] {
    if case .tuple(let parts) = kind { parts } else { [self] }
  }
}

extension Sequence<Syntax.Expression> {
  /// The names that stand in any of them, of a kind.
  package func names(_ names: (Syntax.Expression) -> Set<String>) -> Set<String> {
    reduce(into: []) { $0.formUnion(names($1)) }
  }
}
