/// Where the inputs and outputs of a layer have their channels.
public enum ChannelAxes: Convention {
  case first
  /// `[size…, channels]`.
  case last

  public static let key = "axes"
  public static let values: KeyValuePairs = ["channels-first": Self.first, "channels-last": .last]
  public static let `default` = first
  public static let discovery = Discovery.never

  /// The axes of a layer's input, or of its shape, with the channels before the sizes.
  func channelsFirst<Axis>(_ axes: [Axis], sizes: Int) -> [Axis] {
    guard self == .last, axes.count > sizes, let channels = axes.last else { return axes }
    let batch = axes.count - 1 - sizes
    return axes[..<batch] + [channels] + axes[batch..<(axes.count - 1)]
  }

  /// The axes of a layer's output as the document writes them.
  func asWritten<Axis>(_ axes: [Axis], sizes: Int) -> [Axis] {
    guard self == .last, axes.count > sizes else { return axes }
    let batch = axes.count - 1 - sizes
    return axes[..<batch] + axes[(batch + 1)...] + [axes[batch]]
  }
}
