import Notation
import NumericCore

/// All that a verdict depends on: what is stated, what is known where it stands, and how it is read.
package struct Question {
  package private(set) var statement: Syntax.Statement
  /// Where it is looked at: the scope, and values drawn from the seed of the document.
  package private(set) var samples: Samples
  package let conventions: ConventionChoice
  /// What the author allows, instead of the rounding error.
  package let tolerance: Rational?
  /// The derivation around a step that is judged by itself: it says, too, where indices run.
  var context: [Syntax.Expression] = []
  /// What it leaves open, so that it is read in more than one way.
  var leeways = Self.leeways

  package init(
    _ statement: Syntax.Statement, samples: Samples, conventions: ConventionChoice,
    tolerance: Rational? = nil
  ) {
    let (scope, statement) = samples.scope.introducingLetters(of: statement)
    self.statement = statement
    let isKnown = scope.declarations.count == samples.scope.declarations.count
    self.samples = isKnown ? samples : Samples(scope: scope, seed: samples.seed)
    self.conventions = conventions
    self.tolerance = tolerance
  }

  var scope: Scope { samples.scope }

  /// The same, looked at where its conditions on given letters hold.
  ///
  /// - Errors: a condition that cannot hold.
  func whereGivenLettersAreBounded() throws(Diagnostic) -> Question {
    let (scope, rest, contradiction) = samples.scope.keeping(statement.conditions)
    if let contradiction {
      throw Diagnostic(.neverHolds(contradiction.text), at: contradiction.expressions[0].span)
    }
    guard rest.count < statement.conditions.count else { return self }
    var question = self
    question.statement = Syntax.Statement(stating: statement.kind, under: rest, at: statement.span)
    question.samples = Samples(scope: scope, seed: samples.seed)
    return question
  }

  /// Another statement at the same place.
  func stating(_ statement: Syntax.Statement, beside context: [Syntax.Expression] = []) -> Question
  {
    var question = self
    question.statement = statement
    question.context = context
    return question
  }
}

extension Diagnostic.Message {
  fileprivate static func neverHolds(_ condition: String) -> Self {
    Self("nothing-compared", "\(condition) never holds", hint: "correct the condition")
  }
}

extension Question {
  /// What is asked about a piece of text, so that whoever asks the same gets the same answer.
  ///
  /// All that an answer depends on is compared in full, never by a hash alone.
  package struct Identity: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// An answer must be readable; a formula of the text may state nothing.
      case answer, formula
    }

    let kind: Kind
    /// Whether it is asked for the edit, too, that makes it true.
    let isRepair: Bool
    /// The number of what is known there.
    let scope: Int
    let text: WrittenText
    let conventions: ConventionChoice
    let tolerance: Rational?
    let seed: UInt64

    package init(
      _ kind: Kind, isRepair: Bool = false, scope: Int, text: WrittenText,
      conventions: ConventionChoice, tolerance: Rational?, seed: UInt64
    ) {
      self.kind = kind
      self.isRepair = isRepair
      self.scope = scope
      self.text = text
      self.conventions = conventions
      self.tolerance = tolerance
      self.seed = seed
    }
  }
}

/// A piece of a text as it is written, wherever that is.
package struct WrittenText: Hashable, Sendable {
  private let fragment: Fragment
  /// Everything from the first byte of the fragment to the last, also what it leaves out.
  private let bytes: [UInt8]
  private let surface: Surface

  package init(_ fragment: Fragment, _ surface: Surface, in source: SourceFile) {
    self.fragment = fragment.atStart
    bytes = Array(source.utf8[fragment.span.range.clamped(to: 0..<source.utf8.count)])
    self.surface = surface
  }
}
