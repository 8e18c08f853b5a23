/// What the dilation of a kernel counts, and so that of one whose taps are neighbours.
public enum Dilation: Int, Convention {
  /// The steps from tap to tap.
  case steps = 1
  /// The gaps between them.
  case gaps = 0

  public static let key = "dilation"
  public static let values: KeyValuePairs = ["1": Self.steps, "0": .gaps]
  public static let `default` = steps
  public static let discovery = Discovery.never

  /// The dilation of a kernel whose taps are neighbours.
  var ofNeighbours: Int { rawValue }
}
