/// `max(0, x)`
enum ReLU: ElementaryRule {
  static var name: String { "relu" }
  static var aliases: [String] { ["ReLU"] }
  static var traits: ElementaryTraits { [.zero, .kink] }
  static var range: FunctionRange {
    FunctionRange(values: .notNegative, course: .rising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    x > 0 ? x : 0
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try S.zero.isLess(than: x) ? .one : .zero
  }
}
