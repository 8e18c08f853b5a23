/// The weights of a network of the library, counted.
package enum NetworkCount: String, CaseIterable, LibraryFunction {
  case matrices = "weight_matrices"
  case weights = "weight_count"

  var name: String { rawValue }
  var traits: FunctionTraits { [.looksAtShapes] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    // A definition of a network keeps what is to be counted.
    let argument = call.arguments[0]
    guard case .name(let network) = argument.kind,
      let count = call.context.hiddenName(of: name, in: network)
    else { throw Diagnostic(.countsNetworks(name), at: argument.span) }
    return try call.context.value(Syntax.Expression(.name(count), at: argument.span))
  }
}

extension Diagnostic.Message {
  static func countsNetworks(_ name: String) -> Self {
    Self(
      "no-network", "\(name) counts the weights of a network of the library",
      hint: "define h = lstm(x; …), then write \(name)(h)")
  }
}
