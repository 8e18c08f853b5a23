import Notation

/// Some derivatives follow nothing through time. What is asked of a loss is total; that of one state by
/// another may be either, and then the answer is read alike.
extension Partial: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    // Who marks a direct derivative means the others to be total.
    guard case .chain(let chain) = question.statement.kind,
      question.conventions.declared[Partial.self] != .total,
      !chain.expressions.contains(where: \.containsDirectDerivative)
    else { return readings }
    let scope = question.scope
    let answered = question.context.isEmpty ? chain.steps.map(\.expression) : chain.expressions
    let texts = answered.flatMap { $0.derivativesThroughTime(in: scope) }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard (0...3).contains(texts.count) else { return readings }
    var choices = (0..<(1 << texts.count)).dropFirst().map { choice in
      (Set(texts.indices.filter { choice & (1 << $0) != 0 }.map { texts[$0] }), false)
    }
    if chain.first.asksOfElements(in: scope) { choices.append((Set(texts), true)) }
    let direct = choices.flatMap { choice, asksDirectly in
      readings.filter { $0.exceptions.isEmpty }.map {
        $0.with(\.directDerivatives, choice).with(\.asksDirectly, asksDirectly)
      }
    }
    return readings + direct
  }

  /// A reading that follows less is for values that differ.
  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    !reading.isDirectSomewhere
      || failures.contains { $0.kind == .values && $0.reading.isTotal(of: reading) }
  }
}

extension Syntax.Expression {
  /// Whether the derivatives in it, at least one, are of values at one time by such values. By a parameter
  /// a derivative is total.
  fileprivate func asksOfElements(in scope: Scope) -> Bool {
    let derivatives = self.derivatives
    return !derivatives.isEmpty
      && derivatives.allSatisfy { $0.output.isElement(in: scope) && $0.input.isElement(in: scope) }
  }

  private var derivatives: [(output: Syntax.Expression, input: Syntax.Expression)] {
    if case .derivative(let output, let input, _) = kind { return [(output, input)] }
    return children.flatMap(\.derivatives)
  }

  private func isElement(in scope: Scope) -> Bool {
    guard case .name(let name) = chainedIndices.0.kind, let family = scope.family(name) else {
      return false
    }
    return chainedIndices.1.count >= family.rank
  }
}

extension Reading {
  var isDirectSomewhere: Bool { asksDirectly || !directDerivatives.isEmpty }

  /// Whether it is the other reading, but for derivatives that are direct there.
  func isTotal(of other: Reading) -> Bool {
    self == other.with(\.directDerivatives, []).with(\.asksDirectly, false)
  }
}
