/// `tanh(x)`
enum HyperbolicTangent: ElementaryRule {
  static var name: String { "tanh" }
  static var traits: ElementaryTraits { [.zero, .exponentialTail] }
  static var range: FunctionRange {
    FunctionRange(
      values: Interval(from: .init(-1, isOpen: true), to: .init(1, isOpen: true)),
      course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .tanh(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    S.one - y * y
  }
}
