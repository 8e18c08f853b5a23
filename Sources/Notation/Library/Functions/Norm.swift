import NumericCore

/// The square root of the sum of all squares, and the sum of all magnitudes.
struct Norm: LibraryFunction {
  static let euclidean = Self(name: "norm", isEuclidean: true)
  static let ofMagnitudes = Self(name: "norm_1", isEuclidean: false)

  let name: String
  private let isEuclidean: Bool

  var traits: FunctionTraits { [.transcendental, .branches, .isNumber] }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    isEuclidean ? [] : arguments
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    return try located(at: call.span) {
      guard isEuclidean else {
        return .tensor(try x.applying(.abs).summed())
      }
      let squares = try call.context.elementwise(
        .multiply, x, x, mayBroadcast: false, at: call.span)
      return .tensor(try squares.summed().applying(.sqrt))
    }
  }
}
