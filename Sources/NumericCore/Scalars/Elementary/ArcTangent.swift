/// `arctan(x)`; four times that of 1 is π.
enum ArcTangent: ElementaryRule {
  static var name: String { "arctan" }
  static var aliases: [String] { ["atan"] }
  static var traits: ElementaryTraits { [.zero] }
  static var range: FunctionRange {
    FunctionRange(
      values: Interval(
        from: .init(-1.570_796_326_794_897, isOpen: true),
        to: .init(1.570_796_326_794_897, isOpen: true)), course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    .atan(x)
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try S.one.divided(by: .one + x * x)
  }
}
