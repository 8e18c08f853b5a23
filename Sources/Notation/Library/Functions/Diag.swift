/// A vector as the diagonal of a matrix; the diagonal of a matrix.
struct Diag: LibraryFunction {
  let name = "diag"

  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    return try located(at: call.span) { .tensor(try x.diagonal(at: call.span)) }
  }
}
