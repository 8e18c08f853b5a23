import Foundation
import Homework
import Notation
import Reports

/// Has Graphviz lay out the diagrams of a homework: one process for all of them.
///
/// It is told the sizes of nodes and nothing of what an author wrote.
enum Graphviz {
  /// The drawings of a homework, and what is wrong where there is no picture.
  static func drawings(
    of homework: CheckedHomework
  ) -> (drawings: [Span: any BlockContent], problems: [Diagnostic]) {
    let diagrams = homework.results(of: Diagram.self)
    guard !diagrams.isEmpty else { return ([:], []) }
    let answer = layouts(DiagramDrawing.questions(diagrams.map(\.result)))
    let drawings = DiagramDrawing.drawings(diagrams.map(\.result), answer: try? answer.get())
    var problems: [Diagnostic] = []
    for ((span, _), drawing) in zip(diagrams, drawings) where !drawing.isDrawn {
      let message: Diagnostic.Message =
        if case .failure(let failure) = answer {
          failure.message
        } else {
          .dotFailed("its answer cannot be read")
        }
      problems.append(Diagnostic(message, at: span))
    }
    return (
      Dictionary(uniqueKeysWithValues: zip(diagrams.map(\.span), drawings)), problems
    )
  }

  private struct Failure: Error { let message: Diagnostic.Message }

  // MARK: - The process

  private static let timeLimit = 10.0
  private static let outputLimit = 16 << 20

  /// What `dot` answers.
  private static func layouts(_ question: String) -> Result<String, Failure> {
    guard let program = Files.program(named: "dot") else {
      return .failure(Failure(message: .noDot))
    }
    let file = NSTemporaryDirectory() + "checkmark-\(UUID().uuidString).dot"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-Tplain"]
    process.environment = [:]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      // A file and no pipe: it can be read late, or not at all.
      try Data(question.utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
      try process.run()
    } catch {
      return .failure(Failure(message: .dotFailed("it does not start")))
    }
    let end = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeLimit, execute: end)
    defer { end.cancel() }
    var bytes = Data()
    while bytes.count <= outputLimit,
      let part = try? output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty
    {
      bytes += part
    }
    if bytes.count > outputLimit { process.terminate() }
    process.waitUntilExit()
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      return .failure(Failure(message: .dotFailed("it failed, or took more than 10 seconds")))
    }
    return .success(String(decoding: bytes, as: UTF8.self))
  }
}

extension Diagnostic.Message {
  fileprivate static let noDot = Self(
    "no-graphviz", "a diagram needs Graphviz, which is not installed",
    hint: "apt-get install graphviz")

  fileprivate static func dotFailed(_ reason: String) -> Self {
    Self(
      "no-graphviz", "Graphviz could not lay out this diagram: \(reason)",
      hint: "draw less in one diagram")
  }
}
