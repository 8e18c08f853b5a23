/// A smooth function of one number, with its derivative beside it.
public struct ElementaryFunction: Hashable, Sendable {
  public let name: String
  private let kind: Kind

  private enum Kind: Hashable, CaseIterable {
    case exp, log, sqrt, tanh, sigmoid, relu, abs, sin, cos, softplus
  }

  private init(_ kind: Kind) {
    self.kind = kind
    name = "\(kind)"
  }

  public static let all = Kind.allCases.map(ElementaryFunction.init)

  /// The function of that name.
  public init?(named name: String) {
    guard let function = Self.all.first(where: { $0.name == name }) else { return nil }
    self = function
  }

  public static let exp = Self(.exp)
  public static let log = Self(.log)
  public static let sqrt = Self(.sqrt)
  public static let relu = Self(.relu)
  public static let tanh = Self(.tanh)
  public static let sigmoid = Self(.sigmoid)

  /// - Errors: ``DomainError/outOfDomain(function:argument:)``.
  func value<Base: RealScalar>(_ x: Base) throws(DomainError) -> Base {
    switch kind {
    case .exp: return Base.exp(x)
    case .log:
      guard x > 0 else { throw .outOfDomain(function: name, argument: x.description) }
      return Base.log(x)
    case .sqrt:
      guard x >= 0 else { throw .outOfDomain(function: name, argument: x.description) }
      return Base.sqrt(x)
    case .tanh: return Base.tanh(x)
    case .sigmoid: return 1 / (1 + Base.exp(-x))
    case .relu: return x > 0 ? x : 0
    case .abs: return x < 0 ? -x : x
    case .sin: return Base.sin(x)
    case .cos: return Base.cos(x)
    case .softplus: return Base.log(onePlus: Base.exp(x))
    }
  }

  /// The derivative at `x`, where the function has the value `y`; 0 at a kink.
  ///
  /// - Errors: where the derivative has no value, as that of the root at 0.
  public func derivative<S: Scalar>(_ x: S, _ y: S) throws(DomainError) -> S {
    switch kind {
    case .exp: return y
    case .log: return try S.one.divided(by: x)
    case .sqrt: return try S.one.divided(by: y + y)
    case .tanh: return S.one - y * y
    case .sigmoid: return y * (S.one - y)
    case .relu: return try S.zero.isLess(than: x) ? .one : .zero
    case .abs:
      if try S.zero.isLess(than: x) { return .one }
      return try x.isLess(than: .zero) ? -.one : .zero
    case .sin: return try S.apply(Self(.cos), x)
    case .cos: return -(try S.apply(Self(.sin), x))
    case .softplus: return try S.apply(.sigmoid, x)
    }
  }

  /// Whether it comes so close to a simpler function that far out nobody sees the difference.
  var hasExponentialTail: Bool { [.tanh, .sigmoid, .softplus].contains(kind) }

  /// Whether it is 0 somewhere, so that a 0 is no number that was too small.
  var hasZero: Bool { ![.exp, .sigmoid, .softplus].contains(kind) }

  /// Where the slope jumps.
  public var hasKink: Bool { kind == .relu || kind == .abs }
}
