import Markup
import Notation

/// What of an assignment students see, and what not.
///
/// A solution, a key, and every comment stay with the teacher; all else is the question.
public struct AssignmentParts: Sendable {
  /// A wrong answer that the author lists, `<!-- wrong: $5 \times 5$ -->`.
  struct WrongAnswer: Sendable {
    let text: String
    let span: Span
  }

  let document: Document
  /// What is cut out, in order.
  private(set) var hidden: [Span] = []
  /// What says how many points there are, and how many.
  private(set) var weights: [(span: Span, points: Double)] = []
  private(set) var headings: [Span] = []
  private(set) var solutions: [Block] = []
  private(set) var keys: [Fence] = []
  private(set) var wrongAnswers: [WrongAnswer] = []
  /// What the questions themselves say: words and formulas, without captions, descriptions and addresses.
  private(set) var open: [String] = []
  /// The pictures that these show.
  private(set) var openPictures: Set<String> = []
  /// What is wrong with how solutions are marked.
  public private(set) var diagnostics: [Diagnostic] = []

  private var start: Span?

  public init(of assignment: Assignment) {
    document = assignment.document
    for block in document.allBlocks { visit(block) }
    if let start { diagnostics.append(Diagnostic(.unclosedSolution, at: start)) }
  }

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .comment("solution"):
      if start != nil { diagnostics.append(Diagnostic(.nestedSolution, at: block.span)) }
      start = block.span
    case .comment("/solution"):
      if start == nil { diagnostics.append(Diagnostic(.nestedSolution, at: block.span)) }
      hidden.append(start?.joined(with: block.span) ?? block.span)
      start = nil
    case _ where start != nil: keepSolution(block)
    case .comment(let text): take(comment: text, at: block.span)
    case .fence(let fence): take(fence, block)
    case .heading(_, _, let content):
      headings.append(block.span)
      show(content)
    case .paragraph(let content): show(content)
    case .formula(let formula): open.append(formula.latex.text)
    case .table(let table): (table.header + table.rows.flatMap { $0 }).forEach { show($0) }
    case .listing(_, let code): open.append(code)
    case .list, .quote, .alert: block.children.forEach { visit($0) }
    case .thematicBreak, .rawHTML: break
    }
  }

  private mutating func keepSolution(_ block: Block) {
    // A comment in it belongs to nobody's answer.
    if case .comment = block.kind { return }
    if block.children.isEmpty {
      solutions.append(block)
    } else {
      block.children.forEach { visit($0) }
    }
  }

  private mutating func take(comment text: String, at span: Span) {
    hidden.append(span)
    if text.hasPrefix("wrong:") {
      wrongAnswers.append(
        WrongAnswer(text: String(text.dropFirst("wrong:".count)).trimmingSpaces, span: span))
    }
    if let comment = try? PointsComment(text, at: span) { weights.append((span, comment.points)) }
  }

  private mutating func take(_ fence: Fence, _ block: Block) {
    switch fence.role {
    case .asked, .words, .answer, .measuredAnswer:
      hidden.append(block.span)
      keys.append(fence)
      if let points = fence["points"].flatMap({ BlockKind.points(in: $0.text) }),
        case .asked = fence.role
      {
        weights.append((block.span, points))
      }
    default: open.append(fence.content.text)
    }
  }

  private mutating func show(_ content: [Inline]) {
    var text = ""
    for inline in content {
      Self.read(inline, &text)
      if case .image(let path, _, _) = inline { openPictures.insert(path) }
    }
    open.append(text)
  }

  static func read(_ inline: Inline, _ text: inout String) {
    switch inline {
    case .formula(let formula): text += " \(formula.latex.text) "
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner), .reference(_, let inner):
      for inline in inner { read(inline, &text) }
    case .image: break
    default: text += [inline].plainText
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let unclosedSolution = Self(
    "unclosed-solution", "this solution never ends",
    hint: "close it with a line <!-- /solution -->")

  fileprivate static let nestedSolution = Self(
    "unclosed-solution", "solutions do not stand in one another",
    hint: "each <!-- solution --> has its <!-- /solution -->")
}
