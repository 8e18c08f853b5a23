import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging

/// Claims about sequences, convolution, attention and optimisers as notes write them: what is true is
/// verified (`r1`), and its wrong twin is not (`w1`).
@Suite("Notation of sequences")
struct SequenceNotationTests {
  static let names = ["steps", "given", "optimisers", "attention", "convolution", "plain"]

  @Test("What is true is verified, and its wrong twin is not", arguments: names)
  func twins(_ name: String) throws {
    let url = Repository.root.appending(path: "Tests/HomeworkTests/Fixtures/sequences/\(name).md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let answers = check(SourceFile(name: "\(name).md", text: text)).claims.filter(\.isAnswer)
    #expect(answers.count { $0.id.hasPrefix("r") } >= 4)
    #expect(answers.count { $0.id.hasPrefix("w") } >= 3)
    for answer in answers {
      let expected: Verdict.Outcome = answer.id.hasPrefix("r") ? .verified : .refuted
      #expect(
        answer.verdict.outcome == expected, "\(answer.id): \(answer.verdict.message)")
    }
  }
}
