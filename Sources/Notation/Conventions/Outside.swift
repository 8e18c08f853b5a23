/// What an index outside its axis reads.
public enum Outside: Convention {
  case error
  /// 0, but not for an index that a sum runs over, as authors mean who say nothing of it. It is only
  /// found out.
  case zeroButInSums
  /// 0 everywhere.
  case zero

  public static let key = "outside"
  public static let values: KeyValuePairs = ["error": Self.error, "zero": .zero, "0": .zero]
  public static let `default` = error
  public static let discovery = Discovery.byClaim

  /// What a verdict says of it.
  package var words: String? { self == .error ? nil : "0 outside of an axis" }
}
