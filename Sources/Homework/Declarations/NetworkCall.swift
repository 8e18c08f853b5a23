import Notation
import NumericCore

/// `(h, c) = lstm(x; W_i, U_i = V, …)`: which of the author's names stands for which of the network's.
struct NetworkCall {
  let network: Network
  let span: Span
  /// The author's names of states, weights and input, by the names in the equations.
  private(set) var names: [String: Syntax.Expression] = [:]
  /// The name by which the author calls the first state.
  let name: String

  /// - Errors: something that has no place in the network, and something that is given twice.
  init(
    _ network: Network, _ call: Syntax.Expression, as left: Syntax.Expression,
    parameters: [String]
  ) throws(Diagnostic) {
    self.network = network
    span = call.span
    guard case .name(let name) = left.parts[0].kind else {
      throw Diagnostic(.statesOfNetwork(network), at: left.span)
    }
    self.name = name
    for (place, state) in left.parts.enumerated() {
      guard network.states.indices.contains(place), case .name(let written) = state.kind else {
        throw Diagnostic(.statesOfNetwork(network), at: state.span)
      }
      let declared = network.declaredName(of: network.states[place], as: written)
      guard !names.values.contains(where: { $0.kind == .name(declared) }) else {
        throw Diagnostic(.namedTwice(written), at: state.span)
      }
      names[network.states[place]] = Syntax.Expression(.name(declared), at: state.span)
    }
    guard case .call(_, let arguments, let options) = call.kind, let input = arguments.first else {
      throw Diagnostic(.inputOfNetwork(network), at: call.span)
    }
    try take(input, as: Network.input, among: [Network.input])
    for argument in arguments.dropFirst() {
      try take(argument, as: argument.text, among: parameters)
    }
    for option in options {
      try take(option.value, as: option.name, among: parameters, at: option.span)
    }
  }

  private mutating func take(
    _ argument: Syntax.Expression, as parameter: String, among parameters: [String],
    at place: Span? = nil
  ) throws(Diagnostic) {
    let place = place ?? argument.span
    guard parameters.contains(parameter) else {
      throw Diagnostic(.noSuchWeight(parameter, of: network, parameters), at: place)
    }
    guard names[parameter] == nil else { throw Diagnostic(.namedTwice(parameter), at: place) }
    if case .name(let written) = argument.kind,
      network.states.contains(where: { state in
        names[state]?.kind == .name(written)
      })
    {
      throw Diagnostic(.stateAsInput(written, of: network), at: argument.span)
    }
    names[parameter] = argument
  }

  /// An expression of the network in the author's names.
  func translated(_ expression: Syntax.Expression) -> Syntax.Expression {
    expression.transplanted(into: name, at: span, names)
  }

  /// The name of a state where the author gave none, or the one that was given.
  func declaredName(of state: String) -> String {
    if case .name(let name)? = names[state]?.kind { return name }
    return Scope.hidden(state, of: name)
  }
}

extension Diagnostic.Message {
  static func statesOfNetwork(_ network: Network) -> Self {
    let states = network.states.map { $0.filter { $0 != "_" } }
    return Self(
      "network-unclear",
      "the states of \(network.name) are named in this order: " + states.joined(separator: ", "),
      hint: "write h = \(network.name)(x; …), or "
        + "(\(states.prefix(2).joined(separator: ", "))) = \(network.name)(x; …)")
  }

  static func inputOfNetwork(_ network: Network) -> Self {
    Self(
      "network-unclear", "\(network.name) needs a sequence",
      hint: "give x[t] \\in \\R^n, and write h = \(network.name)(x; …)")
  }

  static func noSuchWeight(_ name: String, of network: Network, _ known: [String]) -> Self {
    Self(
      "unknown-option", "\(network.name) has no weight '\(name)'",
      hint: "its weights are " + known.joined(separator: ", ")
        + "; one of another name is given as \(known[0]) = \(name)")
  }

  static func namedTwice(_ name: String) -> Self {
    Self("unknown-option", "'\(name)' is given twice")
  }

  static func stateAsInput(_ name: String, of network: Network) -> Self {
    Self(
      "network-unclear", "'\(name)' is a state of this network, and none of its inputs",
      hint: "give the state another name")
  }
}
