/// `cos(x)`
enum Cosine: ElementaryRule {
  static var name: String { "cos" }
  static var traits: ElementaryTraits { [.zero] }
  static var range: FunctionRange {
    FunctionRange(values: Interval(from: .init(-1), to: .init(1)), course: .any)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .cos(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    -(try S.apply(ElementaryFunction(Sine.self), x))
  }
}
