import Notation
import NumericCore

/// What `given` blocks say of letters by their bounds, and which bounds are whose.
extension Declarations {
  /// The statements of a block, each with the ranges of its own indices. What limits anything else stands
  /// for itself, behind all that declares names.
  mutating func separated(_ statements: [Syntax.Statement]) -> [Syntax.Statement] {
    var declaring: [Syntax.Statement] = []
    var limiting: [Syntax.Statement] = []
    for statement in statements {
      let own = statement.indexLetters
      declaring.append(statement.keeping { !$0.boundNames.isDisjoint(with: own) })
      limiting += statement.conditions.filter { $0.boundNames.isDisjoint(with: own) }
        .map(Syntax.Statement.init)
    }
    limiting += declaring.filter(isLimit)
    declaring.removeAll(where: isLimit)
    declaring += newEntries(in: limiting, beside: declaring)
    // `x_t \in \R^n, \quad h_0 = 0, \quad 1 \le t \le T`: one range for all that use the letter.
    for range in limiting {
      guard let condition = range.condition else { continue }
      // `X_{ij} > 0` is no range of i.
      let letters = Set(condition.expressions.filter(\.isName).flatMap(\.namesInOrder))
        .filter { scope[$0] == nil }
      let users = declaring.indices.filter {
        !declaring[$0].indexLetters.isDisjoint(with: letters)
      }
      if !users.isEmpty { limiting.removeAll { $0 == range } }
      for user in users where !declaring[user].conditions.contains(condition) {
        declaring[user] = declaring[user].adding(condition)
      }
    }
    for statement in declaring {
      for letter in statement.indexLetters where scope[letter] == nil {
        if let range = statement.range(of: letter) { scope.noteRange(range, of: letter) }
      }
    }
    return sharingRanges(declaring) + limiting
  }

  /// `\pi_k > 0`, where nothing else says what π is: these are real numbers.
  private func newEntries(
    in limiting: [Syntax.Statement], beside declaring: [Syntax.Statement]
  ) -> [Syntax.Statement] {
    var known = Set(declaring.flatMap(\.subjects).flatMap { $0.chainedIndices.0.namesInOrder })
    return limiting.flatMap { limit in
      limit.expressions.compactMap { entry in
        guard case .indexed = entry.kind, case (let base, let indices) = entry.chainedIndices,
          case .name(let name) = base.kind, indices.allSatisfy(\.isName), scope[name] == nil,
          known.insert(name).inserted
        else { return nil }
        return Syntax.Statement(
          kind: .membership([entry], .reals([])), conditions: limit.conditions, span: limit.span)
      }
    }
  }

  /// `x_t \in \R^n, \quad y_t \in \R^k \text{ one-hot}, \quad 1 \le t \le T`: a range that follows one of a
  /// list of declarations is that of each which uses the letter.
  private func sharingRanges(_ declaring: [Syntax.Statement]) -> [Syntax.Statement] {
    declaring.indices.map { place in
      let open = declaring[place].indexLetters.filter { letter in
        scope[letter] == nil && declaring[place].range(of: letter) == nil
      }
      return open.sorted().reduce(declaring[place]) { statement, letter in
        let others = declaring[place...] + declaring[..<place].reversed()
        let range = others.firstResult { $0.range(of: letter) }
        return range.map(statement.adding) ?? statement
      }
    }
  }

  /// Whether it only limits what is declared elsewhere, or a letter.
  private func isLimit(_ statement: Syntax.Statement) -> Bool {
    switch statement.kind {
    case .chain(let chain): chain.steps.allSatisfy { $0.relation.isOrder }
    case .membership, .indexBase: false
    }
  }

  /// `\epsilon > 0`, `0 < p < 1`, `n \ge 1`: what is new there is declared by its bounds.
  ///
  /// - Errors: a letter that may be a size as well as a real number.
  mutating func declareLetters(boundedBy chain: Syntax.Chain) throws(Diagnostic) {
    guard chain.steps.allSatisfy({ $0.relation.isOrder }) else { return declareSizes(in: chain) }
    for letter in chain.expressions {
      guard case .name(let name) = letter.kind, scope[name] == nil else { continue }
      let others = chain.expressions.filter { $0 != letter }
      let isBesideNumbers = others.allSatisfy { $0.freeNames().isEmpty }
      let isBesideSizes = others.allSatisfy { other in
        other.freeNames().allSatisfy { if case .number = scope[$0]?.kind { true } else { false } }
      }
      if isBesideNumbers,
        chain.leavesNoWholeNumber || (name.isOfReals && !chain.beginsAtWholeNumber)
      {
        declare(name, .tensor(extents: []), at: letter.span)
      } else if isBesideSizes, !isBesideNumbers || chain.beginsAtWholeNumber {
        declare(name, .number(value: nil), at: letter.span)
      } else {
        throw Diagnostic(.sizeOrReal(name), at: letter.span)
      }
    }
  }
}

extension Declarations {
  /// `d = h k` beside sizes d and h: what is new in an equation of sizes is one.
  private mutating func declareSizes(in chain: Syntax.Chain) {
    let names = chain.expressions.flatMap(\.namesInOrder)
    let known = names.compactMap { scope[$0] }
    guard chain.steps.allSatisfy({ $0.relation == .equal }), !known.isEmpty,
      known.allSatisfy({ if case .number = $0.kind { true } else { false } })
    else { return }
    for name in names where scope[name] == nil && !Scope.isOfLibrary(name) {
      declare(name, .number(value: nil), at: chain.first.place(of: name) ?? chain.first.span)
      scope.require([.atLeastOne(name, at: chain.first.span)])
    }
  }
}

extension Syntax.Statement {
  /// The letters that stand as indices on what it declares; the T of `h_{T+1}` is none.
  var indexLetters: Set<String> {
    Set(subjects.flatMap { $0.chainedIndices.1 }.filter(\.isName).flatMap(\.namesInOrder))
  }

  /// The first condition that speaks of a letter.
  fileprivate func range(of letter: String) -> Syntax.Condition? {
    conditions.first { $0.freeNames.contains(letter) }
  }

  fileprivate func keeping(_ isKept: (Syntax.Condition) -> Bool) -> Self {
    Self(kind: kind, conditions: conditions.filter(isKept), span: span)
  }

  fileprivate func adding(_ condition: Syntax.Condition) -> Self {
    Self(kind: kind, conditions: conditions + [condition], span: span)
  }

  fileprivate var condition: Syntax.Condition? {
    switch kind {
    case .chain(let chain): .chain(chain)
    case .membership(let subjects, let domain):
      subjects.count == 1 ? .membership(subjects[0], domain) : nil
    case .indexBase: nil
    }
  }
}

extension Syntax.Condition {
  var freeNames: Set<String> { expressions.names { $0.freeNames() } }

  /// What it limits: `\alpha_k > 0` says nothing of where k runs.
  fileprivate var boundNames: Set<String> {
    expressions.filter { $0.chainedIndices.1.isEmpty }.names { $0.freeNames() }
  }
}

extension Syntax.Chain {
  private var ends: [Rational] {
    expressions.compactMap { if case .number(let number) = $0.kind { number } else { nil } }
  }

  /// `0 < p < 1`, `x > 0.5`
  fileprivate var leavesNoWholeNumber: Bool {
    if ends.contains(where: { $0.integer == nil }) { return true }
    guard steps.count == 2, ends.count == 2, let first = ends[0].integer, let last = ends[1].integer
    else { return false }
    return abs(first - last) <= 1
  }

  /// `n \ge 1`, `1 \le n`
  fileprivate var beginsAtWholeNumber: Bool {
    steps.contains { [.greaterOrEqual, .lessOrEqual].contains($0.relation) }
      && ends.contains { $0.integer.map { $0 >= 1 } ?? false }
  }
}

extension String {
  /// Whether real numbers are called so, in every course: a Greek letter, or a small one that counts
  /// nothing; T > 0 is a temperature.
  fileprivate var isOfReals: Bool {
    guard let letter = first(where: \.isLetter) else { return false }
    return !letter.isASCII || (letter.isLowercase && !"hijklmnt".contains(letter)) || letter == "T"
  }
}

extension Diagnostic.Message {
  fileprivate static func sizeOrReal(_ name: String) -> Self {
    Self(
      "given-unclear", "is '\(name)' a real number, or a size?",
      hint: "declare it before its bounds: \(name) \\in \\R, or \(name) \\in \\N")
  }
}
