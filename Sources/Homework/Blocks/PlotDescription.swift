import Notation

/// What a `plot` block asks for.
public struct PlotDescription: Sendable {
  static func read(_ content: Fragment) -> (PlotDescription?, [Diagnostic]) { (nil, []) }
}
