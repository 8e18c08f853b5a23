import Notation
import NumericCore

/// How far the sequences of `define` blocks run.
extension Declarations {
  /// A new letter in the range of an index is a size: `m_t = …, 1 \le t \le T`.
  mutating func declareSizes(inRangesOf statements: [Syntax.Statement]) {
    let defined = statements.flatMap(\.subjects).names { $0.chainedIndices.0.freeNames() }
    for statement in statements {
      let letters = statement.indexLetters
      for condition in statement.conditions where !condition.freeNames.isDisjoint(with: letters) {
        for bound in condition.expressions {
          for name in bound.namesInOrder
          where scope[name] == nil && !letters.contains(name) && !defined.contains(name) {
            declare(name, .number(value: nil), at: bound.place(of: name) ?? bound.span)
          }
        }
      }
    }
  }

  /// A sequence of which nothing says how far it runs, `m_0 = 0`, `m_t = \beta m_{t-1} + (1 - \beta) g`, goes on
  /// behind its beginning for as long as one likes: to a size that nobody has named.
  mutating func boundOpenFamilies() {
    for (name, family) in openFamilies() {
      guard let declaration = scope[name],
        let first = family.lines.filter(\.isBoundary).compactMap({ $0.pattern[0].wholeNumber })
          .max() ?? (scope.boundary(of: name) != nil || family.isSchedule ? 0 : nil)
      else { continue }
      let last = self.last(at: declaration.span)
      var bounded = family
      bounded.lines = family.lines.map { line in
        guard !line.isBoundary else { return line }
        let index = line.pattern[0]
        let start = Syntax.Expression(.number(Rational(first + 1)), at: index.span)
        return Family.Line(
          pattern: line.pattern,
          conditions: [.range(of: index, from: start, to: last)] + line.conditions, body: line.body)
      }
      scope.complete(
        Declaration(
          name: name, kind: .family(bounded), span: declaration.span,
          indexBase: declaration.indexBase, section: section))
    }
  }

  /// The size that ends what has no other end.
  private mutating func last(at place: Span) -> Syntax.Expression {
    let name = ["T", "N", "K"].first { scope[$0] == nil } ?? Scope.hidden("end", of: "T")
    if scope[name] == nil { declare(name, .number(value: nil), at: place) }
    return Syntax.Expression(.name(name), at: place)
  }

  /// The families over one index that read, at this index, nothing but one another.
  private func openFamilies() -> [(name: String, family: Family)] {
    var open = scope.declarations.keys.compactMap { name -> (name: String, family: Family)? in
      guard let family = scope.family(name), scope[name]?.section == section, family.rank == 1,
        family.lines.contains(where: { !$0.isBoundary }),
        family.lines.allSatisfy({ $0.isBoundary || $0.isUnbounded(in: scope) })
      else { return nil }
      return (name, family)
    }.sorted { $0.name < $1.name }
    while true {
      let names = Set(open.map(\.name))
      let rest = open.filter { _, family in
        family.lines.allSatisfy { line in
          line.isBoundary || line.body?.reads(at: line.pattern[0], onlyFrom: names) ?? false
        }
      }
      if rest.count == open.count { return open }
      open = rest
    }
  }
}

extension Family {
  /// Whether its one line reads nothing at its index: any time has a value.
  fileprivate var isSchedule: Bool {
    guard lines.count == 1, let body = lines[0].body else { return false }
    return body.reads(at: lines[0].pattern[0], onlyFrom: [])
  }
}

extension Family.Line {
  /// Whether its index is a letter of which nothing is said, or only from where on, `t \ge 1`.
  fileprivate func isUnbounded(in scope: Scope) -> Bool {
    guard case .name(let letter) = pattern[0].kind else { return false }
    return conditions.allSatisfy(\.isLowerBound)
      && scope.givenRanges[letter].map(\.isLowerBound) ?? true
  }
}

extension Syntax.Expression {
  /// Whether whatever stands in it with a certain index is one of some names.
  fileprivate func reads(at index: Syntax.Expression, onlyFrom names: Set<String>) -> Bool {
    let (base, indices) = chainedIndices
    let letters = index.freeNames()
    if indices.contains(where: { !$0.freeNames().isDisjoint(with: letters) }) {
      guard case .name(let name) = base.kind, names.contains(name) else { return false }
    }
    return children.allSatisfy { $0.reads(at: index, onlyFrom: names) }
  }
}

extension Syntax.Condition {
  /// `t \ge 1`, `0 < t`
  fileprivate var isLowerBound: Bool {
    guard case .chain(let chain) = self, chain.steps.count == 1 else { return false }
    return switch chain.steps[0].relation {
    case .greater, .greaterOrEqual:
      chain.first.isName && chain.steps[0].expression.wholeNumber != nil
    case .less, .lessOrEqual: chain.first.wholeNumber != nil && chain.steps[0].expression.isName
    default: false
    }
  }
}
