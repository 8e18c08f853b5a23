import Judging
import Notation
import NumericCore

/// How a submission indexes the tensors of its question: from which base, and which sequences (and
/// functions of them) with their two axes exchanged.
///
/// A view changes how tensors are written and never what they hold. A weight matrix keeps its axes:
/// there an exchange would be a mistake, and is none of the conventions that courses leave open.
struct AxisView: Hashable {
  /// `nil` as the assignment has it.
  var indexBase: Int?
  var exchanged: [String] = []

  var isPlain: Bool { indexBase == nil && exchanged.isEmpty }

  /// Every view of the tensors of a question; the first is how the assignment writes them.
  static func all(of question: Exercise) -> [AxisView] {
    let ranks = question.scope.ranks
    guard !ranks.isEmpty else { return [AxisView()] }
    let exchangeable = ranks.keys.filter { ranks[$0] == 2 && question.isSequence($0) }.sorted()
    let used = Set(ranks.keys.compactMap { question.scope[$0]?.indexBase })
    let bases: [Int?] = [nil] + [0, 1].filter { used.count == 1 && !used.contains($0) }
    return (0..<(1 << min(exchangeable.count, 3))).flatMap { choice in
      let exchanged = exchangeable.enumerated().filter { choice >> $0.offset & 1 == 1 }
      return bases.map { AxisView(indexBase: $0, exchanged: exchanged.map(\.element)) }
    }
  }

  /// What a reader should know of it where these names are used.
  func words(for names: Set<String>) -> [String] {
    (indexBase.map { ["indices from \($0)"] } ?? [])
      + exchanged.filter(names.contains).map { "the axes of \($0) in the other order" }
  }

  // MARK: - Scopes

  /// The names of a scope as this view writes them. What the assignment declares lives on under
  /// hidden names, and each visible tensor is defined by its hidden twin or the other way round.
  func applied(to scope: Scope) -> Scope {
    let ranks = scope.ranks
    guard !isPlain, !ranks.isEmpty else { return scope }
    let hidden = Dictionary(uniqueKeysWithValues: ranks.keys.map { ($0, Self.hidden($0)) })
    var result = Scope(scope.conventions)
    for declaration in scope.declarations.values.sorted(by: Self.precedes) {
      guard let rank = ranks[declaration.name] else {
        result.declare(declaration)
        continue
      }
      for twin in twins(of: declaration, rank: rank, hidden) { result.declare(twin) }
    }
    result.require(scope.constraints)
    return result
  }

  private static func precedes(_ left: Declaration, _ right: Declaration) -> Bool {
    (left.span.lower, left.name) < (right.span.lower, right.name)
  }

  /// No author can write this sign in a name.
  private static func hidden(_ name: String) -> String { name + "\u{2218}" }

  private func twins(
    of declaration: Declaration, rank: Int, _ hidden: [String: String]
  ) -> [Declaration] {
    let name = declaration.name
    let own = declaration.indexBase ?? 0
    let base = indexBase ?? own
    let swaps = exchanged.contains(name)
    func declared(_ name: String, _ kind: Declaration.Kind, base: Int) -> Declaration {
      Declaration(
        name: name, kind: kind, span: declaration.span, indexBase: base,
        section: declaration.section)
    }
    /// The elements of one twin, read from the other.
    func reading(_ other: String, shift: Int, arguments: [String] = []) -> Declaration.Kind {
      let indices = (0..<rank).map { "\u{2218}\($0)" }
      let places = (swaps ? indices.reversed() : indices).map { index in
        Syntax.Expression(.name(index), at: declaration.span).plus(shift)
      }
      let source = Syntax.Expression(.name(other), at: declaration.span)
      let body = Syntax.Expression(.indexed(source, places), at: declaration.span)
      return .definition(arguments: arguments, indices: indices, body: body)
    }
    switch declaration.kind {
    case .tensor(let extents):
      let visible = Declaration.Kind.tensor(extents: swaps ? extents.reversed() : extents)
      return [
        declared(name, visible, base: base),
        declared(Self.hidden(name), reading(name, shift: base - own), base: own),
      ]
    case .definition(let arguments, let indices, let body):
      let renamed = body.renaming(hidden.filter { !indices.contains($0.key) })
      return [
        declared(
          Self.hidden(name),
          .definition(
            arguments: arguments.map { hidden[$0] ?? $0 }, indices: indices, body: renamed),
          base: own),
        declared(
          name, reading(Self.hidden(name), shift: own - base, arguments: arguments), base: base),
      ]
    default: return [declaration]
    }
  }
}

extension Scope {
  /// How many axes each of the tensors has that can be written in another way: those of known rank
  /// whose values do not follow from one another in time.
  fileprivate var ranks: [String: Int] {
    var ranks: [String: Int] = [:]
    for (name, declaration) in declarations {
      switch declaration.kind {
      case .tensor(let extents): ranks[name] = extents.count
      case .definition(_, let indices, let body):
        // What is defined whole has a rank that only its value tells.
        guard !indices.isEmpty, !body.freeNames().contains(name) else { return [:] }
        ranks[name] = indices.count
      case .number, .loss: break
      case .family: return [:]
      }
    }
    return ranks.filter { $0.value > 0 }
  }
}

extension Scope {
  /// A list of indices behind a derivative or tensor that has more axes than these, of which some but perhaps
  /// not all of size 1 are left out: it is open which.
  func openIndexList(in expression: Syntax.Expression) -> Syntax.Expression? {
    let (base, indices) = expression.chainedIndices
    if !indices.isEmpty, let (rank, ones, isWhole) = axes(of: base) {
      let missing = rank - indices.count
      if missing > 0, isWhole ? missing < ones : missing <= ones { return expression }
    }
    return expression.children.firstResult(of: openIndexList)
  }

  /// From where the indices of the first tensor in an expression count.
  func firstIndexBase(in expression: Syntax.Expression) -> Int? {
    expression.namesInOrder.lazy.compactMap { self[$0]?.indexBase }.first
  }

  /// How many axes there are, how many of them are known to be of size 1, and whether that are all.
  private func axes(of expression: Syntax.Expression) -> (rank: Int, ones: Int, isWhole: Bool)? {
    switch expression.kind {
    case .derivative(let output, let input, _):
      guard let outer = axes(of: output), let inner = axes(of: input) else { return nil }
      return (outer.rank + inner.rank, outer.ones + inner.ones, outer.isWhole && inner.isWhole)
    case .name(let name), .call(let name, _, _):
      switch self[name]?.kind {
      case .tensor(let extents):
        return (extents.count, extents.count { $0.kind == .number(Rational(1)) }, true)
      case .definition(_, let indices, _) where !indices.isEmpty: return (indices.count, 0, false)
      default: return nil
      }
    default: return nil
    }
  }
}

extension Syntax.Statement {
  /// Whether it writes both axes of a tensor: two indices behind it, or its shape.
  func writesAxes(of name: String) -> Bool {
    if case .membership(let subjects, .reals(let extents)) = kind,
      extents.flatMap(\.shapeFactors).count == 2,
      subjects.contains(where: { $0.isTensor(name) })
    {
      return true
    }
    return expressions.contains { $0.writesAxes(of: name) }
  }

  /// Whether it uses a tensor as a whole in a product or a sum, so that the order of its axes is no
  /// matter of how its indices are written.
  func usesWhole(_ name: String) -> Bool {
    switch kind {
    case .membership(let subjects, _):
      subjects.contains { $0.kind != .name(name) && $0.usesWhole(name) }
    case .chain(let chain): chain.expressions.contains { $0.usesWhole(name) }
    case .indexBase: false
    }
  }
}

extension Syntax.Expression {
  /// The same with another expression in the place of one.
  func replacing(_ part: Syntax.Expression, by other: Syntax.Expression) -> Syntax.Expression {
    self == part ? other : withChildren { $0.replacing(part, by: other) }
  }

  /// Whether it is a tensor by itself, `x` or `f(x)`.
  fileprivate func isTensor(_ name: String) -> Bool {
    switch kind {
    case .name(name), .call(name, _, _): true
    default: false
    }
  }

  fileprivate func writesAxes(of name: String) -> Bool {
    let (base, indices) = chainedIndices
    if indices.count == 2, base.isTensor(name) { return true }
    return children.contains { $0.writesAxes(of: name) }
  }

  fileprivate func usesWhole(_ name: String) -> Bool {
    switch kind {
    case .name(name): true
    case .indexed(let base, let indices):
      ([base] + indices).contains { $0.kind != .name(name) && $0.usesWhole(name) }
    case .derivative, .gradient: false
    case .call(_, let arguments, _):
      arguments.contains { $0.kind != .name(name) && $0.usesWhole(name) }
    default: children.contains { $0.usesWhole(name) }
    }
  }

  fileprivate func plus(_ shift: Int) -> Syntax.Expression {
    guard shift != 0 else { return self }
    let number = Syntax.Expression(.number(Rational(abs(shift))), at: span)
    return Syntax.Expression(.binary(shift > 0 ? .add : .subtract, self, number), at: span)
  }
}
