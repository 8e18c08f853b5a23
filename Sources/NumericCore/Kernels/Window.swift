/// How a window moves over an axis.
public struct Window: Hashable, Sendable {
  public let kernel: Int
  public let stride: Int
  /// Zeros added at each end.
  public let padding: Int
  /// The distance between neighbouring taps; 1 is dense.
  public let dilation: Int

  /// Larger numbers than any layer has; they are counted up to, one by one.
  static let largest = 1 << 20

  public init(kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// How many places the kernel can take along an axis: counted, one placement after the other.
  ///
  /// Formulas for the size of an output are judged against this, so it is no formula itself.
  /// `nil` where the window is none (kernel, stride or dilation below 1, negative padding) or does
  /// not fit even once.
  public func placements(along size: Int) -> Int? {
    guard kernel >= 1, stride >= 1, dilation >= 1, padding >= 0, size >= 1,
      [kernel, stride, padding, dilation, size].allSatisfy({ $0 <= Self.largest })
    else { return nil }
    var count = 0
    var start = -padding
    while start + (kernel - 1) * dilation < size + padding {
      count += 1
      start += stride
    }
    return count > 0 ? count : nil
  }
}

extension Window {
  /// How many places each window takes along its axis.
  ///
  /// - Errors: ``ShapeError`` where a window is none or larger than its padded axis.
  static func placements(
    of windows: [Window], along extents: [Int], in layer: String
  ) throws(ShapeError) -> [Int] {
    var counts: [Int] = []
    for (window, extent) in zip(windows, extents) {
      try window.require(in: layer)
      guard extent <= largest else { throw .beyondMemory(extents) }
      guard let count = window.placements(along: extent) else {
        throw .mismatch(
          layer: layer, detail: "\(window) has no place on an axis of \(extent)")
      }
      counts.append(count)
    }
    return counts
  }

  /// How long an axis is on which the window takes these many places, the last one at its end.
  func extent(placements count: Int) -> Int {
    (count - 1) * stride + span - 2 * padding
  }

  /// How many places the window covers, the gaps between its taps among them.
  var span: Int { (kernel - 1) * dilation + 1 }

  /// - Errors: ``ShapeError`` where kernel, stride or dilation is below 1, the padding negative, or
  ///   one of them larger than any axis.
  func require(in layer: String) throws(ShapeError) {
    guard kernel >= 1, stride >= 1, dilation >= 1, padding >= 0 else {
      throw .mismatch(
        layer: layer,
        detail: "\(self) is none: kernel, stride and dilation are at least 1, padding at least 0")
    }
    guard [kernel, stride, padding, dilation].allSatisfy({ $0 <= Self.largest }) else {
      throw .mismatch(layer: layer, detail: "\(self) is larger than any axis")
    }
  }
}

extension Window: CustomStringConvertible {
  public var description: String {
    "a kernel of \(kernel) (stride \(stride), padding \(padding), dilation \(dilation))"
  }
}
