import RealModule

/// Telling what a grey image shows.
///
/// Pixels are shifted and scaled so that those of training have the mean 0 and the deviation 1.
///
/// - Shapes: `[count, 1, height, width]`, and a label each.
public struct Images: LearningTask {
  public let height: Int
  public let width: Int
  /// One more than the largest label.
  public let outputs: Int
  /// From a pixel of the file to one of the inputs.
  public let mean: Double
  public let deviation: Double
  private let trained: Examples<[Int]>
  private let evaluated: Examples<[Int]>

  /// Every fifth image is not trained on.
  ///
  /// With a seed for it, the pixels of all images are put into one random order.
  /// - Errors: ``TaskError/data(_:)`` where there are too few images.
  public init(_ all: LabelledImages, permuted: UInt64? = nil) throws(TaskError) {
    let (first, second) = HeldOut.split(all.count)
    try self.init(all, first, all, second, permuted: permuted)
  }

  /// With files of their own for training and evaluation.
  ///
  /// - Errors: ``TaskError/data(_:)`` where the images differ in size.
  public init(
    training: LabelledImages, evaluation: LabelledImages, permuted: UInt64? = nil
  ) throws(TaskError) {
    try self.init(
      training, Array(0..<training.count), evaluation, Array(0..<evaluation.count),
      permuted: permuted)
  }

  private init(
    _ training: LabelledImages, _ trained: [Int], _ evaluation: LabelledImages,
    _ evaluated: [Int], permuted: UInt64?
  ) throws(TaskError) {
    guard (training.height, training.width) == (evaluation.height, evaluation.width) else {
      throw .data(
        "images of \(training.height) × \(training.width) to train on and of "
          + "\(evaluation.height) × \(evaluation.width) to evaluate")
    }
    guard !trained.isEmpty, !evaluated.isEmpty else {
      throw .data("there must be at least \(HeldOut.every) images")
    }
    (height, width) = (training.height, training.width)
    outputs = 1 + max(training.labels.max() ?? 0, evaluation.labels.max() ?? 0)
    let scaling = PixelScaling(training, trained)
    (mean, deviation) = (scaling.mean, scaling.deviation)
    var order = Array(0..<(height * width))
    if let permuted {
      var random = SplitMix64(seed: permuted, stream: "pixels")
      random.shuffle(&order)
    }
    self.trained = scaling.examples(of: training, trained, order: order)
    self.evaluated = scaling.examples(of: evaluation, evaluated, order: order)
  }

  public var inputShape: Shape { [1, height, width] }
  public var trainingCount: Int? { trained.targets.count }
  public var evaluationCount: Int? { evaluated.targets.count }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> { trained }
  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> { evaluated }
}

/// Makes inputs of the pixels of a file.
private struct PixelScaling {
  let mean: Double
  let deviation: Double

  /// By the pixels of these images; where all are the same, they are only shifted.
  init(_ images: LabelledImages, _ numbers: [Int]) {
    let size = images.height * images.width
    var counts = Array(repeating: 0, count: 256)
    for number in numbers {
      for pixel in images.pixels[(number * size)..<((number + 1) * size)] {
        counts[Int(pixel)] += 1
      }
    }
    let total = Double(numbers.count * size)
    func average(_ value: (Double) -> Double) -> Double {
      counts.enumerated().reduce(0) { $0 + Double($1.element) * value(Double($1.offset)) } / total
    }
    let mean = average { $0 }
    let variance = average { ($0 - mean) * ($0 - mean) }
    self.mean = mean
    deviation = variance > 0 ? .sqrt(variance) : 1
  }

  func examples(
    of images: LabelledImages, _ numbers: [Int], order: [Int]
  ) -> Examples<[Int]> {
    let values = (0...255).map { Float((Double($0) - mean) / deviation) }
    var scalars: [Float] = []
    scalars.reserveCapacity(numbers.count * order.count)
    for number in numbers {
      let start = number * order.count
      for place in order { scalars.append(values[Int(images.pixels[start + place])]) }
    }
    let shape = [numbers.count, 1, images.height, images.width]
    return Examples(Tensor(shape: shape, scalars: scalars), numbers.map { images.labels[$0] })
  }
}
