/// The square root of the sum of all squares.
struct Norm: LibraryFunction {
  let name = "norm"

  var traits: FunctionTraits { [.transcendental, .branches] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    return try located(at: call.span) {
      let squares = try call.context.elementwise(
        .multiply, x, x, mayBroadcast: false, at: call.span)
      return .tensor(try squares.summed().applying(.sqrt))
    }
  }
}
