/// What a smooth function of one number is: its value, and its derivative beside it.
///
/// A new one is a file in `Elementary` and an entry in ``ElementaryFunction/all``.
public protocol ElementaryRule: SendableMetatype {
  static var name: String { get }
  /// What else a homework may call it.
  static var aliases: [String] { get }
  static var traits: ElementaryTraits { get }
  /// Between which numbers its values lie.
  static var range: FunctionRange { get }

  /// - Errors: ``DomainError/outOfDomain(function:argument:)``.
  static func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base

  /// The derivative at `x`, where the function has the value `y`; 0 at a kink.
  ///
  /// - Errors: where the derivative has no value, as that of the root at 0.
  static func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S
}

extension ElementaryRule {
  public static var aliases: [String] { [] }
  public static var range: FunctionRange { FunctionRange(values: .everything, course: .any) }
}

/// What a function says of itself to those who judge by its values.
public struct ElementaryTraits: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It comes so close to a simpler function that far out nobody sees the difference.
  public static let exponentialTail = Self(rawValue: 1)
  /// It is 0 somewhere, so that a 0 is no number that was too small.
  public static let zero = Self(rawValue: 2)
  /// Its slope jumps.
  public static let kink = Self(rawValue: 4)
  /// Its rule has another solution: `−√x` has the slope that the rule of `√x` says.
  public static let branches = Self(rawValue: 8)
}

/// A function that every scalar can be asked to apply.
public struct ElementaryFunction: Sendable {
  private let rule: any ElementaryRule.Type

  public init(_ rule: any ElementaryRule.Type) { self.rule = rule }

  public var name: String { rule.name }
  public var aliases: [String] { rule.aliases }
  public var traits: ElementaryTraits { rule.traits }
  var range: FunctionRange { rule.range }

  func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base { try rule.value(x) }

  public func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    try rule.derivative(x, y)
  }
}

extension ElementaryFunction: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.rule == right.rule }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(rule)) }
}
