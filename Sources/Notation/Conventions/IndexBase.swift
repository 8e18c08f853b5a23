/// The first index of an axis, where its declaration does not say it.
public enum IndexBase: Int, Convention {
  case zero
  case one

  public static let key = "index-base"
  public static let values: KeyValuePairs = ["0": Self.zero, "1": .one]
  public static let `default` = zero
  public static let discovery = Discovery.bySection
}
