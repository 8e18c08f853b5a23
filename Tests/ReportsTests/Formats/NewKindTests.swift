import Homework
import Notation
import Testing

@testable import Markup
@testable import Reports

/// What is new is a value in a table; it is shown without another word about it.
@Suite("New kinds of blocks, plots and formats")
struct NewKindTests {
  private struct Motto: BlockDescription, BlockContent {
    let text: String

    init(_ content: Fragment, _ problems: inout [Diagnostic]) { text = content.text }

    func html(on page: any BlockPage, of block: Block) -> String {
      "<blockquote\(page.anchor(at: block.span))>\(HTML.escape(text))</blockquote>"
    }

    var markdown: [String] { ["> " + Markdown.plain(text)] }
  }

  private static let motto = BlockKind(
    "motto", language: "text",
    verbs: [BlockKind.Verb(.description(Motto.self), numbering: .caption(.figure))])

  private func report() throws -> Report {
    let source = SourceFile(name: "a.md", text: "# A\n\n```motto #m\na < b\n```\n\nSee [](#m).\n")
    let document = Document(parsing: source, kinds: BlockKind.all + [Self.motto])
    return try Report(check(document), typesetter: nil)
  }

  @Test("A new kind of block is shown on a page and on a forge")
  func block() throws {
    let report = try report()
    #expect(report.diagnostics.isEmpty)
    let page = try OutputFormat.html.render(report, Pages.templates(style: ""))
    #expect(page.contains("<blockquote id=\"m\">a &lt; b</blockquote>"))
    #expect(page.contains(">figure 1</a>"))
    let text = try OutputFormat.markdown.render(report, Pages.templates(style: ""))
    #expect(text.contains("> a \\< b\n\n**Figure 1.**"))
  }

  @Test("A new format renders the same report")
  func format() throws {
    let titles = OutputFormat(name: "titles", fileExtension: "txt", needsMaths: false) {
      report, _ in report.title + "\n"
    }
    #expect(try titles.render(report(), Pages.templates(style: "")) == "A\n")
  }

  private struct Count: Plot {
    let rows: Int
    var svg: String { "<svg><text>\(rows)</text></svg>" }
    var markdown: [String] { ["\(rows) rows"] }
    var data: [DataTable] { [] }
  }

  private static let count = PlotKind(name: "count", keys: ["data"]) {
    (settings, tables) throws(Diagnostic) in
    tables[try settings.requiredWord("data")].map { Count(rows: $0.rowCount) }
  }

  @Test("A new kind of plot is found by its name, and shown")
  func plot() throws {
    let text = "```plot\nkind: count\ndata: a.csv\n```\n"
    let homework = check(SourceFile(name: "a.md", text: text))
    let (span, description) = try #require(homework.results(of: PlotDescription.self).first)
    let table = CSV(parsing: SourceFile(name: "a.csv", text: "a\n1\n2\n"))
    let (plot, problems) = PlotKind.plot(
      description, tables: ["a.csv": table], among: PlotKind.all + [Self.count])
    #expect(problems.isEmpty)
    let report = try Report(homework, contents: [span: try #require(plot)], typesetter: nil)
    let page = try OutputFormat.html.render(report, Pages.templates(style: ""))
    #expect(page.contains("<svg><text>2</text></svg>"))
    #expect(
      try OutputFormat.markdown.render(report, Pages.templates(style: "")).contains("2 rows"))
    #expect(
      PlotKind.plot(description, tables: [:]).problems.map(\.message.code) == ["unknown-plot"])
  }
}
