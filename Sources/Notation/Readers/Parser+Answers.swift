extension Syntax {
  /// A part of an answer: a sentence, or an expression that stands for itself.
  package enum Answer: Hashable, Sendable {
    case statement(Statement)
    case expression(Expression)
  }
}

extension Syntax.Answer {
  /// Reads answers that need not state anything: `4 × 5`, or `H' = conv_size(H, K)`.
  ///
  /// - Errors: the first thing that cannot be read.
  package static func answers(
    in formula: Fragment, surface: Surface, vocabulary: Vocabulary
  ) throws(Diagnostic) -> [Syntax.Answer] {
    let tokens: [Token] =
      switch surface {
      case .latex: try LaTeXLexer.tokens(of: formula)
      case .plainText: try PlainTextLexer.tokens(of: formula)
      }
    var parser = try Parser(tokens, surface: surface, vocabulary: vocabulary)
    return try parser.answers()
  }
}
