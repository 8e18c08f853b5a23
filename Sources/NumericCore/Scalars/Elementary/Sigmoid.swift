/// The logistic function, `1 / (1 + exp(−x))`.
enum Sigmoid: ElementaryRule {
  static var name: String { "sigmoid" }
  static var aliases: [String] { ["σ"] }
  static var traits: ElementaryTraits { [.exponentialTail] }
  static var range: FunctionRange {
    FunctionRange(
      values: Interval(from: .init(0, isOpen: true), to: .init(1, isOpen: true)),
      course: .strictlyRising)
  }

  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    1 / (1 + Base.exp(-x))
  }

  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    y * (S.one - y)
  }
}
