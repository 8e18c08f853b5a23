import Judging
import Markup
import Notation

/// The computation graph that a `diagram` block asks for.
public struct Diagram: BlockResult {
  public let title: String?
  /// What is drawn.
  package let graph: ComputationGraph
  /// The same with time folded and with every operation: what the words are about.
  package let definitions: ComputationGraph
  /// The times that are drawn one by one.
  package let steps: ClosedRange<Int>?

  /// - Errors: a key that does not exist, a name that is unknown or only given, more nodes than can
  ///   be drawn, steps of what has no time.
  static func read(
    _ fence: Fence, in scope: Scope, of source: SourceFile, _ conventions: ConventionChoice,
    seed: UInt64
  ) throws(Diagnostic) -> Diagram {
    let description = try DiagramDescription(fence.content, in: scope)
    let shapes = TensorShapes(
      scope: scope, reading: Reading(indexBases: conventions.indexBases), seed: seed)
    func graph(
      _ detail: GraphBuilder.Detail, _ steps: ClosedRange<Int>?
    ) throws(Diagnostic) -> ComputationGraph {
      var builder = GraphBuilder(
        scope, source: source, shapes: shapes, detail: detail, steps: steps,
        at: description.place)
      return try builder.build(description.names)
    }
    return Diagram(
      title: description.title, graph: try graph(description.detail, description.steps),
      definitions: try graph(.operations, nil), steps: description.steps)
  }
}
