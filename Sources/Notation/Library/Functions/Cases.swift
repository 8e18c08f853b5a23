/// The name before cases in one line, which the readers understand: nothing is applied.
struct Cases: LibraryFunction {
  static let name = "cases"

  var name: String { Self.name }
  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    throw Diagnostic(.casesInExpression, at: call.span)
  }
}

extension Diagnostic.Message {
  static let casesInExpression = Self(
    "unknown-name", "'cases' is no function", hint: "write cases(a if x = 1; b otherwise)")
}
