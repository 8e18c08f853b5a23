/// The extents of a tensor's axes; no axis is a scalar.
public typealias Shape = [Int]

extension Shape {
  /// `2 × 3`, as people write it.
  public var shapeDescription: String {
    isEmpty ? "a scalar" : map(String.init).joined(separator: " × ")
  }

  /// The number of elements, bounded so that no formula can fill the memory.
  ///
  /// - Errors: ``ShapeError/tooLarge(_:)``.
  public func elementCount() throws(ShapeError) -> Int {
    var count = 1
    for extent in self {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= ShapeError.elementLimit else { throw .tooLarge(self) }
      count = product
    }
    return count
  }
}

/// Shapes that do not fit; whoever knows the place in the text adds it.
public enum ShapeError: Error, Hashable, Sendable {
  /// More elements than ``elementLimit``.
  case tooLarge(Shape)
  case mismatch(layer: String, detail: String)

  public static let elementLimit = 1 << 22
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLarge(let shape):
      "a tensor of \(shape.shapeDescription) has more than \(Self.elementLimit) elements"
    case .mismatch(let layer, let detail): "\(layer): \(detail)"
    }
  }
}

/// Numbers in a box of any rank, the last axis fastest.
public struct Tensor<S: Scalar>: Hashable, Sendable {
  public let shape: Shape
  public let scalars: [S]

  /// The number of scalars must be that of the shape.
  @inlinable
  public init(shape: Shape, scalars: [S]) {
    precondition(scalars.count == shape.reduce(1, *), "as many scalars as the shape has places")
    self.shape = shape
    self.scalars = scalars
  }

  /// A tensor without axes.
  public init(_ scalar: S) { self.init(shape: [], scalars: [scalar]) }
}

extension Tensor where S == Double {
  /// Values of order 1, away from 0, of either sign.
  public init(drawing shape: Shape, using random: inout SplitMix64) {
    let scalars = (0..<shape.reduce(1, *)).map { _ in
      let magnitude = 0.25 + 1.25 * random.unit()
      return random.next() & 1 == 0 ? magnitude : -magnitude
    }
    self.init(shape: shape, scalars: scalars)
  }
}
