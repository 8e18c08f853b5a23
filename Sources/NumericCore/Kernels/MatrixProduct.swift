/// What is multiplied: `C = A B`, all stored row after row.
///
///     MatrixProduct(rows: n, columns: outputs, depth: inputs, transposesRight: true)(
///       x.scalars, weight.value.scalars, &y.scalars)
///
/// Large products are divided into blocks, by their sizes only, so that the result is the same
/// whatever the number of threads.
public struct MatrixProduct: Hashable, Sendable {
  /// The extents of the result.
  public var rows: Int
  public var columns: Int
  /// The extent that is summed over.
  public var depth: Int
  /// `A` is stored as `[depth, rows]`.
  public var transposesLeft: Bool
  /// `B` is stored as `[columns, depth]`.
  public var transposesRight: Bool
  /// The distances between rows as they are stored.
  public var leftStride: Int
  public var rightStride: Int
  public var resultStride: Int
  /// `C += A B`.
  public var accumulates: Bool

  public init(
    rows: Int, columns: Int, depth: Int, transposesLeft: Bool = false,
    transposesRight: Bool = false, leftStride: Int? = nil, rightStride: Int? = nil,
    resultStride: Int? = nil, accumulates: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.transposesLeft = transposesLeft
    self.transposesRight = transposesRight
    self.leftStride = leftStride ?? (transposesLeft ? rows : depth)
    self.rightStride = rightStride ?? (transposesRight ? depth : columns)
    self.resultStride = resultStride ?? columns
    self.accumulates = accumulates
  }

  private var work: Int { rows * columns * depth }

  /// Below this many products of scalars our kernel is faster than a call to OpenBLAS.
  static let smallWork = 1 << 12
  /// Less work is not worth waking a thread for, and smaller blocks lose more than they balance.
  private var blocks: Int { work < 1 << 21 ? 1 : work < 1 << 25 ? 2 : 4 }

  /// Multiplies, on all cores where that pays.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func callAsFunction<S: TrainingScalar>(
    _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>
  ) {
    let blocks = blocks
    guard blocks > 1 else { return multiplyInPlace(a, b, c) }
    Workers.shared.run(blocks, Blocks(product: self, count: blocks, a: a, b: b, c: c))
  }

  /// Multiplies on this thread: for kernels that are one of several pieces already.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func multiplyInPlace<S: TrainingScalar>(
    _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>
  ) {
    if work > Self.smallWork, S.multiplyByBLAS(self, a, b, c) { return }
    multiplyPlainly(a, b, c)
  }
}

/// A product, divided into blocks of rows or of columns, of whole tiles.
private struct Blocks<S: TrainingScalar>: PiecewiseWork {
  let product: MatrixProduct
  let count: Int
  let a: UnsafePointer<S>
  let b: UnsafePointer<S>
  let c: UnsafeMutablePointer<S>

  func run(_ index: Int) {
    var part = product
    if product.rows >= product.columns {
      let range = Workers.piece(index, of: count, in: product.rows, multipleOf: 16)
      let start = range.lowerBound
      part.rows = range.count
      part.multiplyInPlace(
        a + start * (product.transposesLeft ? 1 : product.leftStride), b,
        c + start * product.resultStride)
    } else {
      let range = Workers.piece(index, of: count, in: product.columns, multipleOf: 16)
      let start = range.lowerBound
      part.columns = range.count
      part.multiplyInPlace(
        a, b + start * (product.transposesRight ? product.rightStride : 1), c + start)
    }
  }
}
