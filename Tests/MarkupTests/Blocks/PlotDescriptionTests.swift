import Notation
import Testing

@testable import Markup

@Suite("Plot descriptions")
struct PlotDescriptionTests {
  private func read(_ text: String) -> (plot: PlotDescription?, problems: [Diagnostic]) {
    var problems: [Diagnostic] = []
    do throws(Diagnostic) {
      return (
        try PlotDescription(Fragment(SourceFile(name: "a.md", text: text)), &problems), problems
      )
    } catch {
      return (nil, problems + [error])
    }
  }

  @Test("The tables of a plot are those of all its parts, each once")
  func tables() throws {
    let plot = try #require(
      read(
        """
        data: a.csv
        x: epoch
        series:
          - {y: loss}
          - {data: runs/b.csv, x: step, y: loss}
          - {data: clip.confusion, y: clipped, label: with clipping}
          - {data: a.csv, y: loss}
        """
      ).plot)
    #expect(plot.tables.map(\.text) == ["a.csv", "runs/b.csv", "clip.confusion"])
    #expect(plot.kind == nil)
  }

  /// `⟦…⟧` marks where the diagnostic must point.
  @Test(
    "A table that is not beside the homework is said at its place",
    arguments: [
      "data: ⟦../a.csv⟧\nx: a\ny: b\n", "data: ⟦/etc/passwd⟧\nx: a\ny: b\n",
      "data: ⟦https://a.org/b.csv⟧\nx: a\ny: b\n", "data: ⟦b/../../a.csv⟧\nx: a\ny: b\n",
      "x: a\nseries:\n  - {data: ⟦../a.csv⟧, y: b}\n",
    ])
  func paths(_ marked: String) throws {
    let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
    let inner = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
    let lower = parts[0].utf8.count
    let (plot, problems) = read(parts[0] + inner.joined())
    #expect(plot == nil)
    #expect(problems.map(\.message.code) == ["path-leaves"])
    #expect(problems.map(\.span) == [Span(lower..<lower + inner[0].utf8.count)])
  }

  @Test(
    "What names no table, or is no description at all, is an error",
    arguments: [
      "", "loss.csv\n", "- a\n- b\n", "x: a\ny: b\n", "data: [a.csv]\nx: a\ny: b\n",
      "data: a.csv\nx: a\ny: [b\n", "data: a.csv\nseries: b\n", "data: a.csv\nseries: [b]\n",
    ])
  func errors(_ text: String) {
    let (plot, problems) = read(text)
    #expect(plot == nil)
    #expect(problems.map(\.severity) == [.error])
  }
}
