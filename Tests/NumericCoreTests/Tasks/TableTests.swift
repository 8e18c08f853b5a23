import Testing

@testable import NumericCore

@Suite("Tables")
struct TableTests {
  static let columns: [[Double]] = [
    (0..<12).map(Double.init), (0..<12).map { 100 - Double($0) },
  ]

  @Test("A column of classes")
  func classes() throws {
    let classes = (0..<12).map { Double($0 % 3) }
    let task = try Table(Self.columns, classes: classes)
    #expect((task.inputShape, task.outputs) == ([2], 3))
    #expect((task.trainingCount, task.evaluationCount) == (10, 2))
    let (trained, evaluated) = (
      task.training(0, epoch: 0, seed: 0), task.evaluation(0, epoch: 0, seed: 0)
    )
    #expect(evaluated.inputs.shape == [2, 2] && evaluated.inputs.scalars == [4, 96, 9, 91])
    #expect(evaluated.targets == [1, 0])
    #expect(
      trained.inputs.scalars.prefix(4) == [0, 100, 1, 99] && trained.inputs.shape == [10, 2])
    #expect(trained.targets == [0, 1, 2, 3, 5, 6, 7, 8, 10, 11].map { $0 % 3 })
  }

  @Test("Columns of numbers")
  func numbers() throws {
    let task = try Table(Self.columns, targets: [Self.columns[0].map { 2 * $0 }])
    #expect(task.outputs == 1)
    let evaluated = task.evaluation(0, epoch: 0, seed: 0)
    #expect(evaluated.targets.shape == [2, 1] && evaluated.targets.scalars == [8, 18])
    #expect(task.training(0, epoch: 0, seed: 0).targets.shape == [10, 1])
  }

  @Test(
    "Classes that are none",
    arguments: [-1, 0.5, 10_000, .nan, .infinity] as [Double])
  func noClasses(_ value: Double) {
    var classes = [Double](repeating: 0, count: 12)
    classes[3] = value
    #expect {
      try Table(Self.columns, classes: classes)
    } throws: { error in "\(error)".contains("row 4") }
  }

  @Test("Tables with gaps, of columns of different length, without rows")
  func errors() {
    let good = Self.columns[0]
    for columns in [
      [], [[]], [[1, 2, 3, 4]], [good, Array(good.dropLast())], [good, good.map { _ in .nan }],
      [good.map { _ in 1e300 }],
    ] as [[[Double]]] {
      let rows = columns.first?.count ?? 0
      #expect(throws: TaskError.self) {
        try Table(columns, classes: Array(repeating: 0, count: rows))
      }
      #expect(throws: TaskError.self) { try Table([good], targets: columns) }
    }
    #expect(throws: TaskError.self) { try Table(Self.columns, classes: [0]) }
    #expect(throws: TaskError.self) { try Table(Self.columns, targets: [[1, 2, 3, 4, 5]]) }
  }
}
