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

  /// What `dot` answers.
  private static func layouts(_ question: String) -> Result<String, Failure> {
    guard let program = Files.program(named: "dot") else {
      return .failure(Failure(message: .noDot))
    }
    do throws(ExternalProgram.Failure) {
      let bytes = try ExternalProgram.output(
        of: program, ["-Tplain"], reading: Array(question.utf8))
      return .success(String(decoding: bytes, as: UTF8.self))
    } catch {
      return .failure(Failure(message: .dotFailed(error.words)))
    }
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
