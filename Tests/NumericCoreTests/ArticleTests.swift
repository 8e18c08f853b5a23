import Foundation
import NumericCore
import TestSupport
import Testing

/// The code of the article, compiled and run: it must stay what the article shows.
@Suite("Article")
struct ArticleTests {
  /// What it prints.
  private func trainAnLSTM() throws -> [String] {
    var printed: [String] = []
    func print(_ items: Any...) {
      printed.append(items.map { "\($0)" }.joined(separator: " "))
    }
    // Cell
    /// An LSTM over a sequence, and a linear layer that reads its state at each time.
    struct EchoNetwork: DifferentiableFunction {
      let hidden: Int

      func cell<S>(
        _ x: Variable<S>, _ h: Variable<S>, _ c: Variable<S>, _ w: [Variable<S>]
      ) throws -> (Variable<S>, Variable<S>) {
        let sums = try x.multiplied(by: w[0]) + h.multiplied(by: w[1]) + w[2]
        func gate(_ k: Int, _ function: ElementaryFunction) throws -> Variable<S> {
          try sums.sliced((k * hidden)..<((k + 1) * hidden), of: 1).mapped(function)
        }
        let (input, forget) = (try gate(0, .sigmoid), try gate(1, .sigmoid))
        let (content, output) = (try gate(2, .tanh), try gate(3, .sigmoid))
        let next = try forget * c + input * content
        return (try output * next.mapped(.tanh), next)
      }

      func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
        let (x, weights) = (inputs[0], Array(inputs[1...]))
        var h = Variable<S>(constant: try Tensor(zeros: [x.shape[0], hidden]))
        var (c, outputs) = (h, [Variable<S>]())
        for t in 0..<x.shape[1] {
          let now = try x.sliced(t..<(t + 1), of: 1).reshaped([x.shape[0], x.shape[2]])
          (h, c) = try cell(now, h, c, weights)
          outputs.append(try h.multiplied(by: weights[3]) + weights[4])
        }
        return try .apply(.stack, toAll: outputs).transposed([1, 0, 2])
      }

      func shapes(symbols n: Int) -> [Shape] {
        [[n, 4 * hidden], [hidden, 4 * hidden], [4 * hidden], [hidden, n], [n]]
      }
    }
    // Check
    var random = SplitMix64(seed: 1)
    let small = EchoNetwork(hidden: 2)
    let point = ([[1, 3, 3]] + small.shapes(symbols: 3)).map {
      Tensor<Double>(drawing: $0, using: &random)
    }
    print(try point.indices.map { try GradientCheck.run(small, at: point, by: $0).passed })
    // Train
    let network = EchoNetwork(hidden: 12)
    let names = ["input", "state", "bias", "output", "output bias"]
    let parameters = try zip(names, network.shapes(symbols: 4)).map { name, shape in
      try Parameter<Float>(name, shape, standard: .uniform(1))
    }
    var layer = Composition("LSTM", network, parameters: parameters)
    layer.initialize(seed: 1)
    var trainer = try Trainer(
      layer, loss: CrossEntropy(), optimizer: .adam(), learningRate: .constant(0.05),
      clipping: .norm(1))
    for _ in 0..<60 {
      var x = try Tensor<Float>(zeros: [8, 5, 4])
      var labels = [Int](repeating: 0, count: 8 * 5)
      for (row, t) in (0..<8).flatMap({ row in (0..<5).map { (row, $0) } }) {
        let symbol = 1 + random.index(below: 3)
        x[row, t, symbol] = 1
        if t < 4 { labels[row * 5 + t + 1] = symbol }
      }
      let record = try trainer.step(x, labels)
      if record.step % 20 == 0 { print(record.step, record.accuracy ?? 0, record.loss) }
    }
    // End
    return printed
  }

  private static let parts = ["Cell", "Check", "Train", "End"]

  private func article() throws -> String {
    try Repository.text("Sources/NumericCore/NumericCore.docc/TrainingAnLSTM.md")
  }

  /// The code between the comments that name the parts.
  private func code() throws -> [String] {
    let lines = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let places = try Self.parts.map { part in
      try #require(lines.firstIndex { $0 == "    // \(part)" })
    }
    return zip(places, places.dropFirst()).map { start, end in
      lines[(start + 1)..<end].map { String($0.dropFirst(4)) }.joined(separator: "\n")
    }
  }

  @Test("The code in the article is what runs here, in less than 60 lines")
  func example() throws {
    let (parts, article) = (try code(), try article())
    #expect(article.contains("```swift\nimport NumericCore\n\n\(parts[0])\n```\n"))
    for part in parts.dropFirst() { #expect(article.contains("```swift\n\(part)\n```\n")) }
    let lines = "import NumericCore\n\(parts.joined(separator: "\n"))".split(separator: "\n")
    #expect(lines.count < 60)
  }

  @Test("It does what the article says")
  func output() throws {
    let (printed, article) = (try trainAnLSTM(), try article())
    #expect(article.contains("```text\n\(printed[0])\n```\n"))
    let accuracies = printed.dropFirst().compactMap { Double($0.split(separator: " ")[1]) }
    #expect(accuracies.count == 3 && accuracies[2] > 0.95)
  }
}
