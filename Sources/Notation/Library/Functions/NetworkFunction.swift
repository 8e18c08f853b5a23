/// The equations of a network, which a define block takes over: in an expression it is no value.
struct NetworkFunction: LibraryFunction {
  private let network: Network

  init(_ network: Network) { self.network = network }

  var name: String { network.name }
  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...Int.max }
  var options: Set<String>? { nil }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    throw Diagnostic(.networkIsDefined(name), at: call.span)
  }
}

extension Diagnostic.Message {
  static func networkIsDefined(_ name: String) -> Self {
    Self(
      "network-in-expression", "\(name) defines a network, and is no value",
      hint: "write h = \(name)(x; …) in a define block, then h[t] here")
  }
}
