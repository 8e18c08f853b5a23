/// The axes behind batch and channels, over which a layer moves its window.
public protocol SpatialAxes: Sendable {
  static var count: Int { get }
}

/// `[batch, channels, length]`.
public enum Line: SpatialAxes {
  public static var count: Int { 1 }
}

/// `[batch, channels, height, width]`.
public enum Plane: SpatialAxes {
  public static var count: Int { 2 }
}

extension SpatialAxes {
  /// A window for each axis.
  ///
  /// - Errors: ``ShapeError`` where there are not as many, or one of them is none.
  static func check(_ windows: [Window], in layer: String) throws(ShapeError) -> [Window] {
    guard windows.count == count else {
      throw .mismatch(layer: layer, detail: "takes \(count) windows, not \(windows.count)")
    }
    for window in windows { try window.require(in: layer) }
    return windows
  }
}
