/// The extents of its argument.
struct ShapeOf: LibraryFunction {
  let name: String

  var traits: FunctionTraits { [.looksAtShapes, .isShape] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    .shape(try call.context.shape(of: call.arguments[0]))
  }
}
