/// Convolution of planes by matrix products.
///
/// What the kernel's taps of one row meet in each row of the input are the columns of a matrix; see
/// ``Im2Col``. Seen from another of its rows on, that matrix is what the next row of taps meets,
/// so that the kernel is multiplied by it row of taps by row of taps, and nothing is copied for it.
/// Where that would make the products thin, the matrices of all rows of taps are stacked instead.
/// Some rows of the output are computed at a time, so that their matrix stays in the cache.
///
/// The three passes are those of a convolution, and, in other roles, those of a transposed one:
///
/// | pass | convolution | transposed convolution |
/// | --- | --- | --- |
/// | `gather` | forward | cotangent of the input |
/// | `scatter` | cotangent of the input | forward |
/// | `correlate` | gradient of the kernel | gradient of the kernel |
///
/// - Shapes: `x: [images, groups · channels, input rows, input columns]`, `w: [groups · filters,
///   channels, kernel rows, kernel columns]`, `y: [images, groups · filters, output rows, output
///   columns]`.
/// - Source: Chellapilla, Puri, Simard, *High Performance Convolutional Neural Networks for
///   Document Processing* (2006), section 3.
struct ConvolutionProduct: Hashable, Sendable {
  let images: Int
  let groups: Int
  /// In each group.
  let channels: Int
  let filters: Int
  let sweep: PlaneSweep
  /// In how many pieces the images are divided, by the sizes only.
  let pieces: Int
  /// Whether each row of taps is multiplied for itself.
  let isSplit: Bool
  let matrix: Im2Col

  /// Scalars of a block's matrix: more would leave the cache.
  private static let blockLimit = 1 << 16
  /// Multiplications that are worth waking a thread for.
  private static let pieceWork = 0x1p18
  /// Products that sum over less are slow.
  private static let leastDepth = 32

  init(images: Int, groups: Int, channels: Int, filters: Int, sweep: PlaneSweep) {
    self.images = images
    self.groups = groups
    self.channels = channels
    self.filters = filters
    self.sweep = sweep
    let taps = channels * sweep.columns.window.kernel
    let work =
      Double(images) * Double(groups * filters) * Double(channels * sweep.taps)
      * Double(sweep.outputCount)
    pieces = max(1, min(images, 8, Int(min(work / Self.pieceWork, 8))))
    isSplit = taps >= Self.leastDepth && sweep.rows.window.kernel > 1
    let scalarsOfRow = taps * (isSplit ? 1 : sweep.rows.window.kernel) * sweep.columns.output
    let blockRows = max(1, min(sweep.rows.output, Self.blockLimit / scalarsOfRow))
    matrix = Im2Col(channels: channels, sweep: sweep, blockRows: blockRows)
  }

  var weightCount: Int { groups * filters * channels * sweep.taps }
  var inputCount: Int { images * groups * channels * sweep.inputCount }
  var outputCount: Int { images * groups * filters * sweep.outputCount }

  /// Each piece has its matrix and, behind it, where that is needed, its stack.
  fileprivate var patchCount: Int {
    matrix.count + (isSplit ? 0 : matrix.rows * sweep.rows.window.kernel * matrix.places)
  }
  /// Behind those the kernel, row of taps by row of taps.
  private var kernelStart: Int { pieces * patchCount }
  /// Behind that each piece has its sum, unless the gradient takes it at once.
  private var sumsStart: Int { kernelStart + (isSplit ? weightCount : 0) }
  private var addsAtOnce: Bool { pieces == 1 && !isSplit }

  /// The room that the passes need.
  ///
  /// - Errors: ``ShapeError`` where that is more than any memory.
  func roomCount() throws(ShapeError) -> Int {
    _ = try matrix.shape.storageCount()
    return try [sumsStart + (addsAtOnce ? 0 : pieces * weightCount)].storageCount()
  }

  /// `y = b + w ∗ x`.
  func gather<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ w: UnsafePointer<S>, bias: UnsafePointer<S>?,
    into y: UnsafeMutablePointer<S>, room: UnsafeMutablePointer<S>
  ) {
    let w = arranged(w, room + kernelStart)
    Workers.shared.run(
      pieces, Gathering(product: self, x: x, w: w, bias: bias, y: y, patches: room))
  }

  /// `x = b + wᵀ ∗ y`: each scalar of `y` adds the kernel to `x`, so many times as large.
  func scatter<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ w: UnsafePointer<S>, bias: UnsafePointer<S>?,
    into x: UnsafeMutablePointer<S>, room: UnsafeMutablePointer<S>
  ) {
    let w = arranged(w, room + kernelStart)
    Workers.shared.run(
      pieces, Scattering(product: self, y: y, w: w, bias: bias, x: x, patches: room))
  }

  /// `w += Σ y x`, over all images and places where the kernel meets them.
  func correlate<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, into w: UnsafeMutablePointer<S>,
    room: UnsafeMutablePointer<S>
  ) {
    guard !addsAtOnce else { return correlate(images: 0..<images, x, y, into: w, room) }
    Workers.shared.run(
      pieces,
      Correlating(product: self, x: x, y: y, partials: room + sumsStart, patches: room))
    for piece in 0..<pieces { add(room + sumsStart + piece * weightCount, to: w) }
  }
}

private struct Gathering<S: TrainingScalar>: PiecewiseWork {
  let product: ConvolutionProduct
  let x: UnsafePointer<S>
  let w: UnsafePointer<S>
  let bias: UnsafePointer<S>?
  let y: UnsafeMutablePointer<S>
  let patches: UnsafeMutablePointer<S>

  func run(_ piece: Int) {
    product.gather(
      images: product.images(of: piece), x, w, bias, into: y,
      patches + piece * product.patchCount)
  }
}

private struct Scattering<S: TrainingScalar>: PiecewiseWork {
  let product: ConvolutionProduct
  let y: UnsafePointer<S>
  let w: UnsafePointer<S>
  let bias: UnsafePointer<S>?
  let x: UnsafeMutablePointer<S>
  let patches: UnsafeMutablePointer<S>

  func run(_ piece: Int) {
    product.scatter(
      images: product.images(of: piece), y, w, bias, into: x,
      patches + piece * product.patchCount)
  }
}

private struct Correlating<S: TrainingScalar>: PiecewiseWork {
  let product: ConvolutionProduct
  let x: UnsafePointer<S>
  let y: UnsafePointer<S>
  let partials: UnsafeMutablePointer<S>
  let patches: UnsafeMutablePointer<S>

  func run(_ piece: Int) {
    let sum = partials + piece * product.weightCount
    sum.update(repeating: 0, count: product.weightCount)
    product.correlate(
      images: product.images(of: piece), x, y, into: sum, patches + piece * product.patchCount)
  }
}

extension ConvolutionProduct {
  fileprivate func images(of piece: Int) -> Range<Int> {
    Workers.piece(piece, of: pieces, in: images)
  }

  /// The kernel as its rows of taps are multiplied.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func arranged<S: TrainingScalar>(
    _ w: UnsafePointer<S>, _ kernel: UnsafeMutablePointer<S>
  ) -> UnsafePointer<S> {
    guard isSplit else { return w }
    let taps = sweep.columns.window.kernel
    forEachTapRow { natural, arranged in
      for tap in 0..<taps { kernel[arranged + tap] = w[natural + tap] }
    }
    return UnsafePointer(kernel)
  }

  /// Adds a gradient that is arranged like that.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func add<S: TrainingScalar>(
    _ sum: UnsafePointer<S>, to w: UnsafeMutablePointer<S>
  ) {
    guard isSplit else { return Rows.addSum(of: sum, to: w, 1, weightCount) }
    let taps = sweep.columns.window.kernel
    forEachTapRow { natural, arranged in
      for tap in 0..<taps { w[natural + tap] += sum[arranged + tap] }
    }
  }

  /// Where each row of taps of each filter and channel is, and where it comes to be.
  @inline(__always)
  private func forEachTapRow(_ body: (_ natural: Int, _ arranged: Int) -> Void) {
    let (tapRows, taps) = (sweep.rows.window.kernel, sweep.columns.window.kernel)
    for group in 0..<groups {
      for filter in 0..<filters {
        for channel in 0..<channels {
          for tapRow in 0..<tapRows {
            let natural = ((group * filters + filter) * channels + channel) * tapRows + tapRow
            let arranged = ((group * tapRows + tapRow) * filters + filter) * channels + channel
            body(natural * taps, arranged * taps)
          }
        }
      }
    }
  }

  /// Some rows of the output of one group of an image.
  private struct Block {
    let group: Int
    let rows: Range<Int>
    /// The number of places in these rows.
    let count: Int
    /// Where the group's planes start, and where its part of the kernel.
    let input: Int
    let output: Int
    let weight: Int
    /// Where the rows start in each plane of the output.
    let place: Int
  }

  @inline(__always)
  private func forEachBlock(of images: Range<Int>, _ body: (Block) -> Void) {
    for image in images {
      for group in 0..<groups {
        let number = image * groups + group
        var row = 0
        while row < sweep.rows.output {
          let rows = row..<min(row + matrix.blockRows, sweep.rows.output)
          body(
            Block(
              group: group, rows: rows, count: rows.count * sweep.columns.output,
              input: number * channels * sweep.inputCount,
              output: number * filters * sweep.outputCount,
              weight: group * filters * channels * sweep.taps, place: row * sweep.columns.output))
          row += matrix.blockRows
        }
      }
    }
  }

  /// What a product multiplies the kernel by: a part of the buffers, for a part of the kernel.
  private struct Factor {
    let weight: Int
    let patches: Int
    let stride: Int
    let depth: Int
    let isFirst: Bool
  }

  @inline(__always)
  private func forEachFactor(_ body: (Factor) -> Void) {
    guard isSplit else {
      return body(
        Factor(
          weight: 0, patches: matrix.count, stride: matrix.places,
          depth: channels * sweep.taps, isFirst: true))
    }
    for tapRow in 0..<sweep.rows.window.kernel {
      body(
        Factor(
          weight: tapRow * filters * matrix.rows, patches: matrix.start(of: tapRow),
          stride: matrix.columns, depth: matrix.rows, isFirst: tapRow == 0))
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func gather<S: TrainingScalar>(
    images: Range<Int>, _ x: UnsafePointer<S>, _ w: UnsafePointer<S>, _ bias: UnsafePointer<S>?,
    into y: UnsafeMutablePointer<S>, _ patches: UnsafeMutablePointer<S>
  ) {
    forEachBlock(of: images) { block in
      let y = y + block.output + block.place
      if let bias {
        for filter in 0..<filters {
          (y + filter * sweep.outputCount).update(
            repeating: bias[block.group * filters + filter], count: block.count)
        }
      }
      matrix.fill(patches, from: x + block.input, rows: block.rows)
      if !isSplit { matrix.stack(patches, into: patches + matrix.count, block.count) }
      forEachFactor { factor in
        let product = MatrixProduct(
          rows: filters, columns: block.count, depth: factor.depth, rightStride: factor.stride,
          resultStride: sweep.outputCount, accumulates: bias != nil || !factor.isFirst)
        multiply(product, w + block.weight + factor.weight, patches + factor.patches, y)
      }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func scatter<S: TrainingScalar>(
    images: Range<Int>, _ y: UnsafePointer<S>, _ w: UnsafePointer<S>, _ bias: UnsafePointer<S>?,
    into x: UnsafeMutablePointer<S>, _ patches: UnsafeMutablePointer<S>
  ) {
    forEachBlock(of: images) { block in
      let x = x + block.input
      if block.place == 0 {
        for channel in 0..<channels {
          (x + channel * sweep.inputCount).update(
            repeating: bias.map { $0[block.group * channels + channel] } ?? 0,
            count: sweep.inputCount)
        }
      }
      patches.update(repeating: 0, count: matrix.count)
      forEachFactor { factor in
        let product = MatrixProduct(
          rows: factor.depth, columns: block.count, depth: filters, transposesLeft: true,
          rightStride: sweep.outputCount, resultStride: factor.stride, accumulates: isSplit)
        multiply(
          product, w + block.weight + factor.weight, y + block.output + block.place,
          patches + factor.patches)
      }
      if !isSplit { matrix.unstack(patches + matrix.count, into: patches, block.count) }
      matrix.add(patches, to: x, rows: block.rows)
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func correlate<S: TrainingScalar>(
    images: Range<Int>, _ x: UnsafePointer<S>, _ y: UnsafePointer<S>,
    into w: UnsafeMutablePointer<S>, _ patches: UnsafeMutablePointer<S>
  ) {
    forEachBlock(of: images) { block in
      matrix.fill(patches, from: x + block.input, rows: block.rows)
      if !isSplit { matrix.stack(patches, into: patches + matrix.count, block.count) }
      forEachFactor { factor in
        let product = MatrixProduct(
          rows: filters, columns: factor.depth, depth: block.count, transposesRight: true,
          leftStride: sweep.outputCount, rightStride: factor.stride, accumulates: true)
        multiply(
          product, y + block.output + block.place, patches + factor.patches,
          w + block.weight + factor.weight)
      }
    }
  }

  /// A product within one of several pieces does not ask for other threads.
  @inline(__always)
  private func multiply<S: TrainingScalar>(
    _ product: MatrixProduct, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>,
    _ c: UnsafeMutablePointer<S>
  ) {
    if pieces == 1 { product(a, b, c) } else { product.multiplyInPlace(a, b, c) }
  }
}
