import Notation

/// A verdict, and the place to point at where it is an error.
package struct Judgment: Sendable {
  package var verdict: Verdict
  package var diagnostic: Diagnostic?
  /// The layout under which a statement about derivatives is true.
  package var layout: Layout?
  /// Whether it is true only where an index outside its axis reads 0.
  package var readsZeroOutside = false
  /// Whether it is false since both sides have values, and these differ.
  package var differsInValues = false
  /// What a σ in it is where it is true.
  package var sigma: Sigma?

  package init(
    verdict: Verdict, diagnostic: Diagnostic? = nil, layout: Layout? = nil,
    readsZeroOutside: Bool = false, differsInValues: Bool = false
  ) {
    self.verdict = verdict
    self.diagnostic = diagnostic
    self.layout = layout
    self.readsZeroOutside = readsZeroOutside
    self.differsInValues = differsInValues
  }

  /// That a statement cannot be read, or has no meaning.
  package init(_ diagnostic: Diagnostic) {
    self.init(
      verdict: Verdict(.error, message: diagnostic.message.text), diagnostic: diagnostic)
  }

  /// That judging ended with an error.
  package init(_ error: any Error, at span: Span) {
    self.init(Diagnostic(error, at: span))
  }

  /// Whether it has no meaning since its shapes do not fit, or lie otherwise.
  package var isAboutShapes: Bool {
    [.shapesDoNotFit, .rowAndColumn].contains(diagnostic?.message.cause)
  }

  /// Whether an edit may make it true: it is false, or has no meaning by its shapes alone.
  package var isMendable: Bool { verdict.outcome == .refuted || isAboutShapes }

  package var isVerified: Bool { verdict.outcome == .verified }
}

extension Diagnostic {
  /// Why judging ended, where nothing else is known of it.
  package init(_ error: any Error, at span: Span) {
    self = error as? Diagnostic ?? Diagnostic(.undecidable("\(error)"), at: span)
  }
}

extension Diagnostic.Message {
  package static func undecidable(_ reason: String) -> Self {
    Self(
      "undecidable", "this can be neither verified nor refuted: \(reason)",
      hint: "state it with =, or with ≈ and a tolerance")
  }
}
