/// What one run of an experiment came to.
public struct RunResult: Hashable, Sendable {
  public var run: ExperimentLog.Run
  /// The rows of its other tables, by their names, without the seed.
  public var tables: [String: [[String]]]
  /// The trained network as a checkpoint, where it is to be saved.
  public var model: [UInt8]?

  public init(
    _ run: ExperimentLog.Run, tables: [String: [[String]]] = [:], model: [UInt8]? = nil
  ) {
    self.run = run
    self.tables = tables
    self.model = model
  }
}

/// How far a run is.
public struct RunProgress: Sendable {
  public let step: Int
  public let steps: Int
  /// Of the last batch; `nil` where nothing is learnt.
  public let loss: Double?
}
