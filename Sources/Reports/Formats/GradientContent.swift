import Homework
import Markup

extension Template {
  /// Gradients computed in several ways.
  static let gradients = Template(
    name: "gradients",
    keys: [
      "title": .text, "state": .text, "outcome": .text,
      "rows": .rows([
        "input": .text, "elements": .text, "index": .text, "reverse": .text, "forward": .text,
        "difference": .text, "error": .text, "step": .text, "sign": .text, "state": .text,
        "words": .text, "note": .text,
      ]),
    ])
}

extension GradientTable: BlockContent {
  package func html(on page: any BlockPage, of block: Block) -> String {
    let table = page.templates.render(
      .gradients,
      [
        "title": title, "state": passed ? "good" : "bad",
        "outcome": passed ? "✓ gradients agree" : "✗ gradients differ",
        "rows": rows.map { row -> [String: Any] in
          [
            "input": row.input, "elements": row.elements, "index": row.index,
            "reverse": row.reverse, "forward": row.forward, "difference": row.difference,
            "error": row.relativeError, "step": row.step, "sign": row.passed ? "✓" : "✗",
            "state": row.passed ? "good" : "bad", "words": row.passed ? "agree" : "differ",
            "note": row.note ?? "",
          ]
        },
      ])
    let anchor = page.anchor(at: block.span)
    return anchor.isEmpty ? table : "<div\(anchor)>\(table)</div>"
  }

  package var markdown: [String] {
    [
      "| input | elements | worst at | reverse | forward | difference | relative error | step | |",
      "|---|--:|---|--:|--:|--:|--:|--:|---|",
    ]
      + rows.map { row in
        "| \(Markdown.plain(row.input)) | \(row.elements) | \(Markdown.plain(row.index)) | \(row.reverse) | "
          + "\(row.forward) | \(row.difference) | \(row.relativeError) | \(row.step) | \(row.passed ? "✓" : "✗") |"
      }
  }
}
