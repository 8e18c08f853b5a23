/// What one run of an experiment came to.
public struct RunResult: Hashable, Sendable {
  public var run: ExperimentLog.Run
  /// The rows of its other tables, by their names, without the seed.
  public var tables: [String: [[String]]]

  public init(_ run: ExperimentLog.Run, tables: [String: [[String]]] = [:]) {
    self.run = run
    self.tables = tables
  }
}

/// How far a run is.
public struct RunProgress: Sendable {
  public let step: Int
  public let steps: Int
  /// Of the last batch; `nil` where nothing is learnt.
  public let loss: Double?
}
