import Homework
import Markup
import Notation

/// Where things stand on a page: what links lead to, and what is told at which block.
///
/// Names made here hold a dot, which no heading's name does.
struct PagePlaces {
  /// The level of each heading on the page: none is skipped, and only the page's title is a first.
  private(set) var levels: [Span: Int] = [:]
  private(set) var headings: [(span: Span, name: String, content: [Inline])] = []
  /// The heading that is the title of the page, and is not repeated below it.
  let title: Span?
  /// The levels of the headings around a place, as they are written.
  private var outline: [Int] = []
  private var problems: [BlockKey: [Int]] = [:]
  /// What links to the problems lead to, of those that have a place.
  private var problemNames: [Int: String] = [:]
  /// The names of the blocks that hold answers, by where the answers begin.
  private var answers: [Int: String] = [:]
  private let diagnostics: [Diagnostic]
  private let references: References

  /// A list of one item has the span of its only paragraph.
  private struct BlockKey: Hashable {
    let span: Span
    let holdsBlocks: Bool

    init(_ block: Block) {
      span = block.span
      holdsBlocks = !block.children.isEmpty
    }
  }

  init(of report: Report) {
    diagnostics = report.diagnostics
    references = report.homework.document.references
    title = report.titleHeading
    for block in report.homework.document.allBlocks { collectAnswers(in: block) }
    for claim in report.homework.claims {
      guard let problem = claim.diagnostic else { continue }
      // The verdict says it already.
      for number in diagnostics(in: problem.span) where diagnostics[number] == problem {
        problemNames[number] = anchor(of: claim)
      }
    }
    for block in report.homework.document.allBlocks { visit(block) }
  }

  private mutating func collectAnswers(in block: Block) {
    for child in block.children { collectAnswers(in: child) }
    if case .fence(let fence) = block.kind, fence.role.isAnswer {
      answers[fence.content.span.lower] = Self.name(of: fence)
    }
  }

  private mutating func visit(_ block: Block) {
    for child in block.children { visit(child) }
    if case .heading(let level, let slug, let content) = block.kind, block.span != title {
      while let last = outline.last, last >= level { outline.removeLast() }
      outline.append(level)
      levels[block.span] = min(outline.count + 1, 6)
      headings.append((block.span, name(ofHeading: block.span) ?? slug, content))
    }
    for number in diagnostics(in: block.span) where problemNames[number] == nil {
      problemNames[number] = Self.name(ofProblem: number)
      problems[BlockKey(block), default: []].append(number)
    }
  }

  private func name(ofHeading span: Span) -> String? { references.target(at: span)?.id }

  /// What links to the title of the page lead to.
  var titleAnchor: String { title.flatMap(name(ofHeading:)) ?? "" }

  /// The numbers of the diagnostics that begin in a span; they are in the order of their places.
  private func diagnostics(in span: Span) -> [Int] {
    let first = diagnostics.partitionPoint { $0.span.lower < span.lower }
    return (first..<diagnostics.count).prefix { diagnostics[$0].span.lower <= span.upper }
  }

  // MARK: - Problems

  /// The numbers of the problems that are told at a block.
  func problems(at block: Block) -> [Int] { problems[BlockKey(block)] ?? [] }

  /// What a link to a problem leads to; `nil` for one that has no place on the page.
  func anchor(ofProblem number: Int) -> String? { problemNames[number] }

  static func name(ofProblem number: Int) -> String { "problem.\(number + 1)" }

  // MARK: - Answers

  static func name(of fence: Fence) -> String {
    fence.id?.text ?? "answer.\(fence.content.span.lower)"
  }

  /// What a link to a claim leads to.
  func anchor(of claim: Claim) -> String {
    answers[claim.span.lower] ?? "verdict.\(claim.span.lower)"
  }

  /// Whether a link leads to the verdict itself, and not to the block around it.
  func isAnchored(_ claim: Claim) -> Bool { answers[claim.span.lower] == nil }
}
