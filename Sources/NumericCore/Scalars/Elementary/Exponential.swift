/// `exp(x)`, which is never 0.
enum Exponential: ElementaryRule {
  static var name: String { "exp" }
  static var traits: ElementaryTraits { [] }
  static var range: FunctionRange {
    FunctionRange(values: .positive, course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .exp(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    y
  }
}
