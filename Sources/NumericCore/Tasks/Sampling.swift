import RealModule

extension Characters {
  /// Continues a text with what a network thinks is likely, character by character.
  ///
  /// The network reads the last ``length`` characters each time, as in training, and so may be of any
  /// kind. The next is drawn by `softmax(logits / temperature)`.
  ///
  /// - Shapes: the network takes one input of this task, or a shorter one, to `[1, time, vocabulary]`.
  /// - Returns: what follows the prompt.
  /// - Errors: ``TaskError``: an empty prompt or a character that is not in the text, a temperature
  ///   that is not above 0, a network that does not fit or gives NaN.
  /// - Source: Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks* (2015).
  public func sample(
    from network: inout some Layer<Float>, prompt: String, temperature: Double, length count: Int,
    seed: UInt64
  ) throws(TaskError) -> String {
    guard temperature > 0, temperature.isFinite else {
      throw .setting("the temperature", value: temperature.description, allowed: "above 0")
    }
    try TaskError.check("the length of a sample", count, 0...1_000_000)
    var text = try encode(prompt)
    guard !text.isEmpty else { throw .data("a prompt must have at least one character") }
    var random = SplitMix64(seed: seed, stream: "sample at \(temperature)")
    for _ in 0..<count {
      let logits = try nextLogits(of: &network, after: text.suffix(length))
      text.append(try Self.draw(logits, temperature, &random))
    }
    return String(text.suffix(count).map { vocabulary[$0] })
  }

  private func nextLogits(
    of network: inout some Layer<Float>, after text: ArraySlice<Int>
  ) throws(TaskError) -> [Double] {
    do throws(ShapeError) {
      let output = try network(inputs([text]))
      guard output.shape == [1, text.count, vocabulary.count] else {
        throw .mismatch(
          layer: network.kind,
          detail: "gives \(output.shape.shapeDescription) where a sample needs "
            + [1, text.count, vocabulary.count].shapeDescription)
      }
      return output.scalars.suffix(vocabulary.count).map(Double.init)
    } catch {
      throw .shape(error)
    }
  }

  private static func draw(
    _ logits: [Double], _ temperature: Double, _ random: inout SplitMix64
  ) throws(TaskError) -> Int {
    guard let largest = logits.max(), logits.allSatisfy(\.isFinite) else {
      throw .data("the network gives numbers that are not finite")
    }
    let weights = logits.map { Double.exp(($0 - largest) / temperature) }
    var rest = random.unit() * weights.reduce(0, +)
    for (number, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return number }
    }
    return weights.indices.last { weights[$0] > 0 } ?? 0
  }
}
