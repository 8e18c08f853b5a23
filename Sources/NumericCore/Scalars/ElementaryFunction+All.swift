extension ElementaryFunction {
  public static let exp = Self(Exponential.self)
  public static let log = Self(Logarithm.self)
  public static let sqrt = Self(SquareRoot.self)
  public static let relu = Self(ReLU.self)
  public static let tanh = Self(HyperbolicTangent.self)
  public static let sigmoid = Self(Sigmoid.self)
  public static let abs = Self(Magnitude.self)
  public static let erf = Self(ErrorFunction.self)

  /// The table of elementary functions.
  public static let all: [Self] = [
    exp, log, sqrt, tanh, sigmoid, relu, abs, Self(Sine.self), Self(Cosine.self),
    Self(Softplus.self), Self(ArcTangent.self), erf,
  ]

  /// The function of that name.
  public init?(named name: String) {
    guard let function = Self.all.first(where: { $0.name == name }) else { return nil }
    self = function
  }
}
