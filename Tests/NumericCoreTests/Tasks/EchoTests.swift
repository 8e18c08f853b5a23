import Testing

@testable import NumericCore

@Suite("Echoes")
struct EchoTests {
  @Test("Each symbol comes again after the delay", arguments: [0, 1, 4, 15, 40])
  func echo(_ delay: Int) throws {
    let task = try Echo(delay: delay)
    let examples = task.training(50, epoch: 0, seed: 1)
    #expect(examples.inputs.shape == [50, 15, 27] && task.outputs == 27)
    for (row, places) in try oneHotPlaces(examples.inputs).enumerated() {
      let symbols = try places.map { try #require($0) }
      #expect(symbols.allSatisfy { (1...26).contains($0) })
      let expected = Array((Array(repeating: 0, count: delay) + symbols).prefix(15))
      #expect(Array(examples.targets[(row * 15)..<(row * 15 + 15)]) == expected)
    }
  }

  @Test("Evaluation may be on longer sequences")
  func evaluation() throws {
    let task = try Echo(delay: 4, length: 15, evaluationLength: 25)
    #expect(task.evaluation(7, epoch: 0, seed: 1).inputs.shape == [7, 25, 27])
    #expect(task.training(7, epoch: 0, seed: 1).inputs.shape == [7, 15, 27])
    #expect(task.evaluation(7, epoch: 0, seed: 1).targets.count == 175)
  }

  @Test("Symbols and delays are as likely as the others, and every step tells the delay")
  func variableDelay() throws {
    let task = try VariableDelayEcho()
    let examples = task.training(3000, epoch: 0, seed: 2)
    #expect(examples.inputs.shape == [3000, 20, 36] && task.outputs == 27)
    var (delays, symbols): ([Int], [Int]) = ([], [])
    for row in 0..<3000 {
      let vectors = (0..<20).map { step in
        Array(examples.inputs.scalars[((row * 20 + step) * 36)..<((row * 20 + step + 1) * 36)])
      }
      let ones = vectors.map { vector in vector.indices.filter { vector[$0] == 1 } }
      #expect(ones.allSatisfy { $0.count == 2 } && vectors.allSatisfy { $0.reduce(0, +) == 2 })
      let delay = ones[0][1] - 27
      #expect(ones.allSatisfy { $0[1] == delay + 27 })
      let sequence = ones.map { $0[0] }
      #expect(
        Array(examples.targets[(row * 20)..<(row * 20 + 20)])
          == Array((Array(repeating: 0, count: delay) + sequence).prefix(20)))
      delays.append(delay)
      symbols += sequence
    }
    #expect(areUniform(delays.counts.values) && Set(delays) == Set(0...8))
    #expect(areUniform(symbols.counts.values) && Set(symbols) == Set(1...26))
  }

  @Test("Chunks of series, put together, are bits and their echo", arguments: [0, 3, 30])
  func binary(_ delay: Int) throws {
    let task = try BinaryEcho(delay: delay, chunk: 20, series: 5)
    let examples = task.training(498, epoch: 1, seed: 4)
    #expect(examples.inputs.shape == [500, 20, 1] && examples.targets.shape == [500, 20, 1])
    for series in 0..<5 {
      let places = stride(from: series, to: 500, by: 5).flatMap { ($0 * 20)..<($0 * 20 + 20) }
      let bits = places.map { examples.inputs.scalars[$0] }
      let echo = Array(repeating: 0, count: delay) + bits
      #expect(places.map { examples.targets.scalars[$0] } == Array(echo.prefix(2000)))
      #expect(areUniform(bits.counts.values) && Set(bits) == [0, 1])
    }
  }

  @Test(
    "Settings out of range",
    arguments: [
      { try Echo(delay: -1) }, { try Echo(delay: 1001) }, { try Echo(length: 0) },
      { try Echo(length: 10_001) }, { try Echo(evaluationLength: 0) }, { try Echo(symbols: 0) },
      { try VariableDelayEcho(maximumDelay: -1) }, { try VariableDelayEcho(length: 0) },
      { try VariableDelayEcho(symbols: .max) }, { try BinaryEcho(delay: -1) },
      { try BinaryEcho(chunk: 0) }, { try BinaryEcho(series: 0) },
    ] as [@Sendable () throws -> any LearningTask])
  func settings(_ task: @Sendable () throws -> any LearningTask) {
    #expect(throws: TaskError.self) { try task() }
  }
}
