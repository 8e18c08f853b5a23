import Experiments
import Foundation
import Homework
import Markup
import Notation
import Testing

@testable import Reports

@Suite("Experiments in reports")
struct ExperimentReportTests {
  private static let text = String(repeating: "<script>``` | a\n", count: 20)
  private static let block = """
    ```train #poem
    task: {characters: {file: "<poem>.txt", length: 8}}
    model: [{gru: 4}, {linear: 13}]
    loss: cross-entropy
    optimizer: adam
    steps: 2
    sample: {prompt: "<script>```", temperatures: [1, 0.5], length: 3}
    seeds: [1, 2]
    ```
    """

  /// Of a homework whose first run is real, and whose second one failed.
  private func report() throws -> Report {
    let document = Document(parsing: SourceFile(name: "a.md", text: Self.block))
    let plan = try #require(document.experiments.first).plan(
      isFull: true, files: DataFiles(["<poem>.txt": Array(Self.text.utf8)]))
    var archive = try RunArchive(of: plan) { _ in nil }
    archive.add(try #require(plan.run(seed: 1)))
    archive.add(RunResult(ExperimentLog.Run(seed: 2, failure: "<b>NaN")))
    return try Report(
      check(document, experiments: ["poem": archive.log]),
      experiments: [ExperimentResult(plan, archive)], typesetter: nil)
  }

  @Test("The page shows the model, the last values, what failed and what was written")
  func html() throws {
    let page = try OutputFormat.html.render(report(), Pages.templates(style: ""))
    for part in [
      "<code>poem</code>", "<code>gru: 4</code>", "8 × 13",
      "<th scope=\"col\" class=\"right\">loss</th>",
      "Seed 2 stopped: &lt;b&gt;NaN", "temperature 0.5, seed 1",
      "aria-label=\"sample\">&lt;script&gt;```",
      "characters: {file: &lt;poem&gt;.txt",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("<script") && !page.contains("<b>"))
  }

  @Test("Markdown quotes what a model wrote, and nothing gets out of the quotes")
  func markdown() throws {
    let page = try OutputFormat.markdown.render(report(), Pages.templates(style: ""))
    #expect(page.contains("| gru: 4 | 8 × 4 |") && page.contains("| median |"))
    #expect(page.contains("```text\n<script>```"))
    #expect(page.contains("Seed 2 stopped: \\<b\\>NaN"))
  }

  @Test("What waits for a slow run is told apart from what nobody understood")
  func waiting() throws {
    let source =
      Self.block + "\n\n```check runs form=full\nevery seed: last(poem.loss) < 9\n```\n\n$a = b$"
    let log = ExperimentLog(
      columns: ["loss"],
      runs: [.init(seed: 1, rows: [[1]]), .init(seed: 2, rows: [[1]])], isShort: true)
    let homework = check(SourceFile(name: "a.md", text: source), experiments: ["poem": log])
    let report = try Report(homework, experiments: [], typesetter: nil)
    #expect(
      TextFormat.sum(report) == "0 of 1 answers verified · 1 waits for --full · 1 formula unchecked"
    )
    let page = try OutputFormat.html.render(report, Pages.templates(style: ""))
    #expect(page.contains("No answer is wrong; 1 of them waits for runs with --full."))
    #expect(!page.contains("as it should be"))
  }

  @Test("Seeds that follow one another are said by their ends, others one by one")
  func seeds() {
    func words(_ seeds: [UInt64]) -> String {
      let runs = seeds.map { ExperimentLog.Run(seed: $0, rows: []) }
      return ExperimentSummary(ExperimentLog(columns: [], runs: runs, isShort: false)).seeds
    }
    #expect(words([3, 4, 5, 6]) == "3 to 6")
    #expect(words([1, 2, 3, .max]) == "1, 2, 3, \(UInt64.max)")
    #expect(words([4, 3, 2, 1]) == "4, 3, 2, 1")
  }

  @Test("JSON has the runs with their last values")
  func json() throws {
    let text = try OutputFormat.json.render(report(), Pages.templates(style: ""))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let document = (object?["documents"] as? [[String: Any]])?.first
    let experiment = try #require((document?["experiments"] as? [[String: Any]])?.first)
    let runs = try #require(experiment["runs"] as? [[String: Any]])
    #expect(experiment["short"] as? Bool == false)
    #expect(runs.map { $0["seed"] as? String } == ["1", "2"])
    #expect(((runs[0]["last"] as? [String: Any])?["loss"] as? Double ?? 0) > 1)
    #expect(runs[1]["failure"] as? String == "<b>NaN")
    #expect((experiment["samples"] as? [Any])?.count == 2)
  }
}
