import Notation
import Testing

@testable import Homework

@Suite("Plot descriptions")
struct PlotDescriptionTests {
  private func read(_ text: String) -> (plot: PlotDescription?, problems: [Diagnostic]) {
    PlotDescription.read(Fragment(SourceFile(name: "a.md", text: text)))
  }

  @Test("Several columns of one file are several lines")
  func columns() throws {
    let plot = try #require(
      read("data: a.csv\nx: epoch\ny: [train, test]\nx-label: Epoch\ny-axis: log\n").plot)
    #expect(plot.series.map(\.label) == ["train", "test"])
    #expect(plot.series.map(\.file.text) == ["a.csv", "a.csv"])
    #expect(plot.xLabel == "Epoch" && plot.yLabel == nil)
    #expect(plot.yIsLogarithmic && !plot.xIsLogarithmic)
  }

  @Test("Lines from several files keep what they do not say themselves")
  func files() throws {
    let plot = try #require(
      read(
        """
        data: a.csv
        x: epoch
        series:
          - {y: loss}
          - {data: runs/b.csv, x: step, y: loss}
          - {y: clipped, label: with clipping}
        """
      ).plot)
    #expect(plot.series.map(\.file.text) == ["a.csv", "runs/b.csv", "a.csv"])
    #expect(plot.series.map(\.x.text) == ["epoch", "step", "epoch"])
    #expect(
      plot.series.map(\.label) == ["loss (a.csv)", "loss (runs/b.csv)", "with clipping"])
  }

  /// `⟦…⟧` marks where the diagnostic must point.
  @Test(
    "What is wrong with a description is said at its place",
    arguments: [
      ("unknown-key", "data: a.csv\nx: a\n⟦ylabel⟧: b\ny: b\n"),
      ("unknown-key", "data: a.csv\nx: a\nseries:\n  - {y: b, ⟦lable⟧: c}\n"),
      ("path-leaves", "data: ⟦../a.csv⟧\nx: a\ny: b\n"),
      ("path-leaves", "data: ⟦/etc/passwd⟧\nx: a\ny: b\n"),
      ("path-leaves", "data: ⟦https://a.org/b.csv⟧\nx: a\ny: b\n"),
      ("path-leaves", "data: ⟦b/../../a.csv⟧\nx: a\ny: b\n"),
      ("bad-value", "data: a.csv\nx: a\ny: b\ny-axis: ⟦logarithm⟧\n"),
    ])
  func diagnostics(_ code: String, _ marked: String) throws {
    let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
    let inner = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
    let lower = parts[0].utf8.count
    let (plot, problems) = read(parts[0] + inner.joined())
    #expect(plot == nil)
    #expect(problems.map(\.message.code) == [code])
    #expect(problems.map(\.span) == [Span(lower..<lower + inner[0].utf8.count)])
  }

  @Test(
    "What is missing, or no description at all, is an error",
    arguments: [
      "", "loss.csv\n", "- a\n- b\n", "x: a\ny: b\n", "data: a.csv\ny: b\n", "data: a.csv\nx: a\n",
      "data: a.csv\nx: a\ny: []\n", "data: [a.csv]\nx: a\ny: b\n", "data: a.csv\nx: a\ny: [b\n",
      "data: a.csv\nx: a\ny: [a, b, c, d, e, f, g, h, i]\n",
    ])
  func errors(_ text: String) {
    let (plot, problems) = read(text)
    #expect(plot == nil)
    #expect(problems.map(\.severity) == [.error])
  }
}
