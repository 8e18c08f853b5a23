/// `√x`, the branch that is not negative.
enum SquareRoot: ElementaryRule {
  static var name: String { "sqrt" }
  static var traits: ElementaryTraits { [.zero, .branches] }
  static var range: FunctionRange {
    FunctionRange(values: .notNegative, course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    guard x >= 0 else { throw .outOfDomain(function: name, argument: x.description) }
    return .sqrt(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try S.one.divided(by: y + y)
  }
}
