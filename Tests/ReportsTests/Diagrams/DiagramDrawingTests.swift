import Foundation
import Homework
import Notation
import Testing

@testable import Reports

/// What becomes of a graph in a report, whoever wrote its names.
@Suite("Drawings of diagrams")
struct DiagramDrawingTests {
  private static func homework(_ name: String, title: String = "T") -> String {
    "```given\nx : R[3]\n```\n\n```math define\n\(name) = \\tanh(x) + 1\n```\n\n"
      + "```diagram\nof: \(name)\ntitle: '\(title)'\n```\n"
  }

  static let hostile = [
    #"\text{script alert}"#, #"\text{n0 label URL}"#, #"\hat{y}"#, "W_c'", #"\text{a href onload}"#,
  ]

  @Test("Graphviz is told nothing that an author wrote", arguments: hostile)
  func question(_ name: String) throws {
    let diagram = try diagram(in: Self.homework(name, title: "]; n0 [URL=x] </svg>"))
    let known =
      #/digraph \{|\}|graph \[rankdir=BT, newrank=true, nodesep=[\d.]+, ranksep=[\d.]+\];|node \[shape=box, fixedsize=true, label=""\];|edge \[dir=none\];|n\d+ \[width=\d+\.\d{4}, height=\d+\.\d{4}\];|n\d+ -> n\d+( \[weight=0\])?;/#
    for line in DiagramDrawing.questions([diagram]).split(separator: "\n") {
      #expect(line.wholeMatch(of: known) != nil, "\(line)")
    }
  }

  @Test("A picture holds no markup of an author", arguments: hostile)
  func escaping(_ name: String) throws {
    let title = #"<script>alert(1)</script><image href="x" onerror="y">"#
    let diagram = try diagram(in: Self.homework(name, title: title))
    let drawing = DiagramDrawing.drawings([diagram], answer: stacked(diagram))[0]
    let svg = try #require(drawing.svg)
    for mark in ["<script", "<image", " onerror=\"", " href=\""] {
      #expect(!svg.contains(mark))
    }
    #expect(svg.contains("&lt;script&gt;alert(1)"))
    #expect(drawing.markdown.joined().hasPrefix("**\\<script\\>alert"))
  }

  @Test(
    "What is no layout of this graph draws nothing",
    arguments: [
      "", "stop\n", "graph 1 2\nstop\n", "graph 1 2 2\nstop\n", "graph 1 nan inf\nstop\n",
      "graph 1 2 2\nnode n0 1e999 1\nstop\n", "graph 1 2 2\nedge n0 n1 4 1 1\nstop\n",
      "graph 1 2 2\nevil\nstop\n", "graph 1 2 2\nnode n0 1 1 1 1 n0 solid box black white\n",
    ])
  func noLayout(answer: String) throws {
    let diagram = try diagram(in: Self.homework("y"))
    let drawing = DiagramDrawing.drawings([diagram], answer: answer)[0]
    #expect(!drawing.isDrawn)
    #expect(drawing.markdown.contains { $0.contains("tanh") }, "the words still stand")
  }

  @Test("An answer for two graphs is split where one ends")
  func several() throws {
    let diagrams = [try diagram(in: Self.homework("y")), try diagram(in: Self.homework("z"))]
    let answer = diagrams.map(stacked).joined()
    #expect(DiagramDrawing.drawings(diagrams, answer: answer).map(\.isDrawn) == [true, true])
    #expect(DiagramDrawing.drawings([diagrams[0]], answer: answer).map(\.isDrawn) == [false])
  }

  @Test(
    "Symbols are set as they are written",
    arguments: [
      ("W_c", "<i>W</i><sub><i>c</i></sub>", "W_c"), ("\\hat{y}", "<i>y\u{302}</i>", "y\u{302}"),
      ("h'", "<i>h</i>′", "h′"), ("W^{ix}", "<i>W</i><sup><i>ix</i></sup>", "W^{ix}"),
      ("\\alpha", "<i>α</i>", "α"),
    ])
  func labels(name: String, html: String, text: String) throws {
    let diagram = try diagram(in: Self.homework(name))
    let output = try #require(diagram.graph.outputs.first)
    let label = DiagramNode(diagram.graph.nodes[output]).label
    #expect(label.html == html)
    #expect(label.text == text)
  }

  @Test("A picture has a title, a description, and a box for each node")
  func structure() throws {
    let diagram = try diagram(in: Self.homework("y"))
    let svg = try #require(DiagramDrawing.drawings([diagram], answer: stacked(diagram))[0].svg)
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>T</title>"))
    #expect(svg.contains("<desc>The computation of y. y is computed from x: tanh of x + 1.</desc>"))
    #expect(svg.ranges(of: "<rect").count == diagram.graph.nodes.count)
    #expect(
      svg.ranges(of: "stroke-dasharray").count == diagram.graph.nodes.count
        + diagram.graph.edges.count)
  }

  @Test("Built Markdown is words, and building it changes them no more")
  func markdown() throws {
    let source = SourceFile(name: "test.md", text: Self.homework("y"))
    func build(_ source: SourceFile) throws -> String {
      MarkdownPage(report: try Report(check(source), typesetter: nil)).text
    }
    let built = try build(source)
    #expect(built.contains("- `y` is computed from `x`: `tanh` of `x` + 1."))
    let again = try build(SourceFile(name: "test.md", text: built))
    #expect(again.hasSuffix(String(built.drop { $0 != "*" })))
  }
}
