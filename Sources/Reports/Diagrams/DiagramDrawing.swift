import Homework

/// A diagram in a report: in words, and as a picture where it was laid out.
public struct DiagramDrawing: Sendable {
  private let diagram: Diagram
  /// `nil` where nothing lays out graphs.
  let svg: String?

  public var isDrawn: Bool { svg != nil }

  public init(_ diagram: Diagram, layout: GraphLayout?) {
    self.diagram = diagram
    svg = layout.flatMap { DiagramPicture(diagram, $0)?.svg }
  }

  /// What `dot -Tplain` must be asked, a graph after another.
  public static func questions(_ diagrams: [Diagram]) -> String {
    diagrams.map { GraphLayout.dot($0.graph) }.joined()
  }

  /// The drawings, from what `dot` answered; without pictures where it did not.
  public static func drawings(_ diagrams: [Diagram], answer: String?) -> [DiagramDrawing] {
    let layouts = answer.flatMap(GraphLayout.layouts) ?? []
    return diagrams.enumerated().map { place, diagram in
      DiagramDrawing(diagram, layout: layouts.count == diagrams.count ? layouts[place] : nil)
    }
  }

  /// The sentences about it, the first of them as an introduction.
  var words: (introduction: DiagramWords.Sentence, values: [DiagramWords.Sentence]) {
    let words = DiagramWords(diagram)
    return (words.introduction, words.sentences)
  }

  /// For a forge, which shows no picture of ours: a line each.
  package var markdown: [String] {
    let title = diagram.title.map { ["**\(Markdown.plain($0))**", ""] } ?? []
    return title + [words.introduction.markdown, ""] + words.values.map { "- " + $0.markdown }
  }
}
