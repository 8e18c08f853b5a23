import Notation

/// The side of a claim that answers, with what an edit of it must know: the other side states the
/// question and is never touched.
struct Answer: Sendable {
  let text: ClaimText
  /// One expression, or the extents of a shape.
  let expressions: [Syntax.Expression]
  /// Whether the expressions are extents.
  let isShape: Bool
  /// What the answer is said to equal.
  let asked: Syntax.Expression?
  /// Whether both sides have values that can be compared.
  let hasValues: Bool
  /// The layout in which the derivatives are read, where there is one.
  let layout: Layout?
  /// The piece of the text that the whole claim is.
  let claim: Range<Int>
  /// The names that nothing declares and no sum binds, in the order in which they stand.
  let indices: [String]
  /// Those of them that the answer does not use.
  let unused: [String]
  /// How the author spells a name.
  let spellings: [String: String]
  /// The sizes of the tensors that the claim speaks of.
  let extents: [Int]
  /// The numbers and letters by which the definitions multiply an index.
  let strides: [String]
  /// The tensors that may stand in the answer: not those that the question defines by it.
  let tensors: [String]
  /// Their shapes, at one sample.
  let shapes: [String: [Int]]
  /// What the definitions behind the question are made of.
  let ingredients: Ingredients
  let scope: Scope

  func spelling(_ name: String) -> String { spellings[name] ?? name }

  /// Every node, outermost first.
  var places: [Place] {
    expressions.flatMap { expression in
      Place(
        node: expression, parent: nil, role: isShape ? .extent : .value, sums: [], answer: self
      ).withChildren
    }
  }
}

/// A node of an answer, with what surrounds it.
struct Place: Sendable {
  enum Role: Sendable { case value, index, bound, condition, extent, exponent }

  let node: Syntax.Expression
  let parent: Syntax.Expression?
  let role: Role
  /// The indices of the sums around it, outermost first.
  let sums: [String]
  let answer: Answer

  var text: ClaimText { answer.text }
  var isWhole: Bool { parent == nil && !answer.isShape }
  var isIndex: Bool { role == .index || role == .condition }

  var withChildren: [Place] { [self] + children.flatMap(\.withChildren) }

  private var children: [Place] {
    switch node.kind {
    case .number, .name: []
    case .negated(let inner), .transposed(let inner), .slope(let inner, _): [child(inner)]
    case .binary(_, let left, let right): [child(left), child(right)]
    case .power(let base, let exponent): [child(base), child(exponent, .exponent)]
    case .call(_, let arguments, let options):
      arguments.map { child($0) } + options.map { child($0.value) }
    case .indexed(let base, let indices): [child(base)] + indices.map { child($0, .index) }
    case .reduction(_, let binder, let body):
      [binder.lower, binder.upper].compactMap { $0 }.map { child($0, .bound) }
        + [child(body, role, under: binder.name)]
    case .indicator(let conditions):
      conditions.flatMap(\.expressions).map { child($0, .condition) }
    case .cases(let branches):
      branches.map { child($0.value) }
        + branches.flatMap { ($0.guards ?? []).flatMap(\.expressions) }
        .map { child($0, .condition) }
    case .derivative(let output, let input, _), .gradient(let output, let input):
      [child(output), child(input)]
    case .matrix(let rows): rows.flatMap { $0 }.map { child($0) }
    case .tuple(let parts): parts.map { child($0) }
    }
  }

  private func child(
    _ node: Syntax.Expression, _ role: Role? = nil, under sum: String? = nil
  ) -> Place {
    Place(
      node: node, parent: self.node, role: role ?? self.role,
      sums: sums + (sum.map { [$0] } ?? []), answer: answer)
  }

  // MARK: - Replacements

  typealias Replacement = ClaimText.Replacement

  /// The node, and nothing around it, becomes another text.
  func replaced(by text: String) -> Replacement {
    let range = self.text.range(of: node)
    return Replacement(
      range: range, text: self.text.asScript(text, at: range, isIndex: isSingleIndex))
  }

  /// Whether it is one of the letters of an index list.
  private var isSingleIndex: Bool {
    guard role == .index, case .indexed = parent?.kind else { return false }
    return true
  }

  /// The node and the brackets around it become another text.
  func operandReplaced(by text: String) -> Replacement {
    Replacement(range: self.text.operandRange(of: node), text: text)
  }

  /// Two pieces that do not overlap change places.
  func swapped(_ first: Range<Int>, _ second: Range<Int>) -> [Replacement] {
    guard first.upperBound <= second.lowerBound else { return [] }
    let between = text[first.upperBound..<second.lowerBound]
    return [
      Replacement(
        range: first.lowerBound..<second.upperBound, text: text[second] + between + text[first])
    ]
  }

  /// The sign between two operands becomes another.
  func signReplaced(
    between left: Syntax.Expression, and right: Syntax.Expression, _ signs: [String],
    by sign: String
  ) -> [Replacement] {
    let (lower, upper) = (
      text.operandRange(of: left).upperBound, text.operandRange(of: right).lowerBound
    )
    guard lower <= upper else { return [] }
    for candidate in signs {
      let size = candidate.utf8.count
      let found = (lower...upper).first { offset in
        offset + size <= upper && text.bytes[offset...].starts(with: candidate.utf8)
      }
      if let found { return [Replacement(range: found..<found + size, text: sign)] }
    }
    return []
  }
}

// MARK: - Finding the answer

extension Answer {
  /// The right side of the first wrong step, or the extents that a shape is claimed to have.
  init?(
    of question: Question, step: Int?, _ text: ClaimText, _ filter: CandidateFilter
  ) {
    let (statement, scope) = (question.statement, question.scope)
    self.text = text
    self.scope = scope
    layout = question.conventions.oneLayout
    hasValues = filter.hasValues
    claim = text.balanced(statement.span.range)
    switch statement.kind {
    case .chain(let chain):
      guard let answer = Self.answer(in: chain, step: step, scope) else { return nil }
      expressions = [answer]
      isShape = chain.first.isShapeCall
      asked = chain.first
    case .membership(_, .reals(let extents)):
      expressions = extents
      isShape = true
      asked = nil
    case .membership, .indexBase: return nil
    }
    var names: [String] = []
    for name in statement.expressions.flatMap(\.namesInOrder) where !names.contains(name) {
      names.append(name)
    }
    indices = names.filter { scope[$0] == nil }
    let used = expressions.names { $0.freeNames() }
    unused = indices.filter { !used.contains($0) }
    spellings = statement.expressions.reduce(into: [:]) { $1.collectSpellings(in: text, into: &$0) }
    let closure = scope.closure(of: Set(names)).sorted()
    let declared = closure.filter { name in
      scope[name].map { $0.isTensor && !$0.isHidden } ?? false
    }
    shapes = filter.shapes(of: declared)
    extents = Set(shapes.values.joined()).sorted()
    let asked = statement.expressions.first?.freeNames() ?? []
    tensors = declared.filter { name in
      if case .tensor = scope[name]?.kind { true } else { !asked.contains(name) }
    }
    ingredients = Ingredients(of: asked, beside: expressions, scope)
    let found = closure.compactMap { scope[$0] }.reduce(into: Set<String>()) {
      $0.formUnion($1.strides)
    }
    strides = found.isEmpty ? ["2"] : found.sorted()
  }
}

extension Answer {
  /// What the first wrong step says.
  private static func answer(
    in chain: Syntax.Chain, step: Int?, _ scope: Scope
  ) -> Syntax.Expression? {
    // Names that the chain introduces are no steps.
    let introduced = chain.expressions.prefix { expression in
      if case .name(let name) = expression.kind { scope[name] == nil } else { false }
    }.count
    let number = introduced + (step ?? 1) - 1
    // An inequality becomes true when it says less; that is no repair.
    guard chain.steps.indices.contains(number),
      [.equal, .approximatelyEqual].contains(chain.steps[number].relation)
    else { return nil }
    return chain.steps[number].expression
  }
}

extension Syntax.Expression {
  fileprivate var isShapeCall: Bool {
    if case .call(let name, _, _) = kind { name.hasSuffix("shape") || name == "dim" } else { false }
  }

  fileprivate func collectSpellings(in text: ClaimText, into table: inout [String: String]) {
    if case .name(let name) = kind, table[name] == nil { table[name] = text.text(of: self) }
    var children = children
    // The name in `x_{ij}` ends where its indices do.
    if case .indexed(let base, let indices) = kind, base.span == span { children = indices }
    for child in children { child.collectSpellings(in: text, into: &table) }
  }

  /// What an index is multiplied by, and what a layer is told as its stride.
  fileprivate var strides: Set<String> {
    var strides = children.reduce(into: Set<String>()) { $0.formUnion($1.strides) }
    switch kind {
    case .indexed(_, let indices):
      for index in indices { strides.formUnion(index.multipliers) }
    case .call(_, _, let options):
      for option in options where option.name == "stride" {
        if let text = option.value.multiplier { strides.insert(text) }
      }
    default: break
    }
    return strides
  }

  private var multipliers: Set<String> {
    var found = children.reduce(into: Set<String>()) { $0.formUnion($1.multipliers) }
    if case .binary(let sign, let left, _) = kind, sign.multiplies, let text = left.multiplier {
      found.insert(text)
    }
    return found
  }

  private var multiplier: String? {
    switch kind {
    case .number(let number): number.integer.flatMap { $0 > 1 && $0 < 100 ? "\($0)" : nil }
    case .name(let name) where name.count == 1: name
    default: nil
    }
  }
}

extension Declaration {
  fileprivate var strides: Set<String> {
    switch kind {
    case .definition(_, _, let body): body.strides
    case .family(let family):
      family.lines.reduce(into: []) { $0.formUnion($1.body?.strides ?? []) }
    case .number, .tensor, .loss: []
    }
  }
}
