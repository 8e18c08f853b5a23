import Foundation
import Homework
import Notation
import TestSupport
import Testing

/// One submission after another, judged with what was found out before.
@Suite("What submissions share")
struct MemoryTests {
  private static let names = ["seed000.md", "seed001.md"]

  private func submission(_ name: String) throws -> SourceFile {
    SourceFile(name: name, text: try Repository.text("Tests/HomeworkTests/Fixtures/seeds/\(name)"))
  }

  @Test("Verdicts are the same, whoever was judged before")
  func order() throws {
    let assignment = Assignment(
      parsing: SourceFile(
        name: "a.md", text: try Repository.text("homework/assignments/spring-2021.md")))
    let alone = try Self.names.map { check(try submission($0), against: assignment).claims }
    for order in [[0, 1, 0], [1, 0, 1]] {
      let memory = AssignmentMemory()
      for place in order {
        let name = Self.names[place]
        let homework = check(try submission(name), against: assignment, recalling: memory)
        #expect(homework.claims == alone[place], "\(name)")
      }
    }
  }
}
