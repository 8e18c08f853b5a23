/// The natural logarithm.
enum Logarithm: ElementaryRule {
  static var name: String { "log" }
  static var aliases: [String] { ["ln"] }
  static var traits: ElementaryTraits { [.zero] }
  static var range: FunctionRange {
    FunctionRange(values: .everything, course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    guard x > 0 else { throw .outOfDomain(function: name, argument: x.description) }
    return .log(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try S.one.divided(by: x)
  }
}
