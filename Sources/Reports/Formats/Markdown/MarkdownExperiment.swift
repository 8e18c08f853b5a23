import Experiments
import Markup

extension ExperimentResult: BlockContent {
  package func html(on page: any BlockPage, of block: Block) -> String {
    page.templates.render(.experiment, ExperimentPage.values(self))
  }

  /// What it is, layer by layer, what it came to, and what it wrote.
  package var markdown: [String] {
    let summary = ExperimentSummary(log)
    let title = "**Experiment \(Markdown.code(name))**" + (log.isShort ? ", in its short form" : "")
    var lines = [title, "", "| setting | value |", "|---|---|"]
    lines += settings.map { "| \($0.name) | \(Markdown.plain($0.value)) |" }
    if !outline.layers.isEmpty {
      lines += ["", "| layer | output | parameters |", "|---|---|--:|"]
      lines += outline.layers.map {
        "| \(Markdown.plain($0.name)) | \($0.output) | \($0.parameters) |"
      }
      lines.append("| all | | \(outline.parameterCount) |")
    }
    let columns = summary.columns.map(ExperimentPage.words)
    lines += [
      "", ExperimentPage.words(last: log), "", "| seed | \(columns.joined(separator: " | ")) |",
    ]
    lines.append("|---|" + columns.map { _ in "--:|" }.joined())
    lines += summary.rows.map { row in
      "| \(row.name) | \(row.values.map { ExperimentSummary.words($0) }.joined(separator: " | ")) |"
    }
    for failure in summary.failures {
      lines += ["", "Seed \(failure.seed) stopped: \(Markdown.plain(failure.reason))"]
    }
    for sample in samples {
      lines += ["", "Temperature \(sample.temperature), seed \(sample.seed):", ""]
      lines += Markdown.block(sample.text, "text")
    }
    return lines
  }
}
