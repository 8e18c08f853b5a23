import Testing

@testable import NumericCore

@Suite("Drawn examples")
struct DrawnExamplesTests {
  static func tasks() throws -> [any LearningTask] {
    let text = String(repeating: "the quick brown fox jumps over the lazy dog. ", count: 20)
    return [
      TemporalOrder(.easy), TemporalOrder(.moderate), try Echo(), try Echo(evaluationLength: 25),
      try VariableDelayEcho(),
      try BinaryEcho(), try Characters(text, length: 10),
      try Characters(text, length: 10, encoding: .index),
    ]
  }

  @Test("A seed, an epoch and a purpose name the examples", arguments: try tasks())
  func streams(_ task: any LearningTask) { checkStreams(task) }

  private func checkStreams(_ task: some LearningTask) {
    let first = task.training(20, epoch: 3, seed: 7)
    #expect(task.training(20, epoch: 3, seed: 7).inputs == first.inputs)
    let others = [
      task.training(20, epoch: 4, seed: 7), task.training(20, epoch: 3, seed: 8),
      task.evaluation(20, epoch: 3, seed: 7),
    ]
    for other in others { #expect(other.inputs.scalars != first.inputs.scalars) }
  }

  @Test(
    "Examples have the shape and the number of targets that the task says", arguments: try tasks())
  func shapes(_ task: any LearningTask) throws { try checkShapes(task) }

  private func checkShapes(_ task: some LearningTask) throws {
    let count = 15
    for (examples, expected, shape) in [
      (task.training(count, epoch: 0, seed: 1), count, task.inputShape),
      (
        task.evaluation(count, epoch: 0, seed: 1), task.evaluationCount ?? count,
        task.evaluationShape
      ),
    ] {
      #expect(examples.inputs.shape == [expected] + shape)
      #expect(examples.targets.divides(among: expected))
    }
    let examples = task.training(count, epoch: 0, seed: 1)
    let batches = try task.batches(of: examples, size: task.parallelSeries ?? 4, seed: 1)
    #expect(batches.count == count && batches.isContinuous == (task.parallelSeries != nil))
  }

  @Test("More examples begin with the same ones, where they are drawn one by one")
  func prefixes() throws {
    let task = TemporalOrder(.normal)
    let (few, many) = (task.training(5, epoch: 0, seed: 2), task.training(9, epoch: 0, seed: 2))
    #expect(Array(many.targets.prefix(5)) == few.targets)
    #expect(Array(many.inputs.scalars.prefix(few.inputs.scalars.count)) == few.inputs.scalars)
  }

  @Test("No number of examples can fill the memory", arguments: [-1, 0, 400_000, .max])
  func counts(_ count: Int) throws {
    let task = try Echo(length: 40)
    #expect(throws: TaskError.self) { try task.checkCount(count) }
    try task.checkCount(100_000)
    let long = try Echo(length: 40, evaluationLength: 400)
    #expect(throws: TaskError.self) { try long.checkCount(100_000) }
  }
}

/// Sequences of one-hot vectors as places of their ones; `nil` for a vector of zeros.
///
/// Every vector has to be one of these two.
func oneHotPlaces(_ inputs: Tensor<Float>) throws -> [[Int?]] {
  let (steps, features) = (inputs.shape[1], inputs.shape[2])
  return try (0..<inputs.shape[0]).map { row in
    try (0..<steps).map { step in
      let start = (row * steps + step) * features
      let vector = inputs.scalars[start..<(start + features)]
      let places = vector.indices.filter { vector[$0] != 0 }
      try #require(places.count <= 1 && places.allSatisfy { vector[$0] == 1 })
      return places.first.map { $0 - start }
    }
  }
}

/// Whether counts are what draws of equal chances give, within five standard deviations.
func areUniform(_ counts: some Collection<Int>) -> Bool {
  let total = Double(counts.reduce(0, +))
  let share = 1 / Double(counts.count)
  let deviation = (total * share * (1 - share)).squareRoot()
  return counts.allSatisfy { (Double($0) - total * share).magnitude < 5 * deviation }
}

extension Sequence where Element: Hashable {
  var counts: [Element: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}
