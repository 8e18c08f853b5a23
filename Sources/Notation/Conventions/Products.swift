/// What a product means whose factors do not fit.
public enum Products: Convention {
  /// Nothing.
  case strict
  /// What the shapes allow: transposed, element by element, or as a diagonal.
  case loose

  public static let key = "products"
  public static let values: KeyValuePairs = ["strict": Self.strict, "loose": .loose]
  public static let `default` = strict
  public static let discovery = Discovery.never
}
