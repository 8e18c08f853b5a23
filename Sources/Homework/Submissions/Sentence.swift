import Markup
import Notation

/// A sentence of a submission, and what it is.
struct Sentence {
  enum Content {
    /// Something to judge.
    case statement(Syntax.Statement)
    /// Expressions that stand for themselves where an answer is expected.
    case bare([Syntax.Expression])
    /// An equation with a new name on its left side, and the rest of its chain.
    case naming([String], Syntax.Statement?, Syntax.Expression)
    /// A value for what the assignment calls by words.
    case worded(WordedValue)
    /// No claim, and why.
    case recognised(Claim.Role, String)
    case unreadable(Diagnostic)
  }

  let content: Content
  let question: Label?
  let span: Span
  let source: String
  /// What was read, where it is nothing but this sentence.
  let text: Fragment?
  let surface: Surface
  /// What the submission has introduced so far and is known here, in order.
  let introduced: [Introduction]
}

/// A name that a submission gives to something.
struct Introduction {
  let name: String
  let kind: Declaration.Kind
  let span: Span
  /// Whether words that the assignment explains say what it is; then nothing about it is assumed.
  var isWorded = false

  func declare(in scope: inout Scope, section: Int) {
    let base = kind.firstTensor(in: scope)?.indexBase
    scope.declare(
      Declaration(name: name, kind: kind, span: span, indexBase: base, section: section))
  }
}

extension Declaration.Kind {
  /// The first tensor that a definition reads; what is made of it counts from the same base.
  fileprivate func firstTensor(in scope: Scope) -> Declaration? {
    guard case .definition(_, _, let body) = self else { return nil }
    return body.namesInOrder.lazy.compactMap { scope[$0] }.first(where: \.isTensor)
  }
}
