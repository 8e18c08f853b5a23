import Foundation
import Homework
import Notation
import Testing

@testable import Reports

/// The only diagram of a homework.
func diagram(in text: String) throws -> Diagram {
  let homework = check(SourceFile(name: "test.md", text: text))
  try #require(homework.diagnostics.isEmpty, "\(homework.diagnostics.map(\.message.text))")
  return try #require(homework.results(of: Diagram.self).first?.result)
}

/// A layout without Graphviz: a node above another, and straight lines.
func stacked(_ diagram: Diagram) -> String {
  let count = diagram.graph.nodes.count
  let nodes = (0..<count).map { "node n\($0) 1 \($0) 0.5 0.5 n\($0) solid box black white" }
  let edges = diagram.graph.edges.map { edge in
    "edge n\(edge.from) n\(edge.to) 4 1 \(edge.from) 1 \(edge.from) 1 \(edge.to) 1 \(edge.to) solid black"
  }
  return (["graph 1 2 \(count)"] + nodes + edges + ["stop", ""]).joined(separator: "\n")
}
