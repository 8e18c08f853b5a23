/// What σ is.
public enum Sigma: Convention {
  /// The logistic sigmoid.
  case logistic
  case softmax

  public static let key = "sigma"
  public static let values: KeyValuePairs = ["logistic": Self.logistic, "softmax": .softmax]
  public static let `default` = logistic
  public static let discovery = Discovery.byClaim

  /// What a verdict says of it.
  package var words: String? { self == .softmax ? "σ as softmax" : nil }
}
