/// Convolution of planes by matrix products.
///
/// The patches of the input that the kernel meets are the columns of a matrix; the kernel, row
/// after row, is multiplied by it. Some rows of the output are computed at a time, so that their
/// patches stay in the cache.
///
/// The three passes are those of a convolution, and, in other roles, those of a transposed one:
///
/// | pass | convolution | transposed convolution |
/// | --- | --- | --- |
/// | ``gather(_:_:bias:into:patches:)`` | forward | cotangent of the input |
/// | ``scatter(_:_:bias:into:patches:)`` | cotangent of the input | forward |
/// | ``correlate(_:_:into:patches:partials:)`` | gradient of the kernel | gradient of the kernel |
///
/// - Shapes: `x: [images, groups · channels, input rows, input columns]`, `w: [groups · filters,
///   channels, kernel rows, kernel columns]`, `y: [images, groups · filters, output rows, output
///   columns]`; `patches` and `partials` are buffers of the sizes below.
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
  /// How many rows of the output are computed at a time.
  let blockRows: Int

  /// Scalars of a block's patches: more would leave the cache.
  private static let blockLimit = 1 << 16
  /// Multiplications that are worth waking a thread for.
  private static let pieceWork = 0x1p18

  init(images: Int, groups: Int, channels: Int, filters: Int, sweep: PlaneSweep) {
    self.images = images
    self.groups = groups
    self.channels = channels
    self.filters = filters
    self.sweep = sweep
    let depth = channels * sweep.taps
    let work =
      Double(images) * Double(groups * filters) * Double(depth) * Double(sweep.outputCount)
    pieces = max(1, min(images, 8, Int(min(work / Self.pieceWork, 8))))
    blockRows = max(1, min(sweep.rows.output, Self.blockLimit / (depth * sweep.columns.output)))
  }

  /// The extent that is summed over.
  var depth: Int { channels * sweep.taps }
  var weightCount: Int { groups * filters * depth }
  var inputCount: Int { images * groups * channels * sweep.inputCount }
  var outputCount: Int { images * groups * filters * sweep.outputCount }

  /// Each piece has its patches.
  var patchesShape: Shape { [pieces, depth, blockRows * sweep.columns.output] }
  /// Each piece has its sum, unless there is one piece only.
  var partialsShape: Shape { pieces == 1 ? [0] : [pieces, weightCount] }

  /// `y = b + w ∗ x`.
  func gather<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ w: UnsafePointer<S>, bias: UnsafePointer<S>?,
    into y: UnsafeMutablePointer<S>, patches: UnsafeMutablePointer<S>
  ) {
    Workers.shared.run(
      pieces, Gathering(product: self, x: x, w: w, bias: bias, y: y, patches: patches))
  }

  /// `x = b + wᵀ ∗ y`: each scalar of `y` adds the kernel to `x`, so many times as large.
  func scatter<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ w: UnsafePointer<S>, bias: UnsafePointer<S>?,
    into x: UnsafeMutablePointer<S>, patches: UnsafeMutablePointer<S>
  ) {
    Workers.shared.run(
      pieces, Scattering(product: self, y: y, w: w, bias: bias, x: x, patches: patches))
  }

  /// `w += Σ y x`, over all images and places where the kernel meets them.
  func correlate<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, into w: UnsafeMutablePointer<S>,
    patches: UnsafeMutablePointer<S>, partials: UnsafeMutablePointer<S>
  ) {
    guard pieces > 1 else { return correlate(images: 0..<images, x, y, into: w, patches) }
    Workers.shared.run(
      pieces, Correlating(product: self, x: x, y: y, partials: partials, patches: patches))
    Rows.addSum(of: partials, to: w, pieces, weightCount)
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
  fileprivate var patchCount: Int { depth * blockRows * sweep.columns.output }

  fileprivate func images(of piece: Int) -> Range<Int> {
    Workers.piece(piece, of: pieces, in: images)
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
          let rows = row..<min(row + blockRows, sweep.rows.output)
          body(
            Block(
              group: group, rows: rows, count: rows.count * sweep.columns.output,
              input: number * channels * sweep.inputCount,
              output: number * filters * sweep.outputCount, weight: group * filters * depth,
              place: row * sweep.columns.output))
          row += blockRows
        }
      }
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
      copyPatches(of: x + block.input, rows: block.rows, to: patches)
      let product = MatrixProduct(
        rows: filters, columns: block.count, depth: depth, resultStride: sweep.outputCount,
        accumulates: bias != nil)
      multiply(product, w + block.weight, patches, y)
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
      let product = MatrixProduct(
        rows: depth, columns: block.count, depth: filters, transposesLeft: true,
        rightStride: sweep.outputCount)
      multiply(product, w + block.weight, y + block.output + block.place, patches)
      addPatches(patches, rows: block.rows, to: x)
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func correlate<S: TrainingScalar>(
    images: Range<Int>, _ x: UnsafePointer<S>, _ y: UnsafePointer<S>,
    into w: UnsafeMutablePointer<S>, _ patches: UnsafeMutablePointer<S>
  ) {
    forEachBlock(of: images) { block in
      copyPatches(of: x + block.input, rows: block.rows, to: patches)
      let product = MatrixProduct(
        rows: filters, columns: depth, depth: block.count, transposesRight: true,
        leftStride: sweep.outputCount, accumulates: true)
      multiply(product, y + block.output + block.place, patches, w + block.weight)
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

  /// Writes for each channel and tap a row: what the tap meets at each place of these rows.
  @inline(__always)
  private func copyPatches<S: TrainingScalar>(
    of x: UnsafePointer<S>, rows: Range<Int>, to patches: UnsafeMutablePointer<S>
  ) {
    let (width, step) = (sweep.columns.output, sweep.columns.window.stride)
    forEachTap(in: rows) { tap, tapRow, places, start, run in
      for channel in 0..<channels {
        var patch = patches + (channel * sweep.taps + tap) * rows.count * width
        let plane = x + channel * sweep.inputCount + start
        for row in rows {
          if places.contains(row) {
            Strided.fill(patch, with: 0, count: run.lowerBound)
            Strided.copy(
              plane + sweep.rows.position(of: tapRow, at: row) * sweep.columns.input, step: step,
              to: patch + run.lowerBound, count: run.count)
            Strided.fill(patch + run.upperBound, with: 0, count: width - run.upperBound)
          } else {
            Strided.fill(patch, with: 0, count: width)
          }
          patch += width
        }
      }
    }
  }

  /// Adds each scalar of the patches to where it would have come from.
  @inline(__always)
  private func addPatches<S: TrainingScalar>(
    _ patches: UnsafePointer<S>, rows: Range<Int>, to x: UnsafeMutablePointer<S>
  ) {
    let (width, step) = (sweep.columns.output, sweep.columns.window.stride)
    forEachTap(in: rows) { tap, tapRow, places, start, run in
      for channel in 0..<channels {
        let patch = patches + (channel * sweep.taps + tap) * rows.count * width + run.lowerBound
        let plane = x + channel * sweep.inputCount + start
        for row in places {
          Strided.add(
            patch + (row - rows.lowerBound) * width,
            to: plane + sweep.rows.position(of: tapRow, at: row) * sweep.columns.input, step: step,
            count: run.count)
        }
      }
    }
  }

  /// Visits each tap, with the rows and the columns at which it lies on the plane, and where in its
  /// row it lies at the first of these columns.
  @inline(__always)
  private func forEachTap(
    in rows: Range<Int>,
    _ body: (_ tap: Int, _ row: Int, _ places: Range<Int>, _ start: Int, _ run: Range<Int>) -> Void
  ) {
    for tapRow in 0..<sweep.rows.window.kernel {
      let places = sweep.rows.places(of: tapRow).clamped(to: rows)
      for tapColumn in 0..<sweep.columns.window.kernel {
        let run = sweep.columns.places(of: tapColumn)
        let start = sweep.columns.position(of: tapColumn, at: run.lowerBound)
        body(tapRow * sweep.columns.window.kernel + tapColumn, tapRow, places, start, run)
      }
    }
  }
}
