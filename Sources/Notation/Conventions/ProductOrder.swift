/// With which factor a product of matrices over an index begins.
public enum ProductOrder: Convention {
  /// With the last.
  case descending
  /// With the first.
  case ascending

  public static let key = "product"
  public static let values: KeyValuePairs = [
    "descending": Self.descending, "ascending": .ascending,
  ]
  public static let `default` = descending
  public static let discovery = Discovery.never
}
