/// Telling a column of a table by others.
///
/// Every fifth row is not trained on.
///
/// - Shapes: `[rows, columns]`; a label each, or numbers as `[rows, target columns]`.
public struct Table<Target: ExampleTargets>: LearningTask {
  public let outputs: Int
  public let inputShape: Shape
  private let trained: Examples<Target>
  private let evaluated: Examples<Target>

  public var trainingCount: Int? { trained.inputs.shape[0] }
  public var evaluationCount: Int? { evaluated.inputs.shape[0] }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target> { trained }
  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target> { evaluated }

  private init(
    _ columns: [[Double]], outputs: Int, target: ([Int]) -> Target
  ) throws(TaskError) {
    let inputs = try NumberColumns(columns)
    let (first, second) = HeldOut.split(inputs.rows)
    self.outputs = outputs
    inputShape = [columns.count]
    trained = Examples(inputs.tensor(first), target(first))
    evaluated = Examples(inputs.tensor(second), target(second))
  }
}

extension Table<[Int]> {
  /// With a column of classes, which are whole numbers from 0.
  ///
  /// - Errors: ``TaskError/data(_:)`` where columns differ in length, a cell is no number or no
  ///   class, or there are fewer than five rows.
  public init(_ columns: [[Double]], classes: [Double]) throws(TaskError) {
    let limit = 10_000.0
    if let row = classes.firstIndex(where: {
      !($0 >= 0 && $0 < limit && $0 == $0.rounded(.down))
    }) {
      throw .data("the class in row \(row + 1) is \(classes[row]), no whole number from 0 up")
    }
    try NumberColumns.check(classes, "the classes", rows: columns.first?.count)
    let labels = classes.map { Int($0) }
    try self.init(columns, outputs: (labels.max() ?? 0) + 1) { rows in rows.map { labels[$0] } }
  }
}

extension Table<Tensor<Float>> {
  /// With columns of numbers to tell.
  ///
  /// - Errors: ``TaskError/data(_:)`` where columns differ in length, a cell is no number, or there
  ///   are fewer than five rows.
  public init(_ columns: [[Double]], targets: [[Double]]) throws(TaskError) {
    let numbers = try NumberColumns(targets)
    try NumberColumns.check(targets.first ?? [], "the target", rows: columns.first?.count)
    try self.init(columns, outputs: targets.count) { numbers.tensor($0) }
  }
}

/// Columns of one length without gaps.
private struct NumberColumns {
  let columns: [[Double]]
  let rows: Int

  init(_ columns: [[Double]]) throws(TaskError) {
    guard let rows = columns.first?.count, rows >= HeldOut.every else {
      throw .data("a table to learn from has at least one column and \(HeldOut.every) rows")
    }
    for (number, column) in columns.enumerated() {
      try Self.check(column, "column \(number + 1)", rows: rows)
    }
    self.columns = columns
    self.rows = rows
  }

  static func check(
    _ column: [Double], _ name: String, rows: Int?
  ) throws(TaskError) {
    guard column.count == rows else {
      throw .data("\(name) has \(column.count) rows, and the first column \(rows ?? 0)")
    }
    if let row = column.firstIndex(where: { !Float($0).isFinite }) {
      throw .data("row \(row + 1) of \(name) has no number that training can use")
    }
  }

  func tensor(_ rows: [Int]) -> Tensor<Float> {
    Tensor(
      shape: [rows.count, columns.count],
      scalars: rows.flatMap { row in columns.map { Float($0[row]) } })
  }
}
