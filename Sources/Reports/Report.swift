import Experiments
import Homework
import Judging
import Markup
import Notation

/// What a report shows of one homework: the results, and everything that is drawn, ready to print.
public struct Report: Sendable {
  public let homework: CheckedHomework
  /// The typeset maths of each formula or block, by its span.
  let maths: [Span: String]
  /// That of the suggestions, by the spans of their claims.
  let suggestedMaths: [Span: String]
  /// The listings with their words marked, by their spans.
  let listings: [Span: String]
  /// The pictures beside the homework, by their paths from there.
  let pictures: [String: Picture]
  /// What is shown in the place of each block that is no formula, by the span of the block.
  let contents: [Span: any BlockContent]
  /// What became of the experiments.
  let experiments: [ExperimentResult]
  /// Whether it is of a report, and not of a homework. A submission is always judged.
  let isBuilt: Bool
  /// The problems of the homework, and of what it should show.
  public let diagnostics: [Diagnostic]
  /// The claims in the order of their places.
  private let claims: [Claim]

  package init(
    _ homework: CheckedHomework, contents: [Span: any BlockContent] = [:],
    experiments: [ExperimentResult] = [], pictures: [String: Picture] = [:],
    problems: [Diagnostic] = [], typesetter: Typesetter?
  ) throws {
    self.homework = homework
    self.contents = homework.results.compactMapValues { $0 as? any BlockContent }
      .merging(experiments.map { ($0.span, $0) }) { $1 }
      .merging(contents) { $1 }
    self.pictures = pictures
    self.experiments = experiments
    claims = homework.claims.enumerated().sorted {
      ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset)
    }.map(\.element)
    var setter = MathsSetter(typesetter: typesetter)
    if typesetter != nil { try setter.set(homework) }
    isBuilt = homework.coverage == nil && homework.document.isBuiltReport
    (maths, suggestedMaths, listings) = (setter.maths, setter.suggestions, setter.listings)
    diagnostics = (homework.diagnostics + problems + setter.diagnostics).sorted {
      ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper)
    }
  }

  public var source: SourceFile { homework.document.source }

  /// The title, or the name of the file.
  public var title: String {
    if let title = homework.document.frontMatter.title { return title }
    for case .heading(_, _, let content) in homework.document.blocks.map(\.kind) {
      return content.plainText
    }
    return source.name
  }

  /// The first block, where it is the only heading of its level and so the title of the whole.
  var titleHeading: Span? {
    let document = homework.document
    let first = document.blocks.filter { block in
      if case .heading(1, _, _) = block.kind { true } else { false }
    }
    guard document.frontMatter.title == nil, first.count == 1,
      let span = document.blocks.first?.span,
      first[0].span == span, document.references.target(at: span)?.number == nil
    else { return nil }
    return span
  }

  /// The claims that stand inside a span.
  func claims(in span: Span) -> [Claim] {
    let first = claims.partitionPoint { $0.span.lower < span.lower }
    return claims[first...].prefix { $0.span.lower <= span.upper }
      .filter { $0.span.upper <= span.upper }
  }

  /// The claims of a formula in running text that a reader wants marked: those of a submission that
  /// were judged, and what is false.
  func markedClaims(in formula: Formula) -> [Claim] {
    let claims = claims(in: formula.span)
    return claims.contains { $0.verdict.outcome == .refuted || $0.isAnswer } ? claims : []
  }

  /// Whether an answer in a span is not as it should be.
  func hasUnexpected(in span: Span) -> Bool { claims(in: span).contains { !$0.isAsExpected } }

  /// 0: every answer is as expected; 1: one is not; 2: something is wrong with the document.
  public var exitCode: Int32 {
    diagnostics.contains { $0.severity == .error } ? 2 : homework.exitCode
  }
}

extension SourceFile {
  /// The line of a place as words behind "line": `12`, or `3 of notation.md` where another file holds it.
  func lineWords(at offset: Int) -> String {
    let place = position(at: offset)
    guard place.file != name else { return "\(place.line)" }
    return "\(place.line) of \(place.file.split(separator: "/").last ?? "")"
  }
}

extension String {
  /// A formula without its number, which the page shows itself.
  fileprivate var withoutNumbers: String {
    guard contains("\\tag") || contains("\\begin") else { return self }
    var text = EquationTag(in: self)?.rest ?? self
    for name in ["align", "alignat", "gather", "equation"] {
      text = text.replacing("{\(name)}", with: "{\(name)*}")
    }
    return text
  }
}

/// Typesets every formula and listing of a homework.
private struct MathsSetter {
  let typesetter: Typesetter?
  var maths: [Span: String] = [:]
  var suggestions: [Span: String] = [:]
  var listings: [Span: String] = [:]
  var diagnostics: [Diagnostic] = []
  /// Where statements in plain text begin.
  private var plain: Set<Int> = []

  init(typesetter: Typesetter?) { self.typesetter = typesetter }

  mutating func set(_ homework: CheckedHomework) throws {
    for block in homework.document.allBlocks { try set(block, homework) }
    let problems = diagnostics.count
    for question in homework.questionTexts { try set(question.content) }
    // What is wrong with the assignment is told to its author.
    diagnostics.removeSubrange(problems...)
    for claim in homework.claims where !plain.contains(claim.span.lower) {
      // A number, say, is as readable as it is written.
      guard let term = claim.verdict.suggestion?.term, term.contains(where: "\\_^".contains) else {
        continue
      }
      // What cannot be set is shown as text.
      suggestions[claim.span] = try? typesetter?.html(for: term, isDisplay: false)
    }
  }

  private mutating func set(_ block: Block, _ homework: CheckedHomework) throws {
    switch block.kind {
    case .heading(_, _, let content), .paragraph(let content): try set(content)
    case .list(let list):
      for block in list.items.flatMap(\.blocks) { try set(block, homework) }
    case .quote(let blocks), .alert(_, let blocks):
      for block in blocks { try set(block, homework) }
    case .table(let table):
      for cell in table.header + table.rows.flatMap({ $0 }) { try set(cell) }
    case .formula(let formula):
      try set(formula.latex.text, isDisplay: true, key: formula.span, at: formula.latex.span)
    case .fence(let fence):
      if fence.kind.surface == .plainText { plain.insert(fence.content.span.lower) }
      if let latex = homework.latex(of: fence) {
        try set(latex, isDisplay: true, key: fence.span, at: fence.content.span)
      }
    case .listing(let language?, let code):
      listings[block.span] = typesetter?.html(forListing: code, language: language)
    case .listing, .thematicBreak, .rawHTML, .comment: break
    }
    if let caption = block.caption { try set(caption.content) }
  }

  private mutating func set(_ inlines: [Inline]) throws {
    for inline in inlines {
      switch inline {
      case .formula(let formula):
        try set(
          formula.latex.text, isDisplay: formula.isDisplay, key: formula.span,
          at: formula.latex.span)
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner), .reference(_, let inner), .image(_, _, let inner):
        try set(inner)
      default: break
      }
    }
  }

  private mutating func set(_ latex: String, isDisplay: Bool, key: Span, at place: Span) throws {
    let latex = isDisplay ? latex.withoutNumbers : latex
    // A block may break lines without an environment; KaTeX wants one around them.
    let needsLines = isDisplay && latex.contains("\\\\") && !latex.contains("\\begin")
    let text = needsLines ? "\\begin{gathered}\(latex)\\end{gathered}" : latex
    do {
      maths[key] = try typesetter?.html(for: text, isDisplay: isDisplay)
    } catch let failure as Typesetter.Failure {
      diagnostics.append(Diagnostic(failure.message, at: place))
    }
  }
}
