/// `erf(x)`, twice the integral of `e^{−t²}` from 0 to x, divided by `√π`.
enum ErrorFunction: ElementaryRule {
  static var name: String { "erf" }
  static var traits: ElementaryTraits { [.zero, .exponentialTail] }
  static var range: FunctionRange {
    FunctionRange(
      values: Interval(from: .init(-1, isOpen: true), to: .init(1, isOpen: true)),
      course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .erf(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    let root = try S.apply(ElementaryFunction(SquareRoot.self), S.pi())
    return try (S(2) * S.apply(ElementaryFunction(Exponential.self), -(x * x))).divided(by: root)
  }
}

extension Scalar {
  /// 3.14159…
  public static func pi() throws(DomainError) -> Self {
    try Self(4) * apply(ElementaryFunction(ArcTangent.self), .one)
  }
}
