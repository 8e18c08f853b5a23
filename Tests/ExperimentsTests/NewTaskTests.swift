import Markup
import Notation
import NumericCore
import Testing

@testable import Experiments

@Suite("New tasks")
struct NewTaskTests {
  private static let repeating = TaskKind(
    "repeating", [.optional("length", .integer(1...100), else: .integer(5))]
  ) { options, _ in
    .labels(try Echo(delay: 0, length: options.integer("length") ?? 5, symbols: 3))
  }

  private func task(_ text: String) throws(Diagnostic) -> Choice<TaskKind>? {
    let value = try YAMLValue(parsing: Fragment(SourceFile(name: "a.md", text: text)))
    guard let value else { return nil }
    return try Choice(reading: value, among: TaskKind.all + [Self.repeating])
  }

  @Test("A new task is found by its name, and has options of its own")
  func new() throws {
    let choice = try #require(try task("repeating: {length: 7}"))
    let made = try choice.kind.make(choice.options, DataFiles([:]))
    #expect(made.answersPerExample == 7)
    // One of the symbols, or none.
    #expect(made.outputs == 4)
  }

  @Test(
    "What is wrong with its options is told",
    arguments: [
      ("repeeting", "unknown-task"), ("repeating: {length: 0}", "bad-value"),
      ("repeating: {delay: 1}", "unknown-key"),
    ])
  func wrong(_ text: String, _ code: String) {
    let error = #expect(throws: Diagnostic.self) { try task(text) }
    #expect(error?.message.code == code)
  }
}
