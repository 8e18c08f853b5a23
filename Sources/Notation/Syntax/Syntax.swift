import NumericCore

/// What a formula says, whichever surface it was written in: one tree for LaTeX and plain text.
public enum Syntax {
  /// A term of the homework's mathematics, with its place in the file.
  public struct Expression: Hashable, Sendable {
    public let kind: Kind
    public let span: Span
    /// The height of the tree; the parser bounds it, so that nothing that walks it can overflow.
    let depth: Int
    /// The expressions in it and itself, or so many that nobody asks for more; the parser bounds them.
    let partCount: Int

    public init(_ kind: Kind, at span: Span) {
      self.kind = kind
      self.span = span
      let children = kind.children
      depth = 1 + (children.map(\.depth).max() ?? 0)
      partCount = children.reduce(1) { min($0 + $1.partCount, Int(Int32.max)) }
    }

    public indirect enum Kind: Hashable, Sendable {
      case number(Rational)
      /// A letter or symbol with its decorations, in canonical form: `W_c`, `H'`, `\hat{y}`.
      case name(String)
      case negated(Expression)
      case binary(BinaryOperator, Expression, Expression)
      case power(Expression, Expression)
      case transposed(Expression)
      /// `f(x)`, `conv2d(x, W; stride = 2)`, `⌊x⌋` as `floor(x)`.
      case call(String, [Expression], [Option])
      /// `x[i, j]`, `x_{ij}`: the leading axes first.
      case indexed(Expression, [Expression])
      case reduction(Reduction, Binder, Expression)
      /// 1 where all conditions hold and 0 elsewhere: Kronecker's delta, Iverson's bracket.
      case indicator([Condition])
      case cases([Branch])
      /// `∂y/∂x`, and `∂⁺y/∂x`, which follows nothing through time.
      case derivative(Expression, by: Expression, isDirect: Bool = false)
      /// `∇_x y`: y is a number, and the gradient has the shape of x in every layout. The gradient of a
      /// gradient is a Hessian.
      case gradient(Expression, by: Expression)
      /// `f'(x)`, `f''(x)`: the derivative of that order of the function that is called, at its argument.
      case slope(of: Expression, order: Int)
      case matrix([[Expression]])
      /// `(28, 28, 8)`.
      case tuple([Expression])
    }
  }

  public enum BinaryOperator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "−"
    /// Nothing between two factors; binds tighter than the written signs.
    case juxtaposition = ""
    case dot = "·"
    /// A product, or the sign between the extents of a shape.
    case times = "×"
    case divide = "/"
    case hadamard = "⊙"
    /// Between numbers a product like the others, between tensors one element by element.
    case star = "*"

    /// The operators that multiply numbers.
    package var isProduct: Bool { [.juxtaposition, .dot, .times, .star].contains(self) }
  }

  public enum Reduction: String, Hashable, Sendable {
    case sum = "∑"
    case product = "∏"
    case maximum = "max"
    case minimum = "min"
    /// `w_0, …, w_k`: the values side by side, as a vector.
    case list = "…"
  }

  /// The index of a sum or product; a bound that is not written follows from the tensors.
  public struct Binder: Hashable, Sendable {
    public let name: String
    public let lower: Expression?
    public let upper: Expression?
    public let span: Span

    init(name: String, lower: Expression?, upper: Expression?, span: Span) {
      self.name = name
      self.lower = lower
      self.upper = upper
      self.span = span
    }

    /// An index whose range follows from the tensors.
    package init(unbounded name: String, at span: Span) {
      self.init(name: name, lower: nil, upper: nil, span: span)
    }
  }

  /// `stride = 2` in a call.
  public struct Option: Hashable, Sendable {
    public let name: String
    public let value: Expression
    public let span: Span
  }

  /// One line of `cases`; the last may have no guard ("otherwise").
  public struct Branch: Hashable, Sendable {
    public let value: Expression
    public let guards: [Condition]?
  }

  public enum Relation: String, Hashable, Sendable {
    case equal = "="
    case unequal = "≠"
    case less = "<"
    case lessOrEqual = "≤"
    case greater = ">"
    case greaterOrEqual = "≥"
    case approximatelyEqual = "≈"
  }

  /// `first relation expression relation expression …`
  public struct Chain: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
      public let relation: Relation
      public let expression: Expression
      /// What follows `±`, after `≈`.
      public let tolerance: Expression?
      /// Half a unit of the last digit of a number beside `≈`.
      public let roundingTolerance: Rational?

      package init(
        relation: Relation, expression: Expression, tolerance: Expression?,
        roundingTolerance: Rational? = nil
      ) {
        self.relation = relation
        self.expression = expression
        self.tolerance = tolerance
        self.roundingTolerance = roundingTolerance
      }

      package init(equalTo expression: Syntax.Expression) {
        self.init(relation: .equal, expression: expression, tolerance: nil)
      }
    }

    public let first: Expression
    public let steps: [Step]

    package init(first: Expression, steps: [Step]) {
      self.first = first
      self.steps = steps
    }
  }

  /// What stands behind `∈`.
  public enum Domain: Hashable, Sendable {
    /// `\R^{2 × 5}`: the extents; none for a scalar.
    case reals([Expression])
    case naturals
    /// Vectors with a single 1 and 0 elsewhere.
    case oneHot
    /// `{1, 2, 3}`.
    case list([Expression])
    /// `{1, …, 3}`: whole numbers, both ends included.
    case range(Expression, Expression)
    /// `[0, 1)`: all numbers between the ends.
    case interval(Interval)
    /// `[0, 1]^n`: tensors of these extents, each entry of which is in the set.
    indirect case power(Domain, [Expression])
    /// `\R^n \to \R`: functions, by the extents of what they take and of what they make of it.
    case functions(from: [Expression], to: [Expression])
  }

  public struct Interval: Hashable, Sendable {
    public let lower: Expression
    public let upper: Expression
    /// Whether the ends belong to it.
    public let isClosedBelow: Bool
    public let isClosedAbove: Bool
  }

  /// What an index must fulfil: a guard, a range, the subscript of a delta.
  public enum Condition: Hashable, Sendable {
    case chain(Chain)
    case membership(Expression, Domain)

    /// `low ≤ index ≤ high`
    package static func range(of index: Expression, from low: Expression, to high: Expression)
      -> Self
    {
      let steps = [index, high].map {
        Chain.Step(relation: .lessOrEqual, expression: $0, tolerance: nil)
      }
      return .chain(Chain(first: low, steps: steps))
    }
  }

  /// A sentence of mathematics.
  public struct Statement: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case chain(Chain)
      /// `H, K \in \N`
      case membership([Expression], Domain)
      /// `index base 1`
      case indexBase(Int)
    }

    public let kind: Kind
    /// What follows "where", "for", "if".
    public let conditions: [Condition]
    public let span: Span
    /// What else it says to a reader of the page, where two readings are in use.
    private let others: [Statement]

    package init(
      kind: Kind, conditions: [Condition], span: Span, others: [Statement] = []
    ) {
      self.kind = kind
      self.conditions = conditions
      self.span = span
      self.others = others
    }

    package var otherReading: Statement? { others.first }

    func alsoRead(as other: Statement) -> Statement {
      Statement(kind: kind, conditions: conditions, span: span, others: [other])
    }
  }
}

extension Syntax.Relation {
  /// Whether it compares, and does not equate.
  package var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .unequal: true
    case .equal, .approximatelyEqual: false
    }
  }

  /// What the right side is to the left.
  var mirrored: Self {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .unequal, .approximatelyEqual: self
    }
  }
}

extension Syntax.Expression.Kind {
  /// The expressions directly inside, those of conditions and options among them.
  var children: [Syntax.Expression] {
    switch self {
    case .number, .name: []
    case .negated(let inner), .transposed(let inner), .slope(let inner, _): [inner]
    case .binary(_, let left, let right), .power(let left, let right): [left, right]
    case .call(_, let arguments, let options): arguments + options.map(\.value)
    case .indexed(let base, let indices): [base] + indices
    case .reduction(_, let binder, let body):
      [binder.lower, binder.upper].compactMap { $0 } + [body]
    case .indicator(let conditions): conditions.flatMap(\.expressions)
    case .cases(let branches):
      branches.flatMap { [$0.value] + ($0.guards ?? []).flatMap(\.expressions) }
    case .derivative(let output, let input, _), .gradient(let output, let input): [output, input]
    case .matrix(let rows): rows.flatMap { $0 }
    case .tuple(let parts): parts
    }
  }
}

extension Sequence {
  /// What is found first; each element is asked once. A lazy sequence asks the one that answers
  /// twice, and so twice as often with each level of a tree.
  package func firstResult<Result>(of find: (Element) throws -> Result?) rethrows -> Result? {
    for element in self {
      if let result = try find(element) { return result }
    }
    return nil
  }
}

extension Syntax.Expression {
  package static func difference(_ left: Self, _ right: Self) -> Self {
    Self(.binary(.subtract, left, right), at: left.span)
  }

  package var children: [Syntax.Expression] { kind.children }

  /// `x[i][j]` as `x` and `[i, j]`.
  package var chainedIndices: (Syntax.Expression, [Syntax.Expression]) {
    guard case .indexed(let base, let indices) = kind else { return (self, []) }
    let (inner, leading) = base.chainedIndices
    return (inner, leading + indices)
  }

  /// What lies so far behind it, or before it where that is negative.
  package func moved(by offset: Int) -> Syntax.Expression {
    guard offset != 0 else { return self }
    let distance = Syntax.Expression(.number(Rational(abs(offset))), at: span)
    return Syntax.Expression(.binary(offset > 0 ? .add : .subtract, self, distance), at: span)
  }

  /// The letter and the whole number c of `t + c`, `t - c`, `t`; none so large that sums of it overflow.
  package var letterAndOffset: (letter: String, offset: Int)? {
    switch kind {
    case .name(let letter): return (letter, 0)
    case .binary(let sign, let left, let right) where sign == .add || sign == .subtract:
      guard case .name(let letter) = left.kind, case .number(let number) = right.kind,
        let offset = number.integer, offset.magnitude <= Int32.max
      else { return nil }
      return (letter, sign == .add ? offset : -offset)
    default: return nil
    }
  }

  /// The extents of a shape: the factors of a product of `×`, or the parts of a tuple.
  package var shapeFactors: [Syntax.Expression] {
    switch kind {
    case .binary(.times, let left, let right): left.shapeFactors + right.shapeFactors
    case .tuple(let parts): parts.flatMap(\.shapeFactors)
    default: [self]
    }
  }

  /// Every name in the expression that no sum inside it binds.
  package func freeNames() -> Set<String> {
    var names: Set<String> = []
    collectFreeNames(excluding: [], into: &names)
    return names
  }

  private func collectFreeNames(excluding bound: [String], into names: inout Set<String>) {
    switch kind {
    case .name(let name):
      if !bound.contains(name) { names.insert(name) }
    case .reduction(_, let binder, let body):
      for bounds in [binder.lower, binder.upper] {
        bounds?.collectFreeNames(excluding: bound, into: &names)
      }
      body.collectFreeNames(excluding: bound + [binder.name], into: &names)
    case .binary(_, let left, let right):
      left.collectFreeNames(excluding: bound, into: &names)
      right.collectFreeNames(excluding: bound, into: &names)
    case .number: break
    default:
      if case .call(let callee, _, _) = kind, !bound.contains(callee) { names.insert(callee) }
      for child in children { child.collectFreeNames(excluding: bound, into: &names) }
    }
  }
}

extension Syntax.Condition {
  package var expressions: [Syntax.Expression] {
    switch self {
    case .chain(let chain): chain.expressions
    case .membership(let subject, let domain): [subject] + domain.expressions
    }
  }
}

extension Syntax.Statement {
  /// A condition that is stated by itself.
  package init(_ condition: Syntax.Condition) {
    let places = condition.expressions.map(\.span)
    let kind: Kind =
      switch condition {
      case .chain(let chain): .chain(chain)
      case .membership(let subject, let domain): .membership([subject], domain)
      }
    self.init(
      kind: kind, conditions: [], span: places.reduce(places[0]) { $0.joined(with: $1) })
  }
}

extension Syntax.Chain {
  package var expressions: [Syntax.Expression] {
    [first] + steps.flatMap { [$0.expression] + ($0.tolerance.map { [$0] } ?? []) }
  }
}

extension Syntax.Domain {
  package var expressions: [Syntax.Expression] {
    switch self {
    case .reals(let extents): extents
    case .naturals, .oneHot: []
    case .list(let values): values
    case .range(let lower, let upper): [lower, upper]
    case .interval(let interval): [interval.lower, interval.upper]
    case .power(let set, let extents): set.expressions + extents
    case .functions(let taken, let made): taken + made
    }
  }
}
