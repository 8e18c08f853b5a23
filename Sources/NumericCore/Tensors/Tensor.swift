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

  /// The number of elements of a tensor to train with.
  ///
  /// - Errors: ``ShapeError/negative(_:)``, ``ShapeError/beyondMemory(_:)``.
  public func storageCount() throws(ShapeError) -> Int {
    guard allSatisfy({ $0 >= 0 }) else { throw .negative(self) }
    var count = 1
    for extent in self {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= 1 << 40 else { throw .beyondMemory(self) }
      count = product
    }
    return count
  }
}

/// Shapes that do not fit; whoever knows the place in the text adds it.
public enum ShapeError: Error, Hashable, Sendable {
  /// More elements than ``elementLimit``.
  case tooLarge(Shape)
  /// More elements than a memory can hold.
  case beyondMemory(Shape)
  /// A negative extent.
  case negative(Shape)
  case mismatch(layer: String, detail: String)
  /// A label or an index that is none of `0..<count`, and which of them it is.
  case outOfRange(layer: String, index: String, count: Int, place: Int)

  public static let elementLimit = 1 << 22
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLarge(let shape):
      "a tensor of \(shape.shapeDescription) has more than \(Self.elementLimit) elements"
    case .beyondMemory(let shape): "no memory holds a tensor of \(shape.shapeDescription)"
    case .negative(let shape): "a tensor of \(shape.shapeDescription) has a negative extent"
    case .mismatch(let layer, let detail): "\(layer): \(detail)"
    case .outOfRange(let layer, let index, let count, let place):
      "\(layer): number \(place) is \(index), and they go from 0 up to \(count - 1)"
    }
  }
}

/// Numbers in a box of any rank, the last axis fastest.
public struct Tensor<S: Scalar>: Hashable, Sendable {
  public let shape: Shape
  @usableFromInline var storage: [S]

  /// Row after row; kernels write into them in place.
  public internal(set) var scalars: [S] {
    @inlinable get { storage }
    @inline(__always) _modify { yield &storage }
  }

  /// The number of scalars must be that of the shape.
  @inlinable
  public init(shape: Shape, scalars: [S]) {
    precondition(scalars.count == shape.reduce(1, *), "as many scalars as the shape has places")
    self.shape = shape
    storage = scalars
  }

  /// A tensor without axes.
  public init(_ scalar: S) { self.init(shape: [], scalars: [scalar]) }

  /// A tensor of zeros.
  public init(zeros shape: Shape) throws(ShapeError) {
    self.init(shape: shape, scalars: Array(repeating: .zero, count: try shape.storageCount()))
  }

  /// No elements: a buffer before its first use, or one that nobody asks to be filled.
  public static var empty: Tensor { Tensor(shape: [0], scalars: []) }

  public var isEmpty: Bool { scalars.isEmpty }

  /// Makes room for `shape`; what was in it is lost only where the shape changes.
  mutating func resize(to shape: Shape) throws(ShapeError) {
    guard self.shape != shape else { return }
    self = try Tensor(zeros: shape)
  }
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
