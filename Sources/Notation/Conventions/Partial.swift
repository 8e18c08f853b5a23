/// Whether a derivative is followed through time.
public enum Partial: String, Convention {
  case total
  /// Nothing at another time is followed. It is only found out, for single derivatives.
  case direct

  public static let key = "partial"
  public static let values: KeyValuePairs = ["total": Self.total]
  public static let `default` = total
  public static let discovery = Discovery.byClaim

  /// What a verdict says of it, behind the derivative.
  package var words: String { rawValue }
}
