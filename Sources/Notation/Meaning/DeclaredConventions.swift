/// What a document declares of layers and products. It is never guessed: what is right under one of
/// these conventions is a common mistake under the other.
public struct DeclaredConventions: Hashable, Sendable {
  /// Whether the input and the output of a layer have their channels on the last axis, `[size…,
  /// channels]`, and not on the first.
  public var channelsAreLast = false
  /// The dilation of a kernel whose taps are neighbours: 1, or 0 where the gaps between them count.
  public var denseDilation = 1
  /// Whether a product of matrices over an index begins with the first, and not with the last.
  public var productsAscend = false

  public init() {}

  /// The axes of a layer's input, or of its shape, with the channels before the sizes.
  func channelsFirst<Axis>(_ axes: [Axis], sizes: Int) -> [Axis] {
    guard channelsAreLast, axes.count > sizes, let channels = axes.last else { return axes }
    let batch = axes.count - 1 - sizes
    return axes[..<batch] + [channels] + axes[batch..<(axes.count - 1)]
  }

  /// The axes of a layer's output as the document writes them.
  func asWritten<Axis>(_ axes: [Axis], sizes: Int) -> [Axis] {
    guard channelsAreLast, axes.count > sizes else { return axes }
    let batch = axes.count - 1 - sizes
    return axes[..<batch] + axes[(batch + 1)...] + [axes[batch]]
  }
}
