import Testing

@testable import NumericCore

@Suite("Temporal order")
struct TemporalOrderTests {
  typealias Difficulty = TemporalOrder.Difficulty

  /// Lengths and times, first and last, as the course's notebook has them.
  static let extremes: [Difficulty: [ClosedRange<Int>]] = [
    .easy: [7...8, 1...2, 4...5], .normal: [30...40, 2...5, 20...27],
    .moderate: [60...80, 10...20, 45...54], .hard: [100...110, 10...20, 50...60],
    .nightmare: [300...500, 10...80, 250...290],
  ]

  /// The sequences as texts, without their padding.
  static func texts(_ inputs: Tensor<Float>) throws -> [String] {
    try oneHotPlaces(inputs).map { places in
      let symbols = places.drop { $0 == nil }
      return try String(symbols.map { Array("XYabcdBE")[try #require($0)] })
    }
  }

  @Test("Every sequence is one of the task, and its class follows", arguments: Difficulty.allCases)
  func sequences(_ difficulty: Difficulty) throws {
    let task = TemporalOrder(difficulty)
    let examples = task.training(difficulty == .nightmare ? 60 : 300, epoch: 0, seed: 1)
    let texts = try Self.texts(examples.inputs)
    let ranges = try #require(Self.extremes[difficulty])
    #expect(task.inputShape == [ranges[0].upperBound + 1, 8] && task.outputs == 4)
    for (text, label) in zip(texts, examples.targets) {
      #expect(text.first == "B" && text.last == "E" && ranges[0].contains(text.count))
      let marks = Array(text).enumerated().filter { "XY".contains($0.element) }
      #expect(marks.count == 2)
      #expect(ranges[1].contains(marks[0].offset) && ranges[2].contains(marks[1].offset))
      #expect(Set(text).isSubset(of: "XYabcdBE") && text.filter { "BE".contains($0) }.count == 2)
      let classes = ["XX": "Q", "XY": "R", "YX": "S", "YY": "U"]
      #expect(classes[String(marks.map(\.element))] == String(TemporalOrder.classes[label]))
    }
  }

  @Test("Classes, lengths, times and letters are as likely as the others")
  func distribution() throws {
    let examples = TemporalOrder(.easy).evaluation(6000, epoch: 0, seed: 3)
    #expect(areUniform(examples.targets.counts.values))
    #expect(examples.targets.counts.count == 4)
    let texts = try Self.texts(examples.inputs)
    #expect(areUniform(texts.map(\.count).counts.values))
    let letters = texts.joined().filter { "abcd".contains($0) }
    #expect(areUniform(letters.counts.values))
    let times = texts.map { text in Array(text).indices.filter { "XY".contains(Array(text)[$0]) } }
    for mark in 0..<2 { #expect(areUniform(times.map { $0[mark] }.counts.values)) }
    #expect(Set(times).count == 4)
  }

  @Test("Every length and time of a difficulty is drawn")
  func extremes() throws {
    let texts = try Self.texts(TemporalOrder(.moderate).training(1500, epoch: 0, seed: 5).inputs)
    #expect(Set(texts.map(\.count)) == Set(60...80))
    let times = texts.map { text in
      Array(text).enumerated().filter { "XY".contains($0.element) }.map(\.offset)
    }
    #expect(Set(times.map { $0[0] }) == Set(10...20) && Set(times.map { $0[1] }) == Set(45...54))
  }
}
