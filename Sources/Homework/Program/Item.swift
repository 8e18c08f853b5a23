import Judging
import Markup
import Notation
import NumericCore

/// Something to compute or to judge, with the names that are known where it stands.
struct Item {
  enum Kind {
    case answer(Fence, Surface)
    /// A formula of the text, which is judged if it can be understood.
    case formula(Fragment)
    /// An answer about the runs of experiments.
    case measured(Fence)
    case gradcheck(Fence)
    case diagram(Fence)
    case value(Fragment, Span)
  }

  /// What can be judged by itself, from its text and the names above it.
  struct Claim {
    let kind: Question.Identity.Kind
    let span: Span
    let text: Fragment
    let surface: Surface
    let written: WrittenText
    let scope: Int
    let places: PlacesOfTexts
    let tolerance: Rational?
    /// What is read of it, or why nothing can be.
    let block: Result<Syntax.Block, Diagnostic>
  }

  let kind: Kind
  let scope: Scope
  let section: Int
  /// `nil` where it is none: what was measured depends on the logs, too.
  let claim: Claim?

  init(_ kind: Kind, in scope: WrittenScope, section: Int, of source: SourceFile) {
    self.kind = kind
    self.scope = scope.scope
    self.section = section
    claim =
      switch kind {
      case .answer(let fence, let surface):
        Claim(
          .answer, fence.content, surface, at: fence.span, fence.tolerance, in: scope, of: source)
      case .formula(let fragment):
        Claim(.formula, fragment, .latex, at: fragment.span, nil, in: scope, of: source)
      case .measured, .gradcheck, .diagram, .value: nil
      }
  }
}

extension Item.Claim {
  fileprivate init(
    _ kind: Question.Identity.Kind, _ text: Fragment, _ surface: Surface, at span: Span,
    _ tolerance: Rational?, in scope: WrittenScope, of source: SourceFile
  ) {
    self.kind = kind
    self.span = span
    self.text = text
    self.surface = surface
    self.tolerance = tolerance
    written = WrittenText(text, surface, in: source)
    self.scope = scope.number
    var places = scope.places
    places.append(text.span)
    self.places = places
    do throws(Diagnostic) {
      let block = try Syntax.Block(text, surface: surface, vocabulary: scope.scope.vocabulary)
      // Running text is understood whole or not at all.
      if kind == .formula, let hole = block.holes.first { throw hole.diagnostic }
      self.block = .success(block)
    } catch {
      block = .failure(error)
    }
  }

  /// What is judged of it: a formula of the text may merely say which sizes are spoken of.
  func judgedStatements(in scope: Scope) throws(Diagnostic) -> [Syntax.Statement] {
    let statements = try block.get().statements.replacingIntroducedNames(in: scope)
    return kind == .answer ? statements : statements.filter { !$0.choosesLetters(in: scope) }
  }

  /// What cannot be read of it, beside what can.
  var holes: [Diagnostic] { (try? block.get())?.holes.map(\.diagnostic) ?? [] }

  /// An answer that cannot be read is an error; a formula that states nothing is none.
  func judgments(onFailure diagnostic: Diagnostic) -> [Judgment] {
    kind == .formula && (diagnostic.message.cause == .notAStatement || !text.hasRelation)
      ? [] : [Judgment(diagnostic)]
  }
}

extension Item {
  /// What is stated; nothing where it cannot be read.
  private var statements: [Syntax.Statement] { (try? claim?.block.get())?.statements ?? [] }

  var hasDerivatives: Bool {
    statements.contains { !$0.expressions.allSatisfy(\.derivativeTexts.isEmpty) }
  }

  var hasWholeDerivatives: Bool { statements.contains(where: \.hasWholeDerivatives) }

  /// The first section that declares something that is spoken of here.
  var sectionOfNames: Int {
    let names = statements.flatMap(\.expressions).names { $0.freeNames() }
    return names.compactMap { scope[$0]?.section }.min() ?? section
  }

  /// The sections by whose index base a definition counts that is spoken of here.
  var sectionsOfDefinedIndices: Set<Int> {
    let bodies = scope.bodies(of: statements.flatMap(\.expressions))
    guard bodies.contains(where: { $0.countsByNumbers(in: scope) }) else { return [] }
    return sectionsOfTensors
  }

  /// The sections from whose index base this item counts, where they declare none.
  var sectionsOfIndices: Set<Int> {
    switch kind {
    case .measured, .gradcheck, .diagram: break
    case .answer, .formula:
      // What has no index is the same from any base.
      guard statements.flatMap(\.expressions).contains(where: { $0.countsFromBase(in: scope) })
      else { return [] }
    case .value: return []
    }
    return sectionsOfTensors
  }

  private var sectionsOfTensors: Set<Int> {
    Set(scope.declarations.values.filter { $0.indexBase == nil && $0.isTensor }.map(\.section))
  }
}

extension Fence {
  /// How far the sides of an answer may lie apart.
  var tolerance: Rational? {
    self["tolerance"].flatMap { Rational(decimal: $0.text) }
      .flatMap { $0 > Rational(0) ? $0 : nil }
  }
}

extension Syntax.Statement {
  /// Whether it states an equation of derivatives as they are; an index list, and a shape, say
  /// themselves in which order they count the axes.
  var hasWholeDerivatives: Bool {
    guard case .chain(let chain) = kind else { return false }
    let indexed = Set(chain.expressions.flatMap(\.indexedDerivativeTexts))
    return chain.expressions.flatMap(\.derivativeTexts).contains { !indexed.contains($0) }
  }
}

extension Fragment {
  /// Whether a sign of it relates two things, so that it may be true or false.
  var hasRelation: Bool { Self.hasRelation(text) }

  static func hasRelation(_ text: String) -> Bool {
    let text = text.replacing("\\left", with: "").replacing("\\infty", with: "")
    return relations.contains(where: text.contains)
  }

  private static let relations = [
    "=", "\\in", "\\le", "\\ge", "<", ">", "\\approx", "≈", "≤", "≥", "∈",
  ]
}
