import Foundation
import TestSupport
import Testing

@testable import NumericCore

@Suite("Images")
struct ImagesTests {
  /// A file in the format of MNIST.
  static func file(_ extents: [Int], _ bytes: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(extents.count)]
      + extents.flatMap { extent in (0..<4).reversed().map { UInt8(extent >> (8 * $0) & 255) } }
      + bytes
  }

  /// Images whose pixels all differ, with labels 0, 1, 2, 0, …
  static func images(_ count: Int, _ height: Int = 2, _ width: Int = 3) throws -> LabelledImages {
    let pixels = (0..<(count * height * width)).map { UInt8($0 * 7 % 256) }
    return try LabelledImages(
      images: file([count, height, width], pixels),
      labels: file([count], (0..<count).map { UInt8($0 % 3) }))
  }

  static func digits() throws -> LabelledImages {
    let folder = Repository.root.appending(path: "homework/digits")
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
    return try LabelledImages(
      images: try bytes("images.idx3-ubyte"), labels: try bytes("labels.idx1-ubyte"))
  }

  @Test("What a file says is what is read")
  func reading() throws {
    let images = try Self.images(7)
    #expect((images.count, images.height, images.width) == (7, 2, 3))
    #expect(images.labels == [0, 1, 2, 0, 1, 2, 0] && images.pixels[5] == 35)
  }

  /// Bytes of images, bytes of labels, and what is wrong.
  static let notImages: [([UInt8], [UInt8], ImageFileError)] = {
    let (images, labels) = (file([2, 1, 2], [1, 2, 3, 4]), file([2], [0, 1]))
    let huge = 0xffff_ffff
    return [
      ([], labels, .truncated(bytes: 0)), ([0, 0], labels, .truncated(bytes: 2)),
      (Array(images.prefix(11)), labels, .truncated(bytes: 11)),
      (labels, labels, .foreign(axes: 3)), (images, images, .foreign(axes: 1)),
      ([0x1f, 0x8b, 8, 0, 0], labels, .foreign(axes: 3)),
      (Array(images.dropLast()), labels, .size([2, 1, 2], found: 3, expected: 4)),
      (images + [0], labels, .size([2, 1, 2], found: 5, expected: 4)),
      (images, Array(labels.dropLast()), .size([2], found: 1, expected: 2)),
      (images, file([3], [0, 1, 2]), .counts(images: 2, labels: 3)),
      (file([0, 1, 2], []), labels, .empty([0, 1, 2])), (images, file([0], []), .empty([0])),
      (file([huge, huge, huge], []), labels, .tooLarge([huge, huge, huge])),
      (file([2, huge, 1], [1]), labels, .tooLarge([2, huge, 1])),
      (
        file([1 << 14, 1 << 7, 1 << 7], []), labels,
        .size([1 << 14, 1 << 7, 1 << 7], found: 0, expected: 1 << 28)
      ),
    ]
  }()

  @Test("Files that are none", arguments: notImages)
  func broken(_ images: [UInt8], _ labels: [UInt8], _ error: ImageFileError) {
    #expect(throws: error) { try LabelledImages(images: images, labels: labels) }
    #expect(!error.description.isEmpty)
  }

  @Test("Whatever the bytes are, they are read as they say or not at all")
  func fuzz() throws {
    var random = SplitMix64(seed: 9)
    let (images, labels) = (
      Self.file([3, 2, 2], Array(0..<12)), Self.file([3], [0, 1, 2])
    )
    var accepted = 0
    for _ in 0..<5000 {
      var bytes = images
      for _ in 0...random.index(below: 3) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      if random.index(below: 2) == 0 { bytes.removeLast(random.index(below: bytes.count)) }
      guard let read = try? LabelledImages(images: bytes, labels: labels) else { continue }
      accepted += 1
      #expect(read.pixels.count == 12 && read.height * read.width == 4 && read.count == 3)
    }
    // Those whose header was not touched.
    #expect((500...2500).contains(accepted))
  }

  @Test("Every fifth image is evaluated, and the others are trained on")
  func split() throws {
    let all = try Self.images(23)
    let task = try Images(all)
    #expect((task.trainingCount, task.evaluationCount) == (19, 4))
    #expect(task.inputShape == [1, 2, 3] && task.outputs == 3)
    let (trained, evaluated) = (
      task.training(5, epoch: 0, seed: 1), task.evaluation(5, epoch: 0, seed: 1)
    )
    #expect(trained.inputs.shape == [19, 1, 2, 3] && evaluated.inputs.shape == [4, 1, 2, 3])
    #expect(evaluated.targets == [4, 9, 14, 19].map { all.labels[$0] })
    #expect(task.training(7, epoch: 3, seed: 2).inputs == trained.inputs)
    func pixels(_ x: Tensor<Float>) -> [UInt8] {
      x.scalars.map { UInt8((Double($0) * task.deviation + task.mean).rounded()) }
    }
    func original(_ numbers: [Int]) -> [UInt8] {
      numbers.flatMap { number in Array(all.pixels[(number * 6)..<(number * 6 + 6)]) }
    }
    #expect(pixels(evaluated.inputs) == original([4, 9, 14, 19]))
    #expect(pixels(trained.inputs) == original((0..<23).filter { $0 % 5 != 4 }))
  }

  @Test("Pixels of training have mean 0 and deviation 1")
  func scaling() throws {
    let task = try Images(try Self.digits())
    let pixels = task.training(0, epoch: 0, seed: 0).inputs.scalars.map(Double.init)
    let mean = pixels.reduce(0, +) / Double(pixels.count)
    let variance = pixels.reduce(0) { $0 + $1 * $1 } / Double(pixels.count)
    #expect(mean.magnitude < 1e-6 && (variance - 1).magnitude < 1e-5)
    let white = try LabelledImages(
      images: Self.file([5, 1, 1], Array(repeating: 255, count: 5)),
      labels: Self.file([5], Array(repeating: 0, count: 5)))
    #expect(try Images(white).evaluation(0, epoch: 0, seed: 0).inputs.scalars == [0])
  }

  @Test("A permutation puts the pixels of all images into one other order")
  func permutation() throws {
    let all = try Self.images(20, 4, 4)
    let (plain, permuted) = (try Images(all), try Images(all, permuted: 1))
    func rows(_ examples: Examples<[Int]>) -> [[Float]] {
      stride(from: 0, to: examples.inputs.scalars.count, by: 16).map {
        Array(examples.inputs.scalars[$0..<($0 + 16)])
      }
    }
    let before = rows(plain.training(0, epoch: 0, seed: 0))
    let after = rows(permuted.training(0, epoch: 0, seed: 0))
    let order = after[0].compactMap { before[0].firstIndex(of: $0) }
    #expect(order != Array(0..<16) && order.sorted() == Array(0..<16))
    let tasks = [plain, permuted].map {
      rows($0.training(0, epoch: 0, seed: 0)) + rows($0.evaluation(0, epoch: 0, seed: 0))
    }
    for (row, other) in zip(tasks[0], tasks[1]) { #expect(order.map { row[$0] } == other) }
    #expect(rows(try Images(all, permuted: 2).training(0, epoch: 0, seed: 0)) != after)
    #expect(
      permuted.training(0, epoch: 0, seed: 0).targets
        == plain.training(0, epoch: 0, seed: 0).targets)
  }

  @Test("Files of their own for evaluation, scaled as those of training")
  func files() throws {
    let task = try Images(training: try Self.images(9), evaluation: try Self.images(4))
    let (trained, evaluated) = (
      task.training(0, epoch: 0, seed: 0).inputs, task.evaluation(0, epoch: 0, seed: 0).inputs
    )
    #expect(trained.shape == [9, 1, 2, 3] && evaluated.shape == [4, 1, 2, 3])
    #expect(trained.scalars.prefix(24) == evaluated.scalars[...])
    #expect(throws: TaskError.self) {
      try Images(training: try Self.images(9), evaluation: try Self.images(4, 3, 2))
    }
    #expect(throws: TaskError.self) { try Images(try Self.images(4)) }
  }

  @Test("The digits beside the homework are those of the collection")
  func collection() throws {
    let digits = try Self.digits()
    #expect((digits.count, digits.height, digits.width) == (1797, 8, 8))
    let counts = digits.labels.counts
    #expect(
      (0..<10).map { counts[$0] } == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    // The first row of the first image, a zero, was counted as these of 16.
    #expect(
      digits.pixels.prefix(8).map { (Int($0) * 16 + 127) / 255 } == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(Set(digits.pixels).count == 17 && digits.pixels.max() == 255)
    let task = try Images(digits)
    #expect((task.trainingCount, task.evaluationCount, task.outputs) == (1438, 359, 10))
  }
}
