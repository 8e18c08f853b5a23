/// `|x|`
enum Magnitude: ElementaryRule {
  static var name: String { "abs" }
  static var traits: ElementaryTraits { [.zero, .kink] }
  static var range: FunctionRange {
    FunctionRange(values: .notNegative, course: .any)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    x < 0 ? -x : x
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    if try S.zero.isLess(than: x) { return .one }
    return try x.isLess(than: .zero) ? -.one : .zero
  }
}
