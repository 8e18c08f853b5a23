/// What is done to each channel of a batch `[images, channels, count]`.
enum Channels {
  /// Adds the sum of each channel to its scalar of the vector.
  static func addSums<S: TrainingScalar>(
    of x: UnsafePointer<S>, to vector: UnsafeMutablePointer<S>, _ images: Int, _ channels: Int,
    _ count: Int
  ) {
    let work = ChannelSums(
      x: x, vector: vector, images: images, channels: channels, count: count)
    Workers.shared.run(work.pieces, work)
  }
}

private struct ChannelSums<S: TrainingScalar>: PiecewiseWork {
  let x: UnsafePointer<S>
  let vector: UnsafeMutablePointer<S>
  let images: Int
  let channels: Int
  let count: Int

  /// Fewer scalars are not worth waking a thread for.
  var pieces: Int { images * channels * count < 1 << 17 ? 1 : min(channels, 8) }

  func run(_ piece: Int) { add(Workers.piece(piece, of: pieces, in: channels)) }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func add(_ range: Range<Int>) {
    for image in 0..<images {
      for channel in range {
        vector[channel] += Rows.sum(x + (image * channels + channel) * count, count)
      }
    }
  }
}
