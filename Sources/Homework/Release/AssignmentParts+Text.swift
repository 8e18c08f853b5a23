import Markup
import Notation

extension AssignmentParts {
  /// The students' version.
  public var released: SourceFile {
    var cut = Set<Int>()
    for span in hidden { cut.formUnion(lines(of: span)) }
    let points = Dictionary(
      weights.map { (document.source.line(at: $0.span.lower), $0.points) }, uniquingKeysWith: +)
    var kept: [String] = []
    for line in 1...document.source.lineCount {
      if let points = points[line] { kept += ["", Self.words(points), ""] }
      if !cut.contains(line) { kept.append(text(of: line)) }
    }
    return SourceFile(
      name: document.source.name, text: Self.withoutGaps(kept).joined(separator: "\n") + "\n")
  }

  private static func words(_ points: Double) -> String {
    let number = points == points.rounded() ? "\(Int(points))" : "\(points)"
    return "*\(number) \(points == 1 ? "point" : "points")*"
  }

  /// The answers that the author gives, as a submission.
  public var ownAnswers: SourceFile {
    answers(solutions.map { (document.source.line(at: $0.span.lower), Self.answer($0, document)) })
  }

  /// A submission in which nothing is answered.
  public var blankAnswers: SourceFile { answers([]) }

  /// A submission for each wrong answer, with the place where it is listed.
  public var wrongSubmissions: [(text: SourceFile, span: Span)] {
    wrongAnswers.map { wrong in
      (answers([(document.source.line(at: wrong.span.lower), [wrong.text])]), wrong.span)
    }
  }

  /// The headings of the questions with what stands below them, at their lines.
  private func answers(_ answers: [(line: Int, text: [String])]) -> SourceFile {
    let headings = headings.map { span in
      (line: document.source.line(at: span.lower), text: lines(of: span).map(text))
    }
    let all = (headings + answers).sorted { $0.line < $1.line }
    return SourceFile(
      name: document.source.name, text: all.flatMap { $0.text + [""] }.joined(separator: "\n"))
  }

  /// A block of a solution as a student would write it.
  private static func answer(_ block: Block, _ document: Document) -> [String] {
    guard case .fence(let fence) = block.kind else {
      return [document.source.text(of: block.span)]
    }
    switch fence.role {
    case .words, .asked, .given: return []
    default:
      return fence.kind.surface == .latex
        ? ["$$", fence.content.text.trimmingSpaces, "$$"] : [fence.content.text]
    }
  }

  // MARK: - Lines

  private func lines(of span: Span) -> ClosedRange<Int> {
    let source = document.source
    return source.line(at: span.lower)...source.line(at: max(span.lower, span.upper - 1))
  }

  private func text(of line: Int) -> String {
    document.source.text(of: document.source.lineRange(line))
  }

  /// Without more than one blank line in a row.
  private static func withoutGaps(_ lines: [String]) -> [String] {
    var result: [String] = []
    for line in lines {
      let isBlank = line.trimmingSpaces.isEmpty
      if isBlank, result.last.map({ $0.trimmingSpaces.isEmpty }) ?? true { continue }
      result.append(line)
    }
    while result.last.map({ $0.trimmingSpaces.isEmpty }) == true { result.removeLast() }
    return result
  }
}
