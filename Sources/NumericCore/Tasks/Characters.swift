/// Telling the next character of a text at every place.
///
/// An example is a stretch of the text, drawn anew for each epoch. The end of the text is kept from
/// training; it is evaluated in stretches that follow one another.
///
/// - Shapes: `[count, length, vocabulary]`, one-hot, or `[count, length]` of numbers for an
///   ``Embedding``; a label for each place, `count · length`.
/// - Source: Sutskever, Martens, Hinton, *Generating Text with Recurrent Neural Networks* (2011).
public struct Characters: LearningTask {
  public enum Encoding: String, CaseIterable, Sendable {
    case oneHot = "one-hot"
    case index
  }

  /// The characters of the text, in order; a label is a place in it.
  public let vocabulary: [Character]
  public let length: Int
  public let encoding: Encoding
  private let numbers: [Character: Int]
  /// The text as numbers.
  private let text: [Int]
  /// How many of them are trained on.
  private let trained: Int

  /// Keeps the last tenth of the text from training.
  ///
  /// - Errors: ``TaskError`` where the length is not above 0, or either part of the text shorter.
  public init(
    _ text: String, length: Int = 40, encoding: Encoding = .oneHot
  ) throws(TaskError) {
    try TaskError.check("the length", length, 1...10_000)
    vocabulary = Set(text).sorted()
    numbers = Dictionary(uniqueKeysWithValues: vocabulary.enumerated().map { ($1, $0) })
    let numbers = numbers
    self.text = text.map { numbers[$0] ?? 0 }
    self.length = length
    self.encoding = encoding
    trained = self.text.count - self.text.count / 10
    guard self.text.count / 10 > length else {
      throw .data(
        "a text of \(self.text.count) characters is too short: its last tenth must be longer than "
          + "the \(length) of an example")
    }
  }

  public var inputShape: Shape { encoding == .index ? [length] : [length, vocabulary.count] }
  public var outputs: Int { vocabulary.count }
  public var evaluationCount: Int? { (text.count - trained - 1) / length }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    var random = ExamplePurpose.training.random(epoch: epoch, seed: seed)
    return examples((0..<count).map { _ in random.index(below: trained - length) })
  }

  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples((0..<(evaluationCount ?? 0)).map { trained + $0 * length })
  }

  /// Stretches that begin at these places.
  private func examples(_ starts: [Int]) -> Examples<[Int]> {
    let stretches = starts.map { text[$0..<($0 + length)] }
    return Examples(
      inputs(stretches), starts.flatMap { text[($0 + 1)..<($0 + length + 1)] })
  }

  /// Stretches of one length as the network reads them.
  func inputs(_ stretches: [ArraySlice<Int>]) -> Tensor<Float> {
    let steps = stretches.first?.count ?? 0
    guard encoding == .oneHot else {
      return Tensor(
        shape: [stretches.count, steps], scalars: stretches.flatMap { $0.map(Float.init) })
    }
    var inputs = OneHotWriter(stretches.count, [steps, vocabulary.count])
    for (row, stretch) in stretches.enumerated() {
      for (step, number) in stretch.enumerated() { inputs.set(row, step, number) }
    }
    return inputs.tensor
  }

  /// The places of characters in the vocabulary.
  ///
  /// - Errors: ``TaskError/data(_:)`` where the text has no such character.
  public func encode(_ characters: String) throws(TaskError) -> [Int] {
    var encoded: [Int] = []
    for character in characters {
      guard let number = numbers[character] else {
        throw .data("the text that is learnt from has no '\(character)'")
      }
      encoded.append(number)
    }
    return encoded
  }
}
