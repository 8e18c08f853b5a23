import Notation
import NumericCore

/// Names that are given or defined index by index, a line after another.
extension Declarations {
  /// Adds `h[0] = 0`, or `h[t] = …` where something of h is given already, to the family of a name.
  ///
  /// - Returns: whether that is what it is, and no definition element by element.
  mutating func addLine(
    to name: String, _ left: Syntax.Expression, _ body: Syntax.Expression,
    _ statement: Syntax.Statement
  ) throws(Diagnostic) -> Bool {
    let pattern = left.chainedIndices.1
    let existing = scope[name].flatMap { $0.section == section ? $0 : nil }
    let isLine =
      switch existing?.kind {
      case .family, .tensor: true
      default:
        !statement.conditions.isEmpty || pattern.contains { !$0.isName }
          || left.subscripts > 0 || isScheduleInTime(pattern, body)
          || definitionsOfLater.contains(statement.span)
      }
    guard isLine else { return false }
    let line = Family.Line(pattern: pattern, conditions: statement.conditions, body: body)
    let family = Family(lines: [line], subscripts: left.subscripts, extents: nil)
    // The bounds of a tensor say where its indices begin.
    let first = statement.conditions.first?.firstIndex(among: pattern.flatMap(\.namesInOrder))
    let isTensor = existing == nil && indexBase == nil && family.isElementwise(from: first)
    try addLines(of: family, to: name, at: statement.span, indexBase: isTensor ? first : nil)
    return true
  }

  /// `\alpha_t = \alpha / \sqrt{t}`: time itself, and nothing that is read at it.
  private func isScheduleInTime(_ pattern: [Syntax.Expression], _ body: Syntax.Expression) -> Bool {
    guard pattern.count == 1, case .name(let letter) = pattern[0].kind,
      ["t", "τ"].contains(letter),
      scope[letter] == nil
    else { return false }
    return body.freeNames().contains(letter) && !body.reads(at: letter)
  }

  mutating func addLines(
    of addition: Family, to name: String, at span: Span, indexBase ownBase: Int? = nil
  ) throws(Diagnostic) {
    var family = addition
    family.lines = addition.lines.map { $0.withEndAsCondition(of: name) }
    for index in family.lines.flatMap(\.pattern) where index.wholeNumber == nil {
      guard case .name = index.kind else { throw Diagnostic(.patternOfFamily, at: index.span) }
    }
    var base: Int?
    if let existing = scope[name], existing.section == section {
      switch existing.kind.asFamily {
      case .family(let before):
        guard before.rank == family.rank else {
          throw Diagnostic(.otherIndices(name, before.rank), at: span)
        }
        var lines = before.lines
        if !addition.lines.allSatisfy(\.isBoundary) { lines.removeAll(where: \.isGiven) }
        if let line = family.lines.first, lines.contains(where: line.speaksOfAll(of:)) {
          throw Diagnostic(.definedBefore(name), at: span)
        }
        family.lines = lines + family.lines
        family.extents = before.extents ?? family.extents
        family.subscripts = max(before.subscripts, family.subscripts)
      case .tensor(let extents) where extents.count >= family.rank:
        family.extents = Array(extents.dropFirst(family.rank))
        if family.rank == 1, family.lines.allSatisfy(\.isBoundary) {
          family.lines.append(given(name, existing, length: extents[0]))
        }
      case .definition: throw Diagnostic(.definedBefore(name), at: span)
      default: break
      }
      base = existing.indexBase
    }
    let declaration = Declaration(
      name: name, kind: .family(family), span: span, indexBase: ownBase ?? indexBase ?? base,
      section: section)
    if scope[name]?.section == section {
      scope.complete(declaration)
    } else {
      scope.declare(declaration)
    }
  }
}

extension Declarations {
  /// The values of a sequence of which the beginning is said, too: `y_t \in \R^k, \quad y_0 = 0`. They
  /// are those of a tensor that nobody can write; what a definition says of them later takes its place.
  private mutating func given(
    _ name: String, _ tensor: Declaration, length: Syntax.Expression
  ) -> Family.Line {
    let hidden = Scope.hidden("given", of: name)
    let base = tensor.indexBase ?? 1
    scope.declare(
      Declaration(
        name: hidden, kind: tensor.kind, span: tensor.span, indexBase: base,
        section: section))
    scope.copyLimits(of: name, to: hidden)
    let letter = Syntax.Expression(.name(Scope.hidden("time", of: name)), at: tensor.span)
    let first = Syntax.Expression(.number(Rational(base)), at: tensor.span)
    let last = base == 1 ? length : length.moved(by: base - 1)
    let whole = Syntax.Expression(.name(hidden), at: tensor.span)
    return Family.Line(
      pattern: [letter], conditions: [.range(of: letter, from: first, to: last)],
      body: Syntax.Expression(.indexed(whole, [letter]), at: tensor.span))
  }
}

extension Declaration.Kind {
  /// A definition element by element as a family of one line; anything else as it is.
  fileprivate var asFamily: Self {
    guard case .definition(let arguments, let indices, let body) = self, arguments.isEmpty,
      !indices.isEmpty
    else { return self }
    let pattern = indices.map { Syntax.Expression(.name($0), at: body.span) }
    return .family(
      Family(
        lines: [.init(pattern: pattern, conditions: [], body: body)], subscripts: 0, extents: nil))
  }
}

extension Family.Line {
  /// `h_{T+1} = 0` as what h is at a time that is T + 1.
  fileprivate func withEndAsCondition(of name: String) -> Self {
    guard let end = pattern.last, case .binary(.add, let size, let number) = end.kind,
      case .name(let letter) = size.kind, letter.first?.isUppercase == true,
      number.wholeNumber != nil
    else { return self }
    let time = Syntax.Expression(.name(Scope.hidden("end", of: name)), at: end.span)
    let isEnd = Syntax.Chain(first: time, steps: [.init(equalTo: end)])
    return Self(
      pattern: pattern.dropLast() + [time], conditions: conditions + [.chain(isEnd)], body: body)
  }

  /// Whether both say, without a condition, what stands at every index.
  fileprivate func speaksOfAll(of other: Family.Line) -> Bool {
    [self, other].allSatisfy { line in
      line.conditions.isEmpty && line.pattern.allSatisfy { $0.wholeNumber == nil }
    }
  }
}

extension Syntax.Expression {
  /// Whether something in it is read at an index in which the letter stands.
  fileprivate func reads(at letter: String) -> Bool {
    let isRead = chainedIndices.1.contains { $0.freeNames().contains(letter) }
    return isRead || children.contains { $0.reads(at: letter) }
  }

  /// How many of the indices stand before the last list of them: one in `q_i[t]`.
  var subscripts: Int {
    guard case .indexed(let base, _) = kind else { return 0 }
    return base.chainedIndices.1.count
  }
}

extension Diagnostic.Message {
  static let patternOfFamily = Self(
    "define-unclear", "an index on the left side is a letter or a number",
    hint: "write h[t] = … with h[t - 1] on the right")

  static func otherIndices(_ name: String, _ count: Int) -> Self {
    Self(
      "define-unclear",
      "'\(name)' is given with \(count) \(count == 1 ? "index" : "indices") before")
  }

  static func definedBefore(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' has a meaning in this section already",
      hint: "give what is defined here another name")
  }
}
