/// What an experiment wrote down, run by run.
public struct ExperimentLog: Hashable, Sendable {
  /// One run: the experiment with one seed.
  public struct Run: Hashable, Sendable {
    public let seed: UInt64
    /// A number for each column; NaN where none was taken.
    public var rows: [[Double]]
    /// Why the run stopped before its end.
    public var failure: String?

    public init(seed: UInt64, rows: [[Double]] = [], failure: String? = nil) {
      self.seed = seed
      self.rows = rows
      self.failure = failure
    }
  }

  /// The names of the columns, that of the seed not among them.
  public let columns: [String]
  /// In the order in which the experiment names the seeds.
  public let runs: [Run]
  /// Whether the experiment is slow, and was run in its short form.
  public let isShort: Bool

  public init(columns: [String], runs: [Run], isShort: Bool = false) {
    self.columns = columns
    self.runs = runs
    self.isShort = isShort
  }

  /// The numbers of a column in one run, in order, where there are any; `nil` without that column.
  public func series(_ column: String, of run: Run) -> [Double]? {
    guard let place = columns.firstIndex(of: column) else { return nil }
    return run.rows.map { $0[place] }.filter { !$0.isNaN }
  }
}
