import Homework
import Markup
import Notation
import Testing

@testable import Reports

/// The report for a Git forge: verdicts beside formulas of running text, and what charts show.
@Suite("Markdown report")
struct MarkdownTests {
  static let assignment = Assignment(
    parsing: SourceFile(
      name: "a.md",
      text: """
        # 1 Sizes

        ## (a)

        ```math given
        H = 10, \\quad K = 3
        ```

        ```math asked
        H - K
        ```
        """))

  static func report(_ text: String) throws -> String {
    let homework = check(SourceFile(name: "s.md", text: text), against: assignment)
    let report = try Report(homework, typesetter: nil)
    return try OutputFormat.markdown.render(report, Templates(texts: Self.texts, style: ""))
  }

  private static let texts = Dictionary(
    uniqueKeysWithValues: Templates.names.map { ($0, "") })

  @Test(
    "A formula in running text has its verdict beside it and the reason below",
    arguments: [
      (
        "# 1 (a)\n\nSo $H - K = 7$, done.\n\nNext.",
        "So $H - K = 7$ ✓, done.\n\n> ✓ $H - K = 7$ **verified** (exact)\n\nNext."
      ),
      (
        "# 1 (a)\n\n- so $H = 10$\n- and $H + K = 12$\n- end",
        "- and $H + K = 12$ ✗\n  \n  > ✗ $H + K = 12$ **refuted**: "
      ),
      (
        "# 1 (a)\n\n> 1. so $H + K = 13$\n> 2. end",
        "> 1. so $H + K = 13$ ✓\n>    \n>    > ✓ $H + K = 13$ **verified**"
      ),
      (
        "# 1 (a)\n\n| left | right |\n|---|---|\n| so | $K + K = 6$ |\n\nNext.",
        "| so | $K + K = 6$ ✓ |\n\n> ✓ $K + K = 6$ **verified** (exact)\n\nNext."
      ),
      (
        "# 1 (a)\n\nIn **$H + 1 = 11$** and $x$ and $K = 3 = 4 - 1, K + 1 = 4$.",
        "In **$H + 1 = 11$ ✓** and $x$ and $K = 3 = 4 - 1, K + 1 = 4$ ✓✓."
      ),
      (
        "# 1 (a)\n\nHere <b>it</b> is: $H + 1 = 12$.",
        "Here `<b>`it`</b>` is: $H + 1 = 12$ ✗."
      ),
      (
        "# 1 (a)\n\nSee[^1].\n\n[^1]: It is $H + 1 = 11$ there.\n\nNext.",
        "[^1]: It is $H + 1 = 11$ ✓ there.\n    \n    > ✓ $H + 1 = 11$ **verified** (exact)\n\nNext."
      ),
      (
        "# 1 (a)\n\n- item\n\n  $$H + 1 = 11$$\n\n- end",
        "  $$H + 1 = 11$$\n  \n  > ✓ **verified** (exact)\n\n- end"
      ),
    ])
  func inText(text: String, expected: String) throws {
    let report = try Self.report(text)
    #expect(report.contains(expected), "\(report)")
  }

  @Test(
    "A formula that was not judged stands as it was",
    arguments: ["So $x$ is.", "So $q = r + s$.", "# 1 (a)\n\nWhat is $H - K = 8$?\n\n**Answer:**"])
  func notJudged(_ text: String) throws {
    let report = try Self.report(text)
    #expect(report.contains(text))
    #expect(!report.contains("✓") && !report.contains("✗"))
  }

  @Test("A chart is a table of what its lines do")
  func chart() throws {
    let text = "A plot:\n\n```plot\ndata: a.csv\nx: s\ny: l\n```\n"
    let homework = check(SourceFile(name: "h.md", text: text))
    let span = try #require(homework.results(of: PlotDescription.self).first?.span)
    var plot = LinePlot(series: [
      .init(label: "a|b", points: [(x: 1, y: 2), (x: 2, y: 0.5), (x: 3, y: 1)]),
      .init(label: "none", points: []),
    ])
    plot.title = "Loss"
    plot.xLabel = "step"
    let report = try Report(homework, contents: [span: plot], typesetter: nil)
    let page = try OutputFormat.markdown.render(report, Templates(texts: Self.texts, style: ""))
    #expect(
      page.contains(
        """
        **Loss: step**

        | line | first | last | lowest | highest | points |
        |---|--:|--:|--:|--:|--:|
        | a\\|b | 2 at 1 | 1 at 3 | 0.5 at 2 | 2 at 1 | 3 |
        | none |  |  |  |  | 0 |
        """), "\(page)")
  }
}
