import Foundation
import Homework
import Judging
import Notation
import TestSupport
import Testing

/// The example of the article, compiled and run: it must stay what the article shows.
@Suite("Article")
struct ArticleTests {
  private func judgeOneFormula() -> [String] {
    // Example
    let text = """
      ```given
      A : R[3, 4]; v : R[4]
      ```
      ```check
      ∂(A v)/∂v = Aᵀ
      ```
      """
    let homework = check(SourceFile(name: "answer.md", text: text))
    let verdict = homework.claims[0].verdict
    print(verdict.outcome, verdict.suggestion?.sentence ?? verdict.message)
    // End of the example
    return ["\(verdict.outcome) \(verdict.suggestion?.sentence ?? verdict.message)"]
  }

  private func article() throws -> String {
    try Repository.text("Sources/Homework/Homework.docc/JudgingOneFormula.md")
  }

  @Test("The example in the article is the one that runs here")
  func example() throws {
    let lines = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(lines.firstIndex { $0.hasSuffix("// Example") })
    let last = try #require(lines.firstIndex { $0.hasSuffix("// End of the example") })
    let code = lines[(first + 1)..<last].map { String($0.dropFirst(4)) }.joined(separator: "\n")
    // Three would end at the first fence inside.
    let block = "````swift\nimport Homework\nimport Notation\n\n\(code)\n````\n"
    #expect(try article().contains(block))
  }

  @Test("It prints what the article says")
  func output() throws {
    #expect(try article().contains("```text\n\(judgeOneFormula()[0])\n```\n"))
  }
}
