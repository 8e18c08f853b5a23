/// `log(1 + exp(x))`, whose slope is the logistic function.
enum Softplus: ElementaryRule {
  static var name: String { "softplus" }
  static var traits: ElementaryTraits { [.exponentialTail] }
  static var range: FunctionRange {
    FunctionRange(values: .positive, course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .log(onePlus: .exp(x))
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try S.apply(ElementaryFunction(Sigmoid.self), x)
  }
}
