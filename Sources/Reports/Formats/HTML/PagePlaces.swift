import Homework
import Notation

/// Where things stand on a page: what links lead to, and what is told at which block.
///
/// Names made here hold a dot, which no heading's name does.
struct PagePlaces {
  /// The level of each heading on the page: none is skipped, and only the page's title is a first.
  private(set) var levels: [Span: Int] = [:]
  private(set) var headings: [(span: Span, slug: String, content: [Inline])] = []
  private var problems: [Place: [Int]] = [:]
  private var placedProblems: Set<Int> = []
  /// The names of the blocks that hold answers, by where the answers begin.
  private var answers: [Int: String] = [:]
  private let diagnostics: [Diagnostic]

  /// A list of one item has the span of its only paragraph.
  private struct Place: Hashable {
    let span: Span
    let holdsBlocks: Bool

    init(_ block: Block) {
      span = block.span
      holdsBlocks = !block.children.isEmpty
    }
  }

  init(of report: Report) {
    diagnostics = report.diagnostics
    for block in report.homework.document.blocks { visit(block) }
  }

  private mutating func visit(_ block: Block) {
    for child in block.children { visit(child) }
    switch block.kind {
    case .heading(let level, let slug, let content):
      let last = headings.last.flatMap { levels[$0.span] } ?? 1
      levels[block.span] = min(level + 1, last + 1, 6)
      headings.append((block.span, slug, content))
    case .fence(let fence) where fence.isCheck:
      answers[fence.content.span.lower] = Self.name(of: fence)
    default: break
    }
    let found = diagnostics(in: block.span).filter { placedProblems.insert($0).inserted }
    if !found.isEmpty { problems[Place(block)] = found }
  }

  /// The numbers of the diagnostics that begin in a span; they are in the order of their places.
  private func diagnostics(in span: Span) -> [Int] {
    var (low, high) = (0, diagnostics.count)
    while low < high {
      let middle = (low + high) / 2
      if diagnostics[middle].span.lower < span.lower { low = middle + 1 } else { high = middle }
    }
    return (low..<diagnostics.count).prefix { diagnostics[$0].span.lower <= span.upper }
  }

  // MARK: - Problems

  /// The numbers of the problems that are told at a block.
  func problems(at block: Block) -> [Int] { problems[Place(block)] ?? [] }

  func isPlaced(problem number: Int) -> Bool { placedProblems.contains(number) }

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

extension Fence {
  var isCheck: Bool { kind.text == "check" || (kind.text == "math" && verb?.text == "check") }
}

extension Block {
  /// The blocks inside it.
  fileprivate var children: [Block] {
    switch kind {
    case .list(let list): list.items.flatMap(\.blocks)
    case .quote(let blocks), .alert(_, let blocks): blocks
    default: []
    }
  }
}
