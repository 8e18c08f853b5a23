/// Grey images, each with a label, in the files of MNIST.
///
/// A file is a number that says what it holds, the extents of its axes, and one byte for each
/// element, all big endian.
///
/// - Source: LeCun, Cortes, Burges, *The MNIST database of handwritten digits*, on its file format.
public struct LabelledImages: Hashable, Sendable {
  public let height: Int
  public let width: Int
  /// From 0, black, to 255; image after image, row after row.
  public let pixels: [UInt8]
  public let labels: [Int]

  public var count: Int { labels.count }

  /// Reads the bytes of a file of images and of the file of their labels.
  ///
  /// - Errors: ``ImageFileError``.
  public init(images: [UInt8], labels: [UInt8]) throws(ImageFileError) {
    let (extents, pixels) = try Self.contents(of: images, axes: 3)
    let (counts, classes) = try Self.contents(of: labels, axes: 1)
    guard extents[0] == counts[0] else {
      throw .counts(images: extents[0], labels: counts[0])
    }
    (height, width) = (extents[1], extents[2])
    self.pixels = Array(pixels)
    self.labels = classes.map(Int.init)
  }

  /// The extents and the elements; nothing is believed that the size of the file does not confirm.
  private static func contents(
    of bytes: [UInt8], axes: Int
  ) throws(ImageFileError) -> (extents: [Int], elements: ArraySlice<UInt8>) {
    let magic: [UInt8] = [0, 0, 8, UInt8(axes)]
    guard bytes.starts(with: magic) else {
      throw bytes.count < magic.count ? .truncated(bytes: bytes.count) : .foreign(axes: axes)
    }
    let start = magic.count + 4 * axes
    guard bytes.count >= start else { throw .truncated(bytes: bytes.count) }
    let extents = (1...axes).map { axis in
      bytes[(4 * axis)..<(4 * axis + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard extents.allSatisfy({ $0 > 0 }) else { throw .empty(extents) }
    var expected = 1
    for extent in extents {
      let (product, overflow) = expected.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= limit else { throw .tooLarge(extents) }
      expected = product
    }
    let found = bytes.count - start
    guard found == expected else { throw .size(extents, found: found, expected: expected) }
    return (extents, bytes[start...])
  }

  /// Four times as many pixels as MNIST has.
  private static let limit = 1 << 28
}

/// Why bytes are no images, or no labels.
public enum ImageFileError: Error, Hashable, Sendable {
  /// They do not begin as a file of bytes with so many axes does: 3 of images, 1 of labels.
  case foreign(axes: Int)
  /// They end in their header.
  case truncated(bytes: Int)
  case empty([Int])
  case tooLarge([Int])
  /// The header promises another number of elements.
  case size([Int], found: Int, expected: Int)
  case counts(images: Int, labels: Int)
}

extension ImageFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .foreign(let axes):
      "this is no file of \(axes == 1 ? "labels" : "images") in the format of MNIST; if it is "
        + "compressed, unpack it"
    case .truncated(let bytes): "the file ends in its header, after \(bytes) bytes"
    case .empty(let extents): "the file says that it has \(extents.shapeDescription) numbers: none"
    case .tooLarge(let extents):
      "the file says that it has \(extents.shapeDescription) numbers, which is too many"
    case .size(let extents, let found, let expected):
      "the file says that it has \(extents.shapeDescription) numbers, \(expected) bytes, and has "
        + "\(found)"
    case .counts(let images, let labels): "\(labels) labels do not fit \(images) images"
    }
  }
}
