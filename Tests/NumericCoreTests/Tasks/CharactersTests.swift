import RealModule
import Testing

@testable import NumericCore

@Suite("Characters of a text")
struct CharactersTests {
  static let text = String(repeating: "o romeo, romeo! wherefore art thou romeo?\n", count: 30)

  /// The stretches that examples stand for, with the character behind them.
  static func stretches(_ task: Characters, _ examples: Examples<[Int]>) throws -> [String] {
    let length = task.length
    let inputs =
      task.encoding == .oneHot
      ? try oneHotPlaces(examples.inputs).map { try $0.map { try #require($0) } }
      : stride(from: 0, to: examples.inputs.scalars.count, by: length).map { start in
        examples.inputs.scalars[start..<(start + length)].map { Int($0) }
      }
    return inputs.enumerated().map { row, numbers in
      let targets = examples.targets[(row * length)..<((row + 1) * length)]
      #expect(Array(numbers.dropFirst()) == Array(targets.dropLast()))
      return String((numbers + [targets.last ?? 0]).map { task.vocabulary[$0] })
    }
  }

  @Test("Examples are stretches of their part of the text", arguments: Characters.Encoding.allCases)
  func examples(_ encoding: Characters.Encoding) throws {
    // Each character's neighbours say where it is.
    let numbered = (1000..<1400).map { "\($0)" }.joined(separator: ";")
    let task = try Characters(numbered, length: 12, encoding: encoding)
    #expect(task.vocabulary == Array("0123456789;") && task.outputs == 11)
    #expect(task.inputShape == (encoding == .index ? [12] : [12, 11]))
    let trained = numbered.prefix(numbered.count - numbered.count / 10)
    let tail = numbered.suffix(numbered.count / 10)
    let drawn = try Self.stretches(task, task.training(300, epoch: 0, seed: 1))
    #expect(drawn.count == 300 && drawn.allSatisfy { trained.contains($0) })
    #expect(Set(drawn).count > 250)
    let held = try Self.stretches(task, task.evaluation(0, epoch: 0, seed: 1))
    #expect(held.count == task.evaluationCount && held.allSatisfy { tail.contains($0) })
    let whole = held.map { $0.dropLast() }.joined()
    #expect(tail.hasPrefix(whole) && tail.count - whole.count <= 12)
  }

  @Test("The first and the last stretch of the trained part are drawn, too")
  func ends() throws {
    let text = "abcdefghijklmnopqrst"
    let task = try Characters(text, length: 1)
    let drawn = try Self.stretches(task, task.training(400, epoch: 0, seed: 1))
    // The last two letters are the tail.
    let pairs = zip(text, text.dropFirst()).map { "\($0)\($1)" }
    #expect(Set(drawn) == Set(pairs.prefix(17)))
    #expect(try Self.stretches(task, task.evaluation(0, epoch: 0, seed: 1)) == ["st"])
  }

  @Test("Texts that are too short, and lengths that are none")
  func errors() {
    #expect(throws: TaskError.self) { try Characters("", length: 1) }
    #expect(throws: TaskError.self) { try Characters(Self.text, length: 0) }
    #expect(throws: TaskError.self) { try Characters(Self.text, length: Self.text.count / 10) }
    #expect(throws: TaskError.self) { try Characters(Self.text, length: .max) }
  }
}

@Suite("Sampling")
struct SamplingTests {
  /// A network whose logits are those of the last character only, a row for each.
  static func bigrams(_ logits: [[Float]]) throws -> Linear<Float> {
    let count = logits.count
    var linear = try Linear<Float>(count, count, bias: false)
    // `y = W x`: a column of the weight for each input.
    linear.weight.value = Tensor(
      shape: [count, count],
      scalars: (0..<count).flatMap { row in (0..<count).map { logits[$0][row] } })
    return linear
  }

  static func task(_ letters: String = "abcd") throws -> Characters {
    try Characters(String(repeating: letters, count: 20), length: 5)
  }

  @Test("A network that knows what follows says it at any temperature")
  func cycle() throws {
    let logits = (0..<4).map { a in (0..<4).map { $0 == (a + 1) % 4 ? 1000 : 0 as Float } }
    var network = try Self.bigrams(logits)
    for temperature in [0.01, 1, 5] {
      let sample = try Self.task().sample(
        from: &network, prompt: "dcb", temperature: temperature, length: 9, seed: 1)
      #expect(sample == "cdabcdabc")
    }
    #expect(
      try Self.task().sample(from: &network, prompt: "a", temperature: 1, length: 0, seed: 1) == "")
  }

  @Test("Characters are drawn by the softmax of logits / temperature", arguments: [0.5, 1, 2])
  func distribution(_ temperature: Double) throws {
    let logits: [Float] = [0, 1, 2, -1]
    var network = try Self.bigrams(Array(repeating: logits, count: 4))
    let count = 4000
    let sample = try Self.task().sample(
      from: &network, prompt: "a", temperature: temperature, length: count, seed: 3)
    let weights = logits.map { Double.exp(Double($0) / temperature) }
    for (letter, weight) in zip("abcd", weights) {
      let share = weight / weights.reduce(0, +)
      let found = Double(sample.count { $0 == letter }) / Double(count)
      #expect((found - share).magnitude < 5 * (share * (1 - share) / Double(count)).squareRoot())
    }
  }

  @Test("A seed names the sample; a longer one begins with it")
  func seeds() throws {
    let task = try Self.task()
    func sample(_ seed: UInt64, _ length: Int = 50) throws -> String {
      var network = Sequential<Float>([try GRU(4, 6), try Linear(6, 4)], seed: 2)
      return try task.sample(
        from: &network, prompt: "abcdabcdabcd", temperature: 1, length: length, seed: seed)
    }
    let first = try sample(1)
    #expect(first.count == 50 && first.allSatisfy { "abcd".contains($0) })
    #expect(try sample(1) == first && sample(2) != first)
    #expect(try sample(1, 80).hasPrefix(first))
  }

  @Test("The network reads no more than the length of an example")
  func window() throws {
    let task = try Self.task()
    var network = Sequential<Float>([try RNN(4, 6), try Linear(6, 4)], seed: 2)
    let prompts = ["abcda", "ccccccabcda"]
    let samples = try prompts.map {
      try task.sample(from: &network, prompt: $0, temperature: 1, length: 30, seed: 1)
    }
    #expect(samples[0] == samples[1])
  }

  @Test("An embedding reads numbers")
  func embedding() throws {
    let task = try Characters(String(repeating: "abcd", count: 20), length: 5, encoding: .index)
    var network = Sequential<Float>(
      [try Embedding(4, 3), try LSTM(3, 6), try Linear(6, 4)], seed: 2)
    let sample = try task.sample(
      from: &network, prompt: "abc", temperature: 1, length: 20, seed: 1)
    #expect(sample.count == 20 && sample.allSatisfy { "abcd".contains($0) })
  }

  @Test("What no sample can be made of")
  func errors() throws {
    let task = try Self.task()
    var network = try Self.bigrams(Array(repeating: [0, 0, 0, 0], count: 4))
    for (prompt, temperature, length) in [
      ("", 1, 5), ("abz", 1, 5), ("a", 0, 5), ("a", -1, 5), ("a", .nan, 5), ("a", .infinity, 5),
      ("a", 1, -1),
    ] as [(String, Double, Int)] {
      #expect(throws: TaskError.self) {
        try task.sample(
          from: &network, prompt: prompt, temperature: temperature, length: length, seed: 1)
      }
    }
    var narrow = try Linear<Float>(4, 3)
    #expect(throws: TaskError.self) {
      try task.sample(from: &narrow, prompt: "a", temperature: 1, length: 1, seed: 1)
    }
    var other = try Linear<Float>(5, 4)
    #expect(throws: TaskError.self) {
      try task.sample(from: &other, prompt: "a", temperature: 1, length: 1, seed: 1)
    }
    var broken = try Self.bigrams(Array(repeating: [0, .nan, 0, 0], count: 4))
    #expect(throws: TaskError.self) {
      try task.sample(from: &broken, prompt: "a", temperature: 1, length: 1, seed: 1)
    }
  }
}
