import Judging
import Notation
import NumericCore

/// The sizes of a network, as the shapes of the author's tensors have them: each letter of the
/// equations is the extent that stands in its first place, and all others must equal it.
struct NetworkSizes {
  private let call: NetworkCall
  private let scope: Scope
  private var sizes: [String: Syntax.Expression] = [:]
  /// The biases that the author leaves out.
  private(set) var absent: Set<String> = []

  init(of call: NetworkCall, in scope: Scope) {
    self.call = call
    self.scope = scope
  }

  /// Takes the shape of what the author gives for a name of the network.
  ///
  /// - Errors: what is missing, and what has another shape.
  mutating func take(_ parameter: String, _ kind: Declaration.Kind) throws(Diagnostic) {
    guard let argument = call.names[parameter] else {
      guard case .tensor(let extents) = kind, extents.count == 1 else {
        throw Diagnostic(.missingWeight(parameter, of: call.network), at: call.span)
      }
      absent.insert(parameter)
      return
    }
    guard case .tensor(let extents) = kind else {
      sizes[parameter] = argument
      return
    }
    // A number is what it is written as.
    if extents.isEmpty { return }
    guard case .name(let name) = argument.kind else {
      throw Diagnostic(.weightIsNoName(parameter), at: argument.span)
    }
    guard let declaration = scope[name] else {
      throw Diagnostic(.unknownName(name, among: scope), at: argument.span)
    }
    if parameter == Network.input { return try takeInput(declaration, extents, at: argument.span) }
    switch declaration.kind {
    case .tensor(let given):
      try fit(given, to: extents, of: name, as: parameter, at: argument.span)
      if extents.count == 3, declaration.indexBase != 0 {
        throw Diagnostic(.familyOfWeights(parameter), at: argument.span)
      }
    case .definition(_, let indices, _) where indices.isEmpty && extents.count < 3: break
    default: throw Diagnostic(.weightIsNoName(parameter), at: argument.span)
    }
  }

  private mutating func takeInput(
    _ declaration: Declaration, _ extents: [Syntax.Expression], at span: Span
  ) throws(Diagnostic) {
    let given: [Syntax.Expression]?
    if case .tensor(let all) = declaration.kind, all.count == 2, declaration.indexBase == 1 {
      given = [all[1]]
    } else if let family = scope.family(declaration.name), family.rank == 1 {
      given = family.extents
    } else {
      throw Diagnostic(.inputIsNoSequence(declaration.name), at: span)
    }
    guard let given else { return }
    try fit(
      given, to: Array(extents.dropFirst()), of: declaration.name, as: Network.input, at: span)
  }

  /// The extents of a state's values, where the network gives them.
  func extents(
    ofState state: String, _ kind: Declaration.Kind?, given: Declaration?
  ) throws(Diagnostic) -> [Syntax.Expression]? {
    guard let own = kind?.extentsOfValues else { return nil }
    if let given, let extents = given.kind.extentsOfValues {
      var sizes = self
      try sizes.fit(extents, to: own, of: given.name, as: state, at: given.span)
    }
    return own.contains { !isKnown($0) } ? nil : own.map(translated)
  }

  // MARK: - Counting

  /// How many matrices and how many single weights there are; what two parts share is one, and what is
  /// defined is as many as it is made of.
  func counts(
    of weights: [(name: String, extents: [Syntax.Expression])]
  ) -> [(name: String, value: Syntax.Expression)] {
    let named = weights.filter { !$0.extents.isEmpty && call.names[$0.name] != nil }
    guard named.allSatisfy({ $0.extents.allSatisfy(isKnown) }) else { return [] }
    var tensors: [String: [Syntax.Expression]] = [:]
    for name in scope.closure(of: Set(named.compactMap { call.names[$0.name]?.text })) {
      guard case .tensor(let extents) = scope[name]?.kind else { continue }
      tensors[name] = extents.flatMap(\.shapeFactors)
    }
    let given = tensors.sorted { $0.key < $1.key }.map(\.value)
    let one = Syntax.Expression(.number(Rational(1)), at: call.span)
    func product(_ extents: some Sequence<Syntax.Expression>) -> Syntax.Expression {
      extents.reduce(one) { joined(.times, $0, $1) }
    }
    let matrices = given.filter { $0.count > 1 }.map { product($0.dropLast(2)) }
    return [(NetworkCount.matrices, matrices), (.weights, given.map { product($0) })].map {
      count, terms in
      let zero = Syntax.Expression(.number(Rational(0)), at: call.span)
      return (
        Scope.hidden(count.rawValue, of: call.name), terms.reduce(zero) { joined(.add, $0, $1) }
      )
    }
  }

  private func joined(
    _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression
  ) -> Syntax.Expression {
    Syntax.Expression(.binary(sign, left, right), at: call.span)
  }

  // MARK: - Comparing

  private mutating func fit(
    _ given: [Syntax.Expression], to extents: [Syntax.Expression], of name: String,
    as parameter: String, at span: Span
  ) throws(Diagnostic) {
    let given = given.flatMap(\.shapeFactors)
    let before = self
    var isFitting = given.count == extents.count
    for (size, extent) in zip(given, extents) where isFitting {
      if case .name(let letter) = extent.kind, sizes[letter] == nil {
        sizes[letter] = size
      } else {
        isFitting = isKnown(extent) && isSame(size, translated(extent))
      }
    }
    guard isFitting else {
      throw Diagnostic(
        .weightHasOtherShape(
          name, parameter, of: call.network, text(given),
          text(extents.map(before.translated))),
        at: span)
    }
  }

  private func isKnown(_ extent: Syntax.Expression) -> Bool {
    extent.freeNames().allSatisfy { sizes[$0] != nil }
  }

  private func translated(_ extent: Syntax.Expression) -> Syntax.Expression {
    extent.replacing { part in
      if case .name(let letter) = part.kind { sizes[letter] ?? part } else { nil }
    }
  }

  /// The extents for a reader: numbers where no letter is left.
  private func text(_ extents: [Syntax.Expression]) -> String {
    let evaluator = Evaluator(
      scope, reading: Reading(), sample: Samples(scope: scope, seed: 1).double(0, letters: [:]))
    let parts = extents.map { extent in
      if let number = try? evaluator.display(extent, number: { "\($0)" }) { return number }
      if case .binary = extent.kind { return "(\(extent.text))" }
      return extent.text
    }
    return parts.isEmpty ? "a number" : parts.joined(separator: " × ")
  }

  /// Whether two sizes are one for every value of their letters that is tried.
  private func isSame(_ left: Syntax.Expression, _ right: Syntax.Expression) -> Bool {
    if left.text == right.text { return true }
    let samples = Samples(scope: scope, seed: 1)
    let names = left.freeNames().union(right.freeNames())
    guard
      let assignments = try? samples.distinctAssignments(
        of: samples.letters(among: scope.closure(of: names)))
    else { return false }
    return assignments.allSatisfy { letters in
      let evaluator = Evaluator(
        scope, reading: Reading(), sample: samples.double(0, letters: letters))
      let sizes = [left, right].map { try? evaluator.display($0) { "\($0)" } }
      return sizes[0] == sizes[1]
    }
  }
}

extension Declaration.Kind {
  /// The extents of one value of a sequence.
  fileprivate var extentsOfValues: [Syntax.Expression]? {
    switch self {
    case .tensor(let extents): Array(extents.dropFirst())
    case .family(let family): family.extents
    case .number, .definition, .loss: nil
    }
  }
}

extension Diagnostic.Message {
  static func missingWeight(_ name: String, of network: Network) -> Self {
    Self(
      "missing-option", "\(network.name) needs '\(name)', which is not given here",
      hint: "write \(network.name)(x; …, \(name) = …)")
  }

  static func weightIsNoName(_ parameter: String) -> Self {
    Self(
      "network-unclear", "what is given for '\(parameter)' must be a tensor that has a name",
      hint: "define it first, then give its name")
  }

  static func familyOfWeights(_ name: String) -> Self {
    Self(
      "network-unclear", "'\(name)' must be counted from 0: \(name)_0 is that of the input",
      hint: "give \(name)_i \\in \\R^{n \\times n}, 0 \\le i \\le k")
  }

  static func inputIsNoSequence(_ name: String) -> Self {
    Self(
      "network-unclear", "'\(name)' is no sequence of vectors that begins at time 1",
      hint: "give \(name)[t] \\in \\R^n, or \(name)[t] \\in \\R^n, 1 \\le t \\le K")
  }

  static func weightHasOtherShape(
    _ name: String, _ parameter: String, of network: Network, _ given: String, _ wanted: String
  ) -> Self {
    let what = name == parameter ? "'\(name)'" : "'\(name)', which is given for '\(parameter)',"
    return Self(
      .shapesDoNotFit, "\(what) is \(given), and \(network.name) needs \(wanted)")
  }
}
