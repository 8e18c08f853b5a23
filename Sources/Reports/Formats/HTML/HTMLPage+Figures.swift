import Markup

extension Template {
  /// The numbers of a picture.
  static let data = Template(
    name: "data",
    keys: [
      "tables": .rows([
        "caption": .text, "header": .rows(["text": .text]),
        "rows": .rows(["name": .text, "cells": .rows(["text": .text])]),
      ])
    ])
}

extension Plot {
  /// A picture, with its numbers to unfold.
  package func html(on page: any BlockPage, of block: Block) -> String {
    let tables = data.map { table -> [String: Any] in
      [
        "caption": table.caption, "header": table.header.map { ["text": $0] },
        "rows": table.rows.map { row -> [String: Any] in
          ["name": row[0], "cells": row.dropFirst().map { ["text": $0] }]
        },
      ]
    }
    return "<figure\(page.anchor(at: block.span))>\(HTML.scroller(svg, "picture"))"
      + page.templates.render(.data, ["tables": tables])
      + page.caption(of: block, in: "figcaption") + "</figure>"
      + page.verdicts(on: block.caption?.content ?? [])
  }
}

extension HTMLPage {
  /// A formula on lines of its own; one that fits any screen is no stop for the keyboard.
  func display(_ maths: String, of latex: String) -> String {
    latex.utf8.count > 36
      ? HTML.scroller(maths, "formula", of: "maths") : "<div class=\"scroll maths\">\(maths)</div>"
  }

  func listing(_ language: String?, _ code: String, _ block: Block) -> String {
    let name = language.map { " class=\"language-\(HTML.escape($0))\"" } ?? ""
    let isWide = code.unicodeScalars.split(separator: "\n").contains { $0.count > 36 }
    let label = language.map { "listing in \(HTML.escape($0))" } ?? "listing"
    let stop = isWide ? " tabindex=\"0\" role=\"group\" aria-label=\"\(label)\"" : ""
    let content = report.listings[block.span] ?? HTML.escape(code)
    return "<pre\(stop)><code\(name)>\(content)</code></pre>"
  }
}
