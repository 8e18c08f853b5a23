extension Syntax {
  /// A part of an answer: a sentence, or an expression that stands for itself.
  package enum Answer: Hashable, Sendable {
    case statement(Statement)
    case expression(Expression)
  }
}

extension Syntax.Answer {
  fileprivate var text: String {
    switch self {
    case .statement(let statement): statement.text
    case .expression(let expression): expression.text
    }
  }

  /// Reads answers that need not state anything: `4 × 5`, or `H' = conv_size(H, K)`.
  ///
  /// - Errors: the first thing that cannot be read.
  package static func answers(
    in formula: Fragment, surface: Surface, vocabulary: Vocabulary
  ) throws(Diagnostic) -> [Syntax.Answer] {
    try Parser.readOnce(
      formula, surface: surface, vocabulary: vocabulary,
      by: { (parser) throws(Diagnostic) in try parser.answers() }, text: { $0.map(\.text).joined() }
    )
  }
}

extension Parser {
  /// The parts of an answer, none of which need state anything.
  fileprivate mutating func answers() throws(Diagnostic) -> [Syntax.Answer] {
    var answers: [Syntax.Answer] = []
    while current.kind != .endOfFormula {
      switch current.kind {
      case .lineBreak, .sign(.comma), .gap, .ampersand, .sign(.implies), .sign(.semicolon),
        .keyword(.filler), .keyword(.shape), .keyword(.and):
        advance()
      case .begin(let name) where Self.layouts.contains(name),
        .end(let name) where Self.layouts.contains(name):
        advance()
      default:
        let start = current.span
        let kind: Syntax.Statement.Kind
        switch try segment() {
        case .bare(let expression):
          answers.append(.expression(expression))
          continue
        case .chain(let chain): kind = .chain(chain)
        case .membership(let subject, let domain): kind = .membership([subject], domain)
        }
        let span = start.joined(with: previousSpan)
        answers.append(.statement(Syntax.Statement(kind: kind, conditions: [], span: span)))
      }
    }
    return answers
  }
}
